/** Options for {@linkcode findRoot}. */
export interface FindRootOptions {
  /** Ends between which the function changes sign. */
  readonly between: readonly [number, number];
  /** Largest error of the root, in units of x, above 0. @default {1e-12} */
  readonly tolerance?: number;
  /** @default {200} */
  readonly maximumIterations?: number;
}

/** A root and how it was reached. */
export interface Root {
  readonly x: number;
  readonly iterations: number;
}

/**
 * Finds where a continuous function is zero between two points of opposite sign.
 *
 * Regula falsi in the Illinois form, with a bisection whenever a step does not
 * halve the interval in three: never leaves the interval, never slower than
 * bisection by more than a constant.
 *
 * @throws {RangeError} If the signs do not differ or the iterations run out.
 * @see Dowell & Jarratt (1971), BIT 11, 168–174.
 */
export function findRoot(
  f: (x: number) => number,
  { between, tolerance = 1e-12, maximumIterations = 200 }: FindRootOptions,
): Root {
  let [low, high] = between;
  let atLow = f(low), atHigh = f(high);
  if (atLow === 0) return { x: low, iterations: 0 };
  if (atHigh === 0) return { x: high, iterations: 0 };
  if (!(atLow * atHigh < 0)) {
    throw new RangeError(
      `Cannot find a root: the function is ${atLow} at ${low} and ${atHigh} at ${high}, the signs must differ`,
    );
  }
  let before = high - low;
  for (let iteration = 1; iteration <= maximumIterations; iteration++) {
    // Adjacent numbers lie further apart than the tolerance where x is large.
    if (Math.abs(high - low) <= tolerance + 4e-16 * Math.abs(low)) {
      return { x: (low + high) / 2, iterations: iteration };
    }
    const bisect = iteration % 3 === 0 &&
      Math.abs(high - low) > Math.abs(before) / 2;
    if (iteration % 3 === 0) before = high - low;
    let x = bisect
      ? (low + high) / 2
      : (low * atHigh - high * atLow) / (atHigh - atLow);
    if (!(x > Math.min(low, high) && x < Math.max(low, high))) {
      x = (low + high) / 2;
    }
    const atX = f(x);
    if (atX === 0) return { x, iterations: iteration };
    if (atX * atHigh < 0) {
      low = high;
      atLow = atHigh;
    } else {
      atLow /= 2;
    }
    high = x;
    atHigh = atX;
  }
  throw new RangeError(
    `Cannot find a root: the interval from ${low} to ${high} is still wider than ${tolerance} after ${maximumIterations} iterations`,
  );
}
