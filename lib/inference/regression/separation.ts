import type { NamedDesign } from "./build_design.ts";

/** A Newton step moves rows that are told apart by about 1, the others by nothing. */
const MOVES = 0.1;
const STAYS = 1e-5;

/**
 * Whether a direction raises the predictor of ones, lowers that of zeros and leaves
 * all other rows alone: the likelihood then rises along it without end.
 *
 * @param direction X times the direction, one per row.
 * @see Albert & Anderson (1984), Biometrika 71, 1–10.
 */
export function isSeparating(
  direction: Float64Array,
  y: ArrayLike<number>,
  weights: Float64Array | null,
): boolean {
  let most = 0, least = 0;
  for (let i = 0; i < direction.length; i++) {
    if (weights?.[i] === 0) continue;
    const move = y[i] === 1 ? direction[i]! : -direction[i]!;
    most = Math.max(most, move);
    least = Math.min(least, move);
  }
  return most > MOVES && least > -STAYS * most;
}

/** Which columns tell zeros from ones, and in how many rows. */
export function describeSeparation(
  { matrix, names }: NamedDesign,
  { direction, predictor, weights }: {
    /** Of the coefficients, length p. */
    readonly direction: Float64Array;
    /** X times it, one per row. */
    readonly predictor: Float64Array;
    readonly weights: Float64Array | null;
  },
): string {
  const { rows, columns, values } = matrix;
  const reach = new Float64Array(columns);
  let most = 0, moved = 0;
  for (let i = 0; i < rows; i++) {
    if (weights?.[i] === 0) continue;
    most = Math.max(most, Math.abs(predictor[i]!));
    for (let j = 0; j < columns; j++) {
      const part = Math.abs(direction[j]! * values[i * columns + j]!);
      reach[j] = Math.max(reach[j]!, part);
    }
  }
  for (let i = 0; i < rows; i++) {
    if (weights?.[i] !== 0 && Math.abs(predictor[i]!) > STAYS * most) moved++;
  }
  const found = names.filter((_, j) => reach[j]! > STAYS * most)
    .map((name) => `"${name}"`);
  return `${found.join(", ")} tell${
    found.length === 1 ? "s" : ""
  } the outcomes 0 and 1 apart without error in ${moved} of ${rows} rows`;
}
