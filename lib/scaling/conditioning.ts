import type { Matrix } from "#lib/numerics/mod.ts";

/**
 * What is known of persons beside their answers, for {@linkcode drawPlausibleValues}.
 *
 * θ = design · coefficients of the block + school in wave + class in wave + residual.
 * Everything that is analysed later must be in it: what is left out is biased
 * towards nothing.
 */
export interface Conditioning {
  /** Number of persons. */
  readonly persons: number;
  /** persons × columns; the first column is 1, the others centred near 0 with a spread near 1. */
  readonly design: Matrix;
  /** Block of each person: its persons have coefficients of their own. Lies within one group and holds whole schools. */
  readonly block: Int32Array;
  /** Number of blocks. */
  readonly blockCount: number;
  /** Group (wave) of each person: variances are the group's own. */
  readonly group: Uint8Array;
  /** Number of groups (waves). */
  readonly groupCount: number;
  /** School of each person; −1 where there is none. */
  readonly school: Int32Array;
  /** Class of each person; −1 where there is none. A class lies within a school. */
  readonly classIndex: Int32Array;
  /** Number of each person, unique within a group: names the random numbers. */
  readonly key: Int32Array;
}
