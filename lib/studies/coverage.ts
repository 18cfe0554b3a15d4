import type { Codebook, ProgrammeSpec } from "#lib/codebook/mod.ts";
import {
  cellAt,
  type EstimateTable,
  NO_CHANGE,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { scaleTruth, type Truth, truthMean } from "#lib/samples/mod.ts";

/** How often intervals of one kind held the generating value. */
export interface CoverageRow {
  /** "mean" of a unit in a wave, or "change" between two waves. */
  readonly quantity: "mean" | "change";
  /** Whether the scale has items that drift between waves. */
  readonly drift: boolean;
  /** Respondent group, or "all". */
  readonly group: string;
  /** How many were compared. */
  readonly intervals: number;
  /** How many of them held the value. */
  readonly covered: number;
  /** Root mean square of (estimate − truth) / standard error. */
  readonly rmsDeviation: number;
}

/** What {@linkcode tallyCoverage} compares. */
export interface CoverageInput {
  /** Unit 0 is the programme, unit 1 the first municipality. */
  readonly table: EstimateTable;
  /** Whose intervals are counted. @default {"municipalities"} */
  readonly units?: "municipalities" | "programme";
  /** What the answers were simulated from. */
  readonly truth: Truth;
  /** Gives the scales their ids. */
  readonly codebook: Pick<Codebook, "scales">;
  /** Gives waves and municipalities their order. */
  readonly programme: Pick<ProgrammeSpec, "waves" | "municipalities">;
}

interface Tally {
  readonly quantity: "mean" | "change";
  readonly drift: boolean;
  readonly group: string;
  intervals: number;
  covered: number;
  squares: number;
}

/**
 * Compares the municipalities' (or the programme's) means and changes with the
 * truth they were generated from. The target is the generating mean: schools,
 * classes and pupils are draws.
 *
 * @returns One row per kind, quantity by quantity, those of all groups first.
 */
export function tallyCoverage(inputs: readonly CoverageInput[]): CoverageRow[] {
  const tallies = new Map<string, Tally>();
  for (const input of inputs) addTable(tallies, input);
  return [...tallies.values()]
    .sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1)
    .map(({ squares, ...row }) => ({
      ...row,
      rmsDeviation: Math.sqrt(squares / row.intervals),
    }));
}

function keyOf(
  row: Pick<CoverageRow, "quantity" | "drift" | "group">,
): string {
  const first = row.group === "all" ? 0 : 1;
  return `${row.quantity === "mean" ? 0 : 1}${
    row.drift ? 1 : 0
  }${first}${row.group}`;
}

function addTable(
  tallies: Map<string, Tally>,
  { table, truth, codebook, programme, units = "municipalities" }:
    CoverageInput,
): void {
  const drifting = new Set(truth.flaws.drift.map(({ scale }) => scale));
  const { columns } = table;
  for (let i = 0; i < table.rows; i++) {
    const unit = columns.unit[i]!;
    const counts = units === "programme"
      ? unit === 0
      : unit >= 1 && unit <= programme.municipalities.length;
    const isMean = STATISTICS[columns.statistic[i]!] === "mean";
    const cell = cellAt(table, i);
    if (!counts || !isMean || "hidden" in cell) continue;
    const scale = codebook.scales[columns.scale[i]!]!.id;
    const id = unit === 0 ? "programme" : programme.municipalities[unit - 1]!;
    const at = (wave: number): number =>
      truthMean(truth, scale, { unit: id, wave: programme.waves[wave]! });
    const to = columns.to[i]!;
    const wave = at(columns.wave[i]!);
    const target = to === NO_CHANGE ? wave : at(to) - wave;
    const isCovered = cell.interval[0] <= target && target <= cell.interval[1];
    const deviation = (cell.value - target) / cell.standardError;
    for (const group of ["all", scaleTruth(truth, scale).group]) {
      add(tallies, {
        quantity: to === NO_CHANGE ? "mean" : "change",
        drift: drifting.has(scale),
        group,
        intervals: 1,
        covered: isCovered ? 1 : 0,
        squares: deviation * deviation,
      });
    }
  }
}

function add(tallies: Map<string, Tally>, one: Tally): void {
  const known = tallies.get(keyOf(one));
  if (!known) {
    tallies.set(keyOf(one), { ...one });
    return;
  }
  known.intervals += one.intervals;
  known.covered += one.covered;
  known.squares += one.squares;
}
