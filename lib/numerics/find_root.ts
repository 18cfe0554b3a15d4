/** Options for {@linkcode findRoot}. */
export interface FindRootOptions {
  /** Ends between which the function changes sign. */
  readonly between: readonly [number, number];
  /** Largest error of the root, in units of x, above 0. @default {1e-12} */
  readonly tolerance?: number;
  /** Steps before giving up. @default {200} */
  readonly maximumIterations?: number;
}

/** Twice the relative distance of neighbouring numbers. */
const ADJACENT = 4.5e-16;

/** A root and how it was reached. */
export interface Root {
  /** The root. */
  readonly x: number;
  /** Steps taken. */
  readonly iterations: number;
}

/** Two points and the function at both. */
interface Bracket {
  low: number;
  high: number;
  atLow: number;
  atHigh: number;
}

/** Puts x in the place of the end with its sign; the other end's value is halved. */
function narrowInPlace(bracket: Bracket, x: number, atX: number): void {
  if (atX * bracket.atHigh > 0) {
    bracket.high = x;
    bracket.atHigh = atX;
    bracket.atLow /= 2;
  } else {
    bracket.low = x;
    bracket.atLow = atX;
    bracket.atHigh /= 2;
  }
}

function chord({ low, high, atLow, atHigh }: Bracket): number {
  const x = (low * atHigh - high * atLow) / (atHigh - atLow);
  return x > low && x < high ? x : low + (high - low) / 2;
}

/**
 * Finds where a continuous function is zero between two points of opposite sign.
 *
 * Regula falsi with the halving of the end that stays (Illinois), followed by a
 * bisection whenever the chord has not halved the interval: never leaves the
 * interval and needs at most twice the steps of bisection.
 *
 * @throws {RangeError} If the signs do not differ or the iterations run out.
 * @see Dowell & Jarratt (1971), BIT 11, 168–174.
 */
export function findRoot(
  f: (x: number) => number,
  { between: [low, high], tolerance = 1e-12, maximumIterations = 200 }:
    FindRootOptions,
): Root {
  const bracket: Bracket = { low, high, atLow: f(low), atHigh: f(high) };
  if (bracket.atLow === 0) return { x: low, iterations: 0 };
  if (bracket.atHigh === 0) return { x: high, iterations: 0 };
  if (!(low < high && bracket.atLow * bracket.atHigh < 0)) {
    throw new RangeError(
      `Cannot find a root: the function is ${bracket.atLow} at ${low} and ${bracket.atHigh} at ${high}, the signs must differ`,
    );
  }
  for (let iterations = 1; iterations <= maximumIterations; iterations++) {
    const width = bracket.high - bracket.low;
    // Adjacent numbers lie further apart than the tolerance where x is large.
    if (width <= tolerance + ADJACENT * Math.abs(bracket.low)) {
      return { x: bracket.low + width / 2, iterations };
    }
    for (const next of [chord, middle]) {
      const x = next(bracket);
      const atX = f(x);
      if (atX === 0) return { x, iterations };
      narrowInPlace(bracket, x, atX);
      if (bracket.high - bracket.low <= width / 2) break;
    }
  }
  throw new RangeError(
    `Cannot find a root: the interval from ${bracket.low} to ${bracket.high} is still wider than ${tolerance} after ${maximumIterations} iterations`,
  );
}

function middle({ low, high }: Bracket): number {
  return low + (high - low) / 2;
}
