/** Value in the middle of first, middle and last: no sorted input is slow. */
function middleOfThree(
  values: Float64Array,
  low: number,
  high: number,
): number {
  const a = values[low]!, b = values[(low + high) >> 1]!, c = values[high]!;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Moves values so that none before place `target` is larger than one after it. */
function partitionInPlace(values: Float64Array, target: number): void {
  let low = 0, high = values.length - 1;
  while (low < high) {
    const pivot = middleOfThree(values, low, high);
    let i = low, j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else return;
  }
}

/**
 * The k largest values in ascending order, without sorting the others.
 *
 * @param values None NaN; not changed.
 * @param k Whole number; all values are returned when there are no more than k.
 * @see Hoare (1961), Communications of the ACM 4, 321–322.
 */
export function largest(values: Float64Array, k: number): Float64Array {
  const copy = values.slice();
  const first = Math.max(0, copy.length - k);
  if (first > 0 && first < copy.length) partitionInPlace(copy, first);
  return copy.subarray(first).sort();
}
