/**
 * The exact percentile of weighted values.
 *
 * Sorted, value i stands at the middle of its weight: (weights before it + half
 * its own) / all; between two values the percentile is interpolated, outside the
 * first and last it is that value. With equal weights this is Hazen's percentile.
 *
 * @param values At least one, none NaN.
 * @param p From 0 to 1.
 * @param weights Length of values, above 0. @default {all 1}
 * @throws {RangeError} If there are no values, a value is NaN, or p or a weight is
 * out of range.
 */
export function weightedPercentile(
  values: ArrayLike<number>,
  p: number,
  { weights }: { readonly weights?: ArrayLike<number> } = {},
): number {
  if (!(p >= 0 && p <= 1) || values.length === 0) {
    throw new RangeError(
      `Cannot compute a percentile: p ${p} of ${values.length} values, p must be 0 to 1 and there must be a value`,
    );
  }
  const order = Array.from({ length: values.length }, (_, i) => i)
    .sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (const i of order) {
    const weight = weights?.[i] ?? 1;
    if (!(weight > 0) || Number.isNaN(values[i]!)) {
      throw new RangeError(
        `Cannot compute a percentile: value ${
          values[i]
        } with weight ${weight}, the weight must be above 0`,
      );
    }
    total += weight;
  }
  return interpolate(
    order.map((i) => [values[i]!, weights?.[i] ?? 1]),
    p * total,
  );
}

function interpolate(
  sorted: readonly (readonly number[])[],
  target: number,
): number {
  let before = 0, lastValue = NaN, lastPlace = NaN;
  for (const [value = NaN, weight = NaN] of sorted) {
    const place = before + weight / 2;
    if (place >= target) {
      return Number.isNaN(lastValue) ? value : lastValue +
        (value - lastValue) * (target - lastPlace) / (place - lastPlace);
    }
    before += weight;
    lastValue = value;
    lastPlace = place;
  }
  return lastValue;
}
