import type { BackgroundIndex } from "#lib/codebook/mod.ts";

/**
 * What each component adds to the index: weight × z-score / divisor, with the frozen
 * constants.
 *
 * @param values Per component: highest value in the home, NaN unknown.
 * @returns One column per component; they add up to the index where all are known.
 */
export function componentParts(
  { components, scale }: BackgroundIndex,
  values: readonly ArrayLike<number>[],
): Float64Array[] {
  return values.map((column, k) => {
    const { mean, standardDeviation, weight } = components[k]!;
    const factor = weight / (standardDeviation * scale);
    return Float64Array.from(column, (value) => (value - mean) * factor);
  });
}
