import { type DrawStatistics, WIDTH } from "./draw_statistics.ts";

/** Which draws speak against "no effect" as much as the recorded one. */
export type Alternative = "two-sided" | "greater" | "less";

/** Draws at least as extreme as the recorded one if the programme does nothing, itself included. */
export interface ExtremeCounts {
  /** By the difference between the groups. */
  readonly plain: number;
  /** By the difference over its standard error. */
  readonly studentised: number;
  /** By the largest studentised difference among this outcome and those before, two-sided. */
  readonly soFar: number;
}

/** Statistics closer than this part of their scale are ties. */
const TIE = 1e-9;

/**
 * Counts draws by both statistics, and raises each draw's largest squared studentised
 * difference.
 *
 * @param largest One number per draw, changed.
 */
export function countAsExtreme(
  { values, size, recorded, scale }: DrawStatistics,
  { alternative, largest }: {
    readonly alternative: Alternative;
    readonly largest: Float64Array;
  },
): ExtremeCounts {
  const sign = alternative === "less" ? -1 : 1;
  const isTwoSided = alternative === "two-sided";
  const observed = values[WIDTH * recorded]!;
  const square = observed * observed /
    Math.max(values[WIDTH * recorded + 2]!, Number.MIN_VALUE);
  const squareBar = square * (1 - TIE) - TIE * TIE;
  const isAgainst = !isTwoSided && sign * observed < 0;
  const bar = (isTwoSided ? Math.abs(observed) : sign * observed) - TIE * scale;
  const signedBar = isAgainst ? -square * (1 + TIE) - TIE * TIE : squareBar;
  let plain = 0, studentised = 0, soFar = 0;
  for (let z = 0, k = 0; z < size; z++, k += WIDTH) {
    const a = values[k]!, v = values[k + 2]!;
    const t = a === 0 ? 0 : a * a / (v > 0 ? v : Number.MIN_VALUE);
    if (t > largest[z]!) largest[z] = t;
    if (largest[z]! >= squareBar) soFar++;
    if (isTwoSided) {
      if (Math.abs(a) >= bar) plain++;
      if (t >= squareBar) studentised++;
    } else {
      if (sign * a >= bar) plain++;
      if ((sign * a < 0 ? -t : t) >= signedBar) studentised++;
    }
  }
  return { plain, studentised, soFar };
}
