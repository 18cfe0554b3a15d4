/** Which draws speak against "no effect" as much as the actual one. */
export type Alternative = "two-sided" | "greater" | "less";

/** Statistics closer than this part of their scale are ties. */
const TIE = 1e-9;

/** Number of draws as extreme as the actual one, itself included. */
export function countAsExtreme(
  statistics: Float64Array,
  actual: number,
  alternative: Alternative,
): number {
  const observed = statistics[actual]!;
  let largest = 0;
  for (let z = 0; z < statistics.length; z++) {
    const size = Math.abs(statistics[z]!);
    if (size > largest && size < Infinity) largest = size;
  }
  const tolerance = TIE * largest;
  let count = 0;
  for (let z = 0; z < statistics.length; z++) {
    const value = statistics[z]!;
    const extreme = alternative === "two-sided"
      ? Math.abs(value) >= Math.abs(observed) - tolerance
      : alternative === "greater"
      ? value >= observed - tolerance
      : value <= observed + tolerance;
    if (extreme) count++;
  }
  return count;
}
