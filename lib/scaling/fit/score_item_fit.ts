import { chiSquareCdf, exp } from "#lib/numerics/mod.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { mergeCells, type ScoreRow } from "./merge_cells.ts";
import { type FittedRows, fittedRows } from "./row_posteriors.ts";
import { scoreDistribution } from "./score_distribution.ts";

/** S-X² of one item. */
export interface ScoreItemFit {
  /** Id of the item. */
  readonly item: string;
  /** Weight of the persons it is computed from: those who answered every item. */
  readonly persons: number;
  /** Σ (observed − expected)² / expected over sum scores and categories. */
  readonly statistic: number;
  /** Cells − scores − parameters of the item; below 1 the p-value is NaN. */
  readonly degreesOfFreedom: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
  /** √max(0, (statistic / df − 1) / (persons − 1)): size of the misfit, whatever N. */
  readonly rmsea: number;
}

/** Cells with a smaller expectation are merged with others. */
const SMALLEST_EXPECTATION = 1;

/** Weight of each group's persons who answered everything, and their rows. */
function completeRows(
  { rows }: FittedRows,
  groups: number,
): { readonly kept: readonly number[]; readonly weights: Float64Array } {
  const kept: number[] = [];
  const weights = new Float64Array(groups);
  for (const { start, end, booklet, group } of rows.segments) {
    if (rows.booklets[booklet]!.length < rows.width) continue;
    for (let row = start; row < end; row++) {
      kept.push(row);
      weights[group]! += rows.weight[row]!;
    }
  }
  return { kept, weights };
}

/** Sum score × category: how many answered so. */
function countAnswers(
  { rows, model }: FittedRows,
  kept: readonly number[],
): readonly Float64Array[] {
  const top = model.curves.reduce((s, c) => s + c.categories.at(-1)!, 0);
  const counts = model.curves.map(({ categories }) =>
    new Float64Array((top + 1) * categories.length)
  );
  for (const row of kept) {
    const scores = rows.scores.subarray(
      row * rows.width,
      (row + 1) * rows.width,
    );
    const sum = scores.reduce((a, b) => a + b, 0);
    model.curves.forEach(({ categories }, i) => {
      const c = categories.indexOf(scores[i]!);
      counts[i]![sum * categories.length + c]! += rows.weight[row]!;
    });
  }
  return counts;
}

/** Σ over θ of density × a row of a table. */
function mix(
  density: Float64Array,
  a: Float64Array,
  b: Float64Array,
): number {
  let total = 0;
  for (let q = 0; q < density.length; q++) total += density[q]! * a[q]! * b[q]!;
  return total;
}

/** The score rows of one item, without the lowest and highest score. */
function scoreRowsOf(
  { model }: FittedRows,
  item: number,
  { observed, density }: {
    readonly observed: Float64Array;
    readonly density: Float64Array;
  },
): readonly ScoreRow[] {
  const Q = density.length;
  const { categories, probabilities } = model.curves[item]!;
  const rest = scoreDistribution(
    model.curves.filter((_, i) => i !== item),
    Q,
  );
  const size = categories.length;
  const result: ScoreRow[] = [];
  for (let s = 1; s < observed.length / size - 1; s++) {
    const found = Array.from(observed.subarray(s * size, (s + 1) * size));
    const joint = categories.map((k, c) => {
      const at = (s - k) * Q;
      if (at < 0 || at >= rest.length) return 0;
      return mix(
        density,
        rest.subarray(at, at + Q),
        probabilities.subarray(c * Q, (c + 1) * Q),
      );
    });
    const persons = found.reduce((a, b) => a + b, 0);
    const total = joint.reduce((a, b) => a + b, 0);
    result.push({
      observed: found,
      expected: joint.map((p) => total > 0 ? persons * p / total : 0),
    });
  }
  return result;
}

/**
 * S-X²: observed against expected answers among persons with the same sum score.
 *
 * The expected share of category k at sum score s is ∫ P_k S₋ᵢ(s − k) f / ∫ S(s) f,
 * where S is the distribution of the sum score and f the density of all persons
 * (the groups' normal densities, by their number). Only persons who answered every
 * item count. Cells with an expectation below 1 are merged by the rule of
 * {@linkcode mergeCells}; the degrees of freedom take off the item's intercepts
 * and one for its slope (in the PCM: for the common spread).
 *
 * @returns One element per item; empty when nobody answered all items.
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see Orlando & Thissen (2000), Applied Psychological Measurement 24, 50–64;
 * Kang & Chen (2008), Journal of Educational Measurement 45, 391–406.
 */
export function scoreItemFit(
  calibration: Calibration,
  responses: ScaleResponses,
): readonly ScoreItemFit[] {
  const fitted = fittedRows(calibration, responses);
  const { logPriors, nodes, curves } = fitted.model;
  const groups = logPriors.length / nodes.length;
  const { kept, weights } = completeRows(fitted, groups);
  const persons = weights.reduce((a, b) => a + b, 0);
  if (!(persons > 0)) return [];
  const density = new Float64Array(nodes.length);
  weights.forEach((weight, g) => {
    for (let q = 0; q < nodes.length; q++) {
      density[q]! += weight / persons * exp(logPriors[g * nodes.length + q]!);
    }
  });
  const counts = countAnswers(fitted, kept);
  return calibration.items.map(({ id }, i): ScoreItemFit => {
    const cells = mergeCells(
      scoreRowsOf(fitted, i, { observed: counts[i]!, density }),
      SMALLEST_EXPECTATION,
    );
    return {
      item: id,
      persons,
      ...chiSquare(cells, curves[i]!.categories.length, persons),
    };
  });
}

function chiSquare(
  cells: readonly ScoreRow[],
  parameters: number,
  persons: number,
): Omit<ScoreItemFit, "item" | "persons"> {
  let statistic = 0;
  let free = -parameters;
  for (const { observed, expected } of cells) {
    free += expected.length - 1;
    expected.forEach((e, c) => {
      if (e > 0) statistic += (observed[c]! - e) * (observed[c]! - e) / e;
    });
  }
  const usable = free >= 1;
  const excess = usable ? (statistic / free - 1) / (persons - 1) : NaN;
  return {
    statistic,
    degreesOfFreedom: free,
    pValue: usable ? 1 - chiSquareCdf(statistic, free) : NaN,
    rmsea: Math.sqrt(Math.max(0, excess)),
  };
}
