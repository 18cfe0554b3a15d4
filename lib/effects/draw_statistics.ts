import { createMatrix, leastSquares } from "#lib/numerics/mod.ts";
import { drawNumber, forEachDraw } from "./for_each_draw.ts";
import type { Lottery } from "./lottery.ts";

/** What is left of school values once the baseline is taken out. */
export interface Residuals {
  readonly outcome: Float64Array;
  /** Of the actual draw, 1 or 0 before. */
  readonly treated: Float64Array;
}

/** One statistic for every possible draw, and the number of the actual one. */
export interface DrawStatistics {
  /** Difference of residual means, drawn minus others. */
  readonly difference: Float64Array;
  /** Difference divided by its standard error. */
  readonly studentised: Float64Array;
  /** The same difference for the residuals of the actual draw. */
  readonly exposure: Float64Array;
  /** Standard error of the actual draw's difference. */
  readonly standardError: number;
  /** Number of the actual draw. */
  readonly actual: number;
}

/**
 * Takes out of outcome and draw what the baseline explains, by weighted least
 * squares over all schools; the draw plays no part, so the test stays exact.
 *
 * @throws {RangeError} If the baseline has dependent columns or decides the draw.
 * @see Rosenbaum (2002), Statistical Science 17, 286–327.
 */
export function residualise(
  { schools, outcome, treated, baseline, weights }: Lottery,
): Residuals {
  const columns = baseline.length + 1;
  const design = createMatrix({ rows: schools, columns });
  for (let i = 0; i < schools; i++) {
    design.values[i * columns] = 1;
    baseline.forEach((values, k) =>
      design.values[i * columns + k + 1] = values[i]!
    );
  }
  const left = leastSquares(design, treated, { weights });
  if (!(left.residualSumOfSquares > 1e-9)) {
    throw new RangeError(
      "Cannot test a lottery: the baseline tells exactly which schools were drawn, nothing is left to compare",
    );
  }
  return {
    outcome: leastSquares(design, outcome, { weights }).residuals,
    treated: left.residuals,
  };
}

/** Sums over drawn schools that the statistics are made of. */
function features(
  { weights }: Lottery,
  { outcome, treated }: Residuals,
): Float64Array[] {
  return [
    weights,
    weights.map((w, i) => w * outcome[i]!),
    weights.map((w, i) => w * treated[i]!),
    weights.map((w) => w * w),
    weights.map((w, i) => w * w * outcome[i]!),
    weights.map((w, i) => w * w * outcome[i]! * outcome[i]!),
  ];
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Variance of a weighted mean of n schools from Σw², Σw²e and Σw²e². */
function meanVariance(
  n: number,
  mean: number,
  sums: { w: number; w2: number; w2e: number; w2e2: number },
): number {
  const squares = sums.w2e2 - 2 * mean * sums.w2e + mean * mean * sums.w2;
  return n / (n - 1) * Math.max(0, squares) / (sums.w * sums.w);
}

/**
 * Computes the statistics of every possible draw.
 *
 * The difference is that of the weighted means of the residuals. Its variance is
 * the sum over both groups of n / (n − 1) Σ w² (e − mean)² / (Σ w)²; with equal
 * weights that is s² / n, as in Welch's test. NaN where a group has one school.
 */
export function drawStatistics(
  lottery: Lottery,
  residuals: Residuals,
): DrawStatistics {
  const { schools, drawn, draws } = lottery;
  const columns = features(lottery, residuals);
  const [w = 0, we = 0, wt = 0, w2 = 0, w2e = 0, w2e2 = 0] = columns.map(total);
  const difference = new Float64Array(draws);
  const studentised = new Float64Array(draws);
  const exposure = new Float64Array(draws);
  const others = schools - drawn;
  forEachDraw(lottery, columns, (sums, draw) => {
    const weight = sums[0]!, rest = w - weight;
    const mean = sums[1]! / weight, meanOthers = (we - sums[1]!) / rest;
    difference[draw] = mean - meanOthers;
    exposure[draw] = sums[2]! / weight - (wt - sums[2]!) / rest;
    const variance = meanVariance(drawn, mean, {
      w: weight,
      w2: sums[3]!,
      w2e: sums[4]!,
      w2e2: sums[5]!,
    }) +
      meanVariance(others, meanOthers, {
        w: rest,
        w2: w2 - sums[3]!,
        w2e: w2e - sums[4]!,
        w2e2: w2e2 - sums[5]!,
      });
    studentised[draw] = (mean - meanOthers) / Math.sqrt(variance);
  });
  const actual = drawNumber(lottery.treated);
  return {
    difference,
    studentised,
    exposure,
    standardError: difference[actual]! / studentised[actual]!,
    actual,
  };
}
