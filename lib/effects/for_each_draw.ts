/** Schools, and how many of them are drawn. */
export interface DrawSpec {
  readonly schools: number;
  readonly drawn: number;
}

/** Sums over all subsets of the values: element `mask` adds those whose bit is set. */
function subsetSums(
  values: ArrayLike<number>,
  first: number,
  count: number,
): Float64Array {
  const sums = new Float64Array(1 << count);
  for (let mask = 1; mask < sums.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask);
    sums[mask] = sums[mask & (mask - 1)]! + values[first + lowest]!;
  }
  return sums;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Masks of so many bits, grouped by the number of bits set. */
function masksByCount(bits: number): number[][] {
  const groups = Array.from({ length: bits + 1 }, (): number[] => []);
  for (let mask = 0; mask < 1 << bits; mask++) {
    groups[bitCount(mask)]!.push(mask);
  }
  return groups;
}

/**
 * Visits every possible draw with the sums of some features over the drawn schools.
 *
 * The schools are split into two halves whose subset sums are tabulated once, so a
 * draw costs one addition per feature. The order is fixed and the number of a draw
 * depends on the schools only; {@linkcode drawNumber} tells that of a given draw.
 *
 * @param features Each of length `schools`.
 * @param visit Called with the sums (the same array every time) and the draw's number.
 */
export function forEachDraw(
  { schools, drawn }: DrawSpec,
  features: readonly ArrayLike<number>[],
  visit: (sums: Float64Array, draw: number) => void,
): void {
  const lower = schools >> 1;
  const upper = schools - lower;
  const lowerSums = features.map((values) => subsetSums(values, 0, lower));
  const upperSums = features.map((values) => subsetSums(values, lower, upper));
  const groups = masksByCount(lower);
  const sums = new Float64Array(features.length);
  const base = new Float64Array(features.length);
  let draw = 0;
  for (let high = 0; high < 1 << upper; high++) {
    const group = groups[drawn - bitCount(high)];
    if (group === undefined) continue;
    for (let f = 0; f < base.length; f++) base[f] = upperSums[f]![high]!;
    for (let k = 0; k < group.length; k++) {
      const mask = group[k]!;
      for (let f = 0; f < base.length; f++) {
        sums[f] = base[f]! + lowerSums[f]![mask]!;
      }
      visit(sums, draw++);
    }
  }
}

/**
 * The number under which {@linkcode forEachDraw} visits a draw.
 *
 * @param treated 1 for drawn schools, 0 for the others.
 */
export function drawNumber(treated: ArrayLike<number>): number {
  const schools = treated.length;
  const lower = schools >> 1;
  const upper = schools - lower;
  let low = 0, high = 0, drawn = 0;
  for (let i = 0; i < schools; i++) {
    if (treated[i] !== 1) continue;
    drawn++;
    if (i < lower) low |= 1 << i;
    else high |= 1 << (i - lower);
  }
  const groups = masksByCount(lower);
  let draw = 0;
  for (let mask = 0; mask < high && mask < 1 << upper; mask++) {
    draw += groups[drawn - bitCount(mask)]?.length ?? 0;
  }
  return draw + groups[bitCount(low)]!.indexOf(low);
}
