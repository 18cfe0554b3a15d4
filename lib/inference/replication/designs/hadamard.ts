function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

/** Of order q + 1, from the squares modulo a prime q that leaves 3 when divided by 4. */
function paley(q: number): Int8Array {
  const square = new Uint8Array(q);
  for (let x = 1; x < q; x++) square[x * x % q] = 1;
  const n = q + 1;
  return Int8Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n), j = at % n;
    if (i === 0 || j === 0) return i === 0 ? 1 : -1;
    if (i === j) return 1;
    return square[(j - i + q) % q] === 1 ? 1 : -1;
  });
}

/** Twice the order: [H H; H −H]. */
function double(h: Int8Array, n: number): Int8Array {
  return Int8Array.from({ length: 4 * n * n }, (_, at) => {
    const i = Math.floor(at / (2 * n)), j = at % (2 * n);
    const value = h[(i % n) * n + j % n]!;
    return i >= n && j >= n ? -value : value;
  });
}

function ofOrder(n: number): Int8Array | null {
  if (n === 1) return Int8Array.of(1);
  if (n > 2 && n % 4 !== 0) return null;
  if (n % 2 !== 0) return null;
  const half = ofOrder(n / 2);
  if (half) return double(half, n / 2);
  return isPrime(n - 1) ? paley(n - 1) : null;
}

/** A square matrix of 1 and −1 whose rows are at right angles to each other. */
export interface HadamardMatrix {
  /** Rows and columns. */
  readonly order: number;
  /** Order × order, by rows. */
  readonly values: Int8Array;
}

/**
 * The smallest Hadamard matrix of at least the given order that doubling (Sylvester)
 * and squares modulo a prime (Paley) give; orders 1, 2, 4, 8, 12, 16, 20, 24, 32, …,
 * among them 80.
 *
 * @see Paley (1933), Journal of Mathematics and Physics 12, 311–320.
 */
export function hadamardMatrix(order: number): HadamardMatrix {
  for (let n = Math.max(1, Math.ceil(order));; n++) {
    const values = ofOrder(n);
    if (values) return { order: n, values };
  }
}
