/**
 * Adds weight × x x′ to the lower triangle of a symmetric n × n matrix.
 *
 * Called once per row of a design it builds the matrix of sums of weighted
 * squares and products; {@linkcode mirrorLowerInPlace} fills the other half.
 *
 * @param a n × n by rows; only the lower triangle is changed.
 * @param x Length n.
 */
export function symmetricRankUpdateInPlace(
  a: Float64Array,
  x: ArrayLike<number>,
  { weight = 1 }: { readonly weight?: number } = {},
): void {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    const factor = weight * x[i]!;
    for (let j = 0; j <= i; j++) a[i * n + j]! += factor * x[j]!;
  }
}

/** Copies the lower triangle of an n × n matrix to the upper one. */
export function mirrorLowerInPlace(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j]!;
  }
}
