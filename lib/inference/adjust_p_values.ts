/** Positions of the p-values from the smallest to the largest. */
function orderOf(pValues: ArrayLike<number>): number[] {
  for (let i = 0; i < pValues.length; i++) {
    if (!(pValues[i]! >= 0 && pValues[i]! <= 1)) {
      throw new RangeError(
        `Cannot adjust p-values: value ${
          pValues[i]
        } at ${i} is not between 0 and 1`,
      );
    }
  }
  return Array.from({ length: pValues.length }, (_, i) => i)
    .sort((a, b) => pValues[a]! - pValues[b]! || a - b);
}

/**
 * Adjusts p-values so that the chance of any false finding stays below the level.
 *
 * The smallest of m is multiplied by m, the next by m − 1 and so on; none becomes
 * smaller than one before it.
 *
 * @returns Adjusted p-values in the order given, 0–1.
 * @throws {RangeError} If a p-value is not between 0 and 1.
 * @see Holm (1979), Scandinavian Journal of Statistics 6, 65–70.
 */
export function adjustHolm(pValues: ArrayLike<number>): Float64Array {
  const adjusted = new Float64Array(pValues.length);
  let largest = 0;
  orderOf(pValues).forEach((i, rank) => {
    largest = Math.max(
      largest,
      Math.min(1, (pValues.length - rank) * pValues[i]!),
    );
    adjusted[i] = largest;
  });
  return adjusted;
}

/**
 * Adjusts p-values so that the expected share of false findings among the findings
 * stays below the level.
 *
 * The value of rank r of m is multiplied by m / r; none becomes larger than one
 * after it.
 *
 * @returns Adjusted p-values in the order given, 0–1.
 * @throws {RangeError} If a p-value is not between 0 and 1.
 * @see Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
 */
export function adjustBenjaminiHochberg(
  pValues: ArrayLike<number>,
): Float64Array {
  const adjusted = new Float64Array(pValues.length);
  const order = orderOf(pValues);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const i = order[rank - 1]!;
    smallest = Math.min(smallest, pValues.length / rank * pValues[i]!);
    adjusted[i] = smallest;
  }
  return adjusted;
}
