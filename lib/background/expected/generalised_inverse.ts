/** A pivot below this part of its diagonal element is a column that the others make. */
const DEPENDENT = 1e-9;

/**
 * Inverts the normal equations of a regression; a column that those before it make
 * is left out, so its row and column of the result are 0 and its coefficient is 0.
 *
 * One sweep per column (Goodnight's operator).
 *
 * @param crossProducts X′WX by rows, p × p, symmetric, 0 or more; not changed.
 * @returns A generalised inverse, p × p.
 * @see Goodnight (1979), The American Statistician 33, 149–158.
 */
export function generalisedInverse(
  crossProducts: Float64Array,
  p: number,
): Float64Array {
  const a = crossProducts.slice();
  const isUsed = new Uint8Array(p);
  for (let k = 0; k < p; k++) {
    const pivot = a[k * p + k]!;
    if (!(pivot > DEPENDENT * crossProducts[k * p + k]!)) continue;
    isUsed[k] = 1;
    sweepInPlace(a, p, k);
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      if (isUsed[i] === 0 || isUsed[j] === 0) a[i * p + j] = 0;
    }
  }
  return a;
}

function sweepInPlace(a: Float64Array, p: number, k: number): void {
  const pivot = a[k * p + k]!;
  for (let j = 0; j < p; j++) a[k * p + j]! /= pivot;
  for (let i = 0; i < p; i++) {
    if (i === k) continue;
    const factor = a[i * p + k]!;
    if (factor === 0) continue;
    for (let j = 0; j < p; j++) a[i * p + j]! -= factor * a[k * p + j]!;
    a[i * p + k] = -factor / pivot;
  }
  a[k * p + k] = 1 / pivot;
}

/** Product of a p × p matrix and a vector that begins at `offset`. */
export function timesVector(
  matrix: Float64Array,
  vector: Float64Array,
  offset: number = 0,
): Float64Array {
  const p = Math.round(Math.sqrt(matrix.length));
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let value = 0;
    for (let j = 0; j < p; j++) {
      value += matrix[i * p + j]! * vector[offset + j]!;
    }
    out[i] = value;
  }
  return out;
}
