/**
 * The Cholesky factor of a symmetric, positive definite matrix and its uses.
 * @module
 */

/**
 * A pivot below this part of its diagonal element counts as zero: about 2^12
 * roundings, so that an exactly dependent column is found for certain.
 */
const PIVOT_TOLERANCE = 1e-12;

/**
 * Replaces a symmetric matrix by its lower Cholesky factor L, where a = L L′.
 *
 * @param a n × n by rows; only its lower triangle is read. On return the upper
 * triangle is zero.
 * @throws {RangeError} If the matrix is not positive definite to working precision.
 */
export function choleskyInPlace(a: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    const diagonal = a[j * n + j]!;
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= a[j * n + k]! * a[j * n + k]!;
    if (!(pivot > PIVOT_TOLERANCE * Math.abs(diagonal))) {
      throw new RangeError(
        `Cannot factor a ${n} × ${n} matrix: pivot ${j} is ${pivot}, it must be positive`,
      );
    }
    const root = Math.sqrt(pivot);
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = a[i * n + j]!;
      for (let k = 0; k < j; k++) value -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = value / root;
      a[j * n + i] = 0;
    }
  }
}

/** Replaces b by the solution x of L x = b (length n). */
export function solveLowerInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    let value = b[i]!;
    for (let k = 0; k < i; k++) value -= l[i * n + k]! * b[k]!;
    b[i] = value / l[i * n + i]!;
  }
}

/** Replaces b by the solution x of L′ x = b (length n). */
export function solveLowerTransposedInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
): void {
  for (let i = n - 1; i >= 0; i--) {
    let value = b[i]!;
    for (let k = i + 1; k < n; k++) value -= l[k * n + i]! * b[k]!;
    b[i] = value / l[i * n + i]!;
  }
}

/**
 * Replaces b by the solution x of L L′ x = b.
 *
 * @param l Factor from {@linkcode choleskyInPlace}, n × n.
 * @param b Length n.
 */
export function choleskySolveInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
): void {
  solveLowerInPlace(l, n, b);
  solveLowerTransposedInPlace(l, n, b);
}

/**
 * The inverse of L L′, e.g. a covariance matrix from an information matrix.
 *
 * To solve equations use {@linkcode choleskySolveInPlace}: it is faster and more
 * precise than multiplying by an inverse.
 *
 * @returns n × n by rows, symmetric.
 */
export function choleskyInverse(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    choleskySolveInPlace(l, n, column);
    for (let i = j; i < n; i++) {
      inverse[i * n + j] = column[i]!;
      inverse[j * n + i] = column[i]!;
    }
  }
  return inverse;
}
