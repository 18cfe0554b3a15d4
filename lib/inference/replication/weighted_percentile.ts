import type { PercentileDefinition } from "./factor.ts";
import { replicatePercentiles } from "./replicate_percentiles.ts";

/** Options for {@linkcode weightedPercentile}. */
export interface WeightedPercentileOptions {
  /** Length of values, above 0. @default {all 1} */
  readonly weights?: ArrayLike<number>;
  /** What a percentile is between two values. @default {"midpoint"} */
  readonly definition?: PercentileDefinition;
}

/**
 * The exact percentile of weighted values.
 *
 * Sorted, value i stands at the middle of its weight: (weights before it + half
 * its own) / all; between two values the percentile is interpolated, outside the
 * first and last it is that value. With equal weights this is Hazen's percentile.
 * Other definitions see {@linkcode PercentileDefinition}.
 *
 * @param values At least one, none NaN.
 * @param p From 0 to 1.
 * @throws {RangeError} If there are no values, a value is NaN, or p or a weight is
 * out of range.
 */
export function weightedPercentile(
  values: ArrayLike<number>,
  p: number,
  { weights, definition = "midpoint" }: WeightedPercentileOptions = {},
): number {
  if (!(p >= 0 && p <= 1) || values.length === 0) {
    throw new RangeError(
      `Cannot compute a percentile: p ${p} of ${values.length} values, p must be 0 to 1 and there must be a value`,
    );
  }
  const checked = Float64Array.from(
    { length: values.length },
    (_, i) => weights?.[i] ?? 1,
  );
  let total = 0;
  checked.forEach((weight, i) => {
    if (!(weight > 0) || Number.isNaN(values[i]!)) {
      throw new RangeError(
        `Cannot compute a percentile: value ${
          values[i]
        } with weight ${weight}, the weight must be above 0`,
      );
    }
    total += weight;
  });
  const [percentiles] = replicatePercentiles(
    [Float64Array.from(values)],
    [{ p, definition }],
    {
      design: {
        weights: checked,
        replicateWeights: { kind: "rows", columns: [] },
      },
      totals: Float64Array.of(total),
    },
  );
  return percentiles![0]!;
}
