import {
  CHANGE_NAMES,
  type ChangeMeasure,
  MEASURE_NAMES,
} from "#lib/background/mod.ts";
import type { ProgrammeSpec } from "#lib/codebook/mod.ts";
import { cellAt, type EstimateTable, NO_CHANGE } from "../estimate_table.ts";
import {
  type BackgroundKind,
  backgroundStatistic,
  type Statistic,
  STATISTICS,
} from "../statistics.ts";
import { wavePairs } from "../estimates/sums.ts";
import type {
  BackgroundResults,
  Cell,
  ChangeResults,
  ParticipationResults,
  ScaleResults,
  UnitRef,
  UnitResults,
  WaveResults,
} from "../types.ts";

/** What a unit's results are put together from. */
export interface AssembleInput {
  /** Rows of this unit alone. */
  readonly table: EstimateTable;
  /** Scale ids by number in the table. */
  readonly scales: readonly string[];
  readonly programme: Pick<ProgrammeSpec, "waves" | "scales">;
  readonly unit: UnitRef;
  readonly participation: readonly ParticipationResults[];
}

type Find = (wave: number, to: number, statistic: Statistic) => Cell;

/**
 * The rows of one unit as nested, typed results. A number that was never
 * computed for the unit's level is hidden with that reason.
 */
export function assembleUnit(input: AssembleInput): UnitResults {
  const { table, scales, programme, unit, participation } = input;
  const cells = new Map<number, Cell>();
  const answered = new Set<number>();
  for (let i = 0; i < table.rows; i++) {
    const scale = table.columns.scale[i]!;
    answered.add(scale);
    cells.set(
      key(
        scale,
        table.columns.wave[i]!,
        table.columns.to[i]!,
        table.columns.statistic[i]!,
      ),
      cellAt(table, i),
    );
  }
  return {
    unit,
    participation,
    scales: programme.scales
      .filter((id) => answered.has(scales.indexOf(id)))
      .map((id) => {
        const scale = scales.indexOf(id);
        return scaleResults(
          id,
          programme.waves,
          (wave, to, statistic) =>
            cells.get(key(scale, wave, to, STATISTICS.indexOf(statistic))) ??
              { hidden: "level" },
        );
      }),
  };
}

function key(
  scale: number,
  wave: number,
  to: number,
  statistic: number,
): number {
  return ((scale * 8 + wave) * 8 + (to + 1)) * 256 + statistic;
}

function scaleResults(
  scale: string,
  waves: readonly number[],
  find: Find,
): ScaleResults {
  return {
    scale,
    waves: waves.map((wave, w) =>
      waveResults(wave, (s) => find(w, NO_CHANGE, s))
    ),
    changes: wavePairs(waves.length).map(([from, to]) =>
      changeResults([waves[from]!, waves[to]!], (s) => find(from, to, s))
    ),
  };
}

function waveResults(
  wave: number,
  find: (statistic: Statistic) => Cell,
): WaveResults {
  const mean = find("mean");
  return {
    wave,
    n: "hidden" in mean ? 0 : mean.n,
    mean,
    standardDeviation: find("standard-deviation"),
    percentile10: find("percentile-10"),
    percentile90: find("percentile-90"),
    shareLow: find("share-low"),
    shareHigh: find("share-high"),
    versusProgramme: find("versus-programme"),
    versusMunicipality: find("versus-municipality"),
    subgroups: {
      boys: find("boys"),
      girls: find("girls"),
      "education-low": find("education-low"),
      "education-middle": find("education-middle"),
      "education-high": find("education-high"),
      "education-unknown": find("education-unknown"),
    },
    genderGap: find("gender-gap"),
    gradient: find("gradient"),
    explained: find("explained"),
    educationGap: find("education-gap"),
    betweenSchools: find("between-schools"),
    background: backgroundResults(MEASURE_NAMES, find),
  };
}

function changeResults(
  [from, to]: readonly [number, number],
  find: (statistic: Statistic) => Cell,
): ChangeResults {
  return {
    from,
    to,
    mean: find("mean"),
    standardDeviation: find("standard-deviation"),
    percentile10: find("percentile-10"),
    percentile90: find("percentile-90"),
    shareLow: find("share-low"),
    shareHigh: find("share-high"),
    gradient: find("gradient"),
    explained: find("explained"),
    educationGap: find("education-gap"),
    background: backgroundResults(CHANGE_NAMES, find),
    versusProgramme: find("versus-programme"),
    pupils: {
      sameGrade: find("same-grade"),
      sameCohort: find("same-cohort"),
      followed: find("followed"),
      followedVersusLeft: find("followed-versus-left"),
      followedVersusNew: find("followed-versus-new"),
    },
  };
}

/** Null where the measures were not computed at all. */
function backgroundResults<M extends ChangeMeasure>(
  names: readonly M[],
  find: (statistic: Statistic) => Cell,
): BackgroundResults<M> | null {
  const slope = find(backgroundStatistic("observed", "slope"));
  if ("hidden" in slope && slope.hidden === "level") return null;
  const of = (kind: BackgroundKind): Readonly<Record<M, Cell>> =>
    Object.fromEntries(
      names.map((name) => [name, find(backgroundStatistic(kind, name))]),
    ) as Record<M, Cell>;
  return { observed: of("observed"), imputed: of("imputed") };
}
