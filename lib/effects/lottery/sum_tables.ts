import type { DrawSet } from "./draw_set.ts";

const BYTE = 256;

/**
 * Sums of features over the schools of each byte of a draw, so that a draw costs one
 * addition per feature and eight schools.
 *
 * @param features Each one value per school.
 * @returns Element (byte · 256 + pattern) · features + f.
 */
export function sumTables(
  features: readonly Float64Array[],
  { schools, bytesPerDraw }: DrawSet,
): Float64Array {
  const width = features.length;
  const tables = new Float64Array(bytesPerDraw * BYTE * width);
  for (let k = 0; k < bytesPerDraw; k++) {
    for (let pattern = 1; pattern < BYTE; pattern++) {
      const school = 8 * k + 31 - Math.clz32(pattern & -pattern);
      if (school >= schools) continue;
      const to = (k * BYTE + pattern) * width;
      const from = (k * BYTE + (pattern & (pattern - 1))) * width;
      for (let f = 0; f < width; f++) {
        tables[to + f] = tables[from + f]! + features[f]![school]!;
      }
    }
  }
  return tables;
}

/** Visits every draw with the sums of the features over its drawn schools. */
export function forEachDraw(
  draws: DrawSet,
  features: readonly Float64Array[],
  visit: (sums: Float64Array, draw: number) => void,
): void {
  const { bits, bytesPerDraw, size } = draws;
  const tables = sumTables(features, draws);
  const width = features.length;
  const sums = new Float64Array(width);
  for (let z = 0, at = 0; z < size; z++) {
    sums.fill(0);
    for (let k = 0; k < bytesPerDraw; k++) {
      const from = (k * BYTE + bits[at++]!) * width;
      for (let f = 0; f < width; f++) sums[f]! += tables[from + f]!;
    }
    visit(sums, z);
  }
}
