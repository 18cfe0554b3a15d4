import {
  choleskyInPlace,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
} from "#lib/numerics/mod.ts";
import { one, score, type Term, variable, within } from "../factor.ts";
import type { DivisorOptions } from "./moments.ts";
import type {
  ReplicateStatistic,
  StatisticOutput,
} from "./replicate_statistic.ts";

function outputsOf(names: readonly string[]): readonly StatisticOutput[] {
  return [
    { label: "intercept", unit: "points" },
    ...names.map((label): StatisticOutput => ({ label, unit: "points" })),
    { label: "residual SD", unit: "points", bounds: [0, Infinity] },
    { label: "R²", unit: "r2", bounds: [0, 1] },
    ...names.map((name): StatisticOutput => ({
      label: `${name}, standardised`,
      unit: "correlation",
    })),
  ];
}

/** X′WX of columns 1, x₁ …, then X′Wy, then y′Wy; X′WX by its lower triangle. */
function termsOf(
  names: readonly string[],
  where: string | undefined,
): readonly Term[] {
  const columns = [one, ...names.map(variable)];
  const inGroup = columns.map((column) => within(column, where));
  return [
    ...columns.flatMap((_, i) =>
      columns.slice(0, i + 1).map((column): Term => [inGroup[i]!, column])
    ),
    ...inGroup.map((column): Term => [column, score]),
    [within(score, where), score],
  ];
}

/** Solves the normal equations; false where columns are dependent. */
function solveInPlace(
  cross: Float64Array,
  p: number,
  solution: Float64Array,
): boolean {
  try {
    choleskyInPlace(cross, p);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  solveLowerInPlace(cross, p, solution);
  solveLowerTransposedInPlace(cross, p, solution);
  return true;
}

/**
 * Regression of the scores on columns of the data, with an intercept.
 *
 * b = (X′WX)⁻¹ X′Wy. Besides the coefficients it gives the residual SD, root of
 * Σw e² / Σw; R² = 1 − Σw e² / Σw (y − ȳ)²; and the standardised coefficients b sd(x) /
 * sd(y). All are NaN where columns are dependent.
 *
 * @param names Columns, none twice.
 */
export function regressionStatistic(
  names: readonly string[],
  { where, divisor = "weights" }: DivisorOptions = {},
): ReplicateStatistic {
  const p = names.length + 1;
  const triangle = p * (p + 1) / 2;
  const cross = new Float64Array(p * p);
  const b = new Float64Array(p);
  return {
    ...(where === undefined ? {} : { where }),
    outputs: outputsOf(names),
    terms: termsOf(names, where),
    percentiles: [],
    evaluate: (sums, out, origins) => {
      for (let i = 0, at = 0; i < p; i++) {
        for (let j = 0; j <= i; j++) cross[i * p + j] = sums[at++]!;
        b[i] = sums[triangle + i]!;
      }
      if (!solveInPlace(cross, p, b)) {
        out.fill(NaN);
        return;
      }
      const weight = sums[0]!;
      const meanScore = sums[triangle]! / weight;
      const total = sums[triangle + p]! / weight - meanScore * meanScore;
      let explained = -meanScore * meanScore, intercept = b[0]!;
      for (let i = 0; i < p; i++) {
        explained += b[i]! * sums[triangle + i]! / weight;
        if (i === 0) continue;
        out[i] = b[i]!;
        intercept -= b[i]! * origins.centre(names[i - 1]!);
        const mean = sums[i * (i + 1) / 2]! / weight;
        const variance = sums[i * (i + 1) / 2 + i]! / weight - mean * mean;
        out[p + 1 + i] = b[i]! * Math.sqrt(variance / total);
      }
      out[0] = origins.score + intercept;
      out[p] = Math.sqrt(
        Math.max(0, total - explained) *
          (divisor === "weights" ? 1 : weight / (weight - p)),
      );
      out[p + 1] = explained / total;
    },
  };
}
