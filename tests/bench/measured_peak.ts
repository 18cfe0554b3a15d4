/** What this machine can do at most from this language, on one thread. */
export interface MeasuredPeak {
  /** Multiplications and additions of doubles per nanosecond. */
  readonly operationsPerNanosecond: number;
  /** Bytes read and written per nanosecond, from and to memory outside the caches. */
  readonly bytesPerNanosecond: number;
}

const REPEATS = 7;
const ROUNDS = 4_000_000;
/** 32 MB each: no cache holds them. */
const LENGTH = 4_000_000;

/** Nanoseconds of the fastest of some repeats. */
function fastest(run: () => void): number {
  let best = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best * 1e6;
}

let kept = 0;

/** Eight chains that do not wait for each other: x = x · a + b. */
function multiplyAndAdd(): void {
  const [a, b] = [0.999999, 0.5];
  let [s, t, u, v, w, x, y, z] = [1, 2, 3, 4, 5, 6, 7, 8];
  for (let i = 0; i < ROUNDS; i++) {
    s = s * a + b;
    t = t * a + b;
    u = u * a + b;
    v = v * a + b;
    w = w * a + b;
    x = x * a + b;
    y = y * a + b;
    z = z * a + b;
  }
  kept += s + t + u + v + w + x + y + z;
}

/** Measures a multiply-add loop and the triad a = b + 3 c. */
export function measuredPeak(): MeasuredPeak {
  const [a, b, c] = [1, 2, 3].map((x) => new Float64Array(LENGTH).fill(x));
  const arithmetic = fastest(multiplyAndAdd);
  const traffic = fastest(() => {
    for (let i = 0; i < LENGTH; i++) a![i] = b![i]! + 3 * c![i]!;
  });
  if (!(kept > 0)) throw new Error("Cannot measure: the loop was left out");
  return {
    operationsPerNanosecond: 16 * ROUNDS / arithmetic,
    bytesPerNanosecond: 24 * LENGTH / traffic,
  };
}
