/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Length n, in no order. */
  readonly values: Float64Array;
  /** n × n by rows; eigenvector k is column k. */
  readonly vectors: Float64Array;
  /** Sweeps over all pairs. */
  readonly sweeps: number;
}

const MAXIMUM_SWEEPS = 60;
/** Elements below this part of the matrix's length are rounding. */
const NEGLIGIBLE = 1e-17;

/** Turns rows and columns i and k so that element (i, k) becomes 0. */
function rotateInPlace(
  a: Float64Array,
  vectors: Float64Array,
  { n, i, k }: { readonly n: number; readonly i: number; readonly k: number },
): void {
  const off = a[i * n + k]!;
  const theta = (a[k * n + k]! - a[i * n + i]!) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) /
    (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let j = 0; j < n; j++) {
    const first = a[i * n + j]!, second = a[k * n + j]!;
    a[i * n + j] = cosine * first - sine * second;
    a[k * n + j] = sine * first + cosine * second;
  }
  for (let j = 0; j < n; j++) {
    const first = a[j * n + i]!, second = a[j * n + k]!;
    a[j * n + i] = cosine * first - sine * second;
    a[j * n + k] = sine * first + cosine * second;
    const left = vectors[j * n + i]!, right = vectors[j * n + k]!;
    vectors[j * n + i] = cosine * left - sine * right;
    vectors[j * n + k] = sine * left + cosine * right;
  }
  a[i * n + k] = 0;
  a[k * n + i] = 0;
}

/**
 * Finds the eigenvalues and eigenvectors of a small symmetric matrix.
 *
 * Cyclic Jacobi rotations: slow for hundreds of rows, but the most accurate method
 * for the p × p matrices of regressions.
 *
 * @param matrix n × n by rows.
 * @throws {RangeError} If it holds a value that is not a number.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): SymmetricEigen {
  const a = matrix.slice(0, n * n);
  const vectors = new Float64Array(n * n);
  let length = 0;
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (const value of a) length += value * value;
  const threshold = NEGLIGIBLE * Math.sqrt(length);
  for (let sweeps = 0; sweeps < MAXIMUM_SWEEPS; sweeps++) {
    let rotations = 0;
    for (let i = 0; i < n; i++) {
      for (let k = i + 1; k < n; k++) {
        if (Math.abs(a[i * n + k]!) <= threshold) continue;
        rotateInPlace(a, vectors, { n, i, k });
        rotations++;
      }
    }
    if (rotations === 0 && length < Infinity) {
      const values = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
      return { values, vectors, sweeps };
    }
  }
  throw new RangeError(
    `Cannot find the eigenvalues of a ${n} × ${n} matrix: no end after ${MAXIMUM_SWEEPS} sweeps, a value may not be a number`,
  );
}
