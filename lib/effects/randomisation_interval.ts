import { largest } from "#lib/numerics/mod.ts";

/** Difference and exposure of every draw, as in `DrawStatistics`. */
export interface IntervalInput {
  readonly difference: ArrayLike<number>;
  readonly exposure: ArrayLike<number>;
  /** Number of the actual draw. */
  readonly actual: number;
}

/** Effects that the exact test does not reject. */
export interface RandomisationInterval {
  /** Effect at which the actual draw shows no difference at all. */
  readonly estimate: number;
  /** Infinite on a side where no effect is rejected. */
  readonly interval: readonly [lower: number, upper: number];
}

/** Relative differences below this are rounding. */
const ROUNDING = 1e-9;

/**
 * Where draws stop and start again to be as extreme as the actual one, going
 * outwards; values of the lower side are held with the opposite sign.
 */
interface Side {
  readonly exits: Float64Array;
  exitCount: number;
  readonly returns: number[];
}

/** A line a + b · effect in units in which rounding is below `ROUNDING`. */
interface Line {
  readonly a: number;
  readonly b: number;
}

/** The effect at which a line is zero; NaN when it is level. */
function crossing({ a, b }: Line): number {
  return Math.abs(b) <= ROUNDING ? NaN : -a / b;
}

function isZero({ a, b }: Line): boolean {
  return Math.abs(a) <= ROUNDING && Math.abs(b) <= ROUNDING;
}

/** Furthest effect at which more than `allowed` draws are as extreme as the actual one. */
function furthest(side: Side, draws: number, allowed: number): number {
  const exits = side.exits.subarray(0, side.exitCount);
  const returns = Float64Array.from(side.returns).sort();
  let count = draws - exits.length + returns.length;
  if (count > allowed) return Infinity;
  // Each return met on the way in takes one more exit to make up for.
  const enough = Math.floor(allowed) + 1 - count + returns.length;
  const outermost = largest(exits, enough);
  let next = returns.length - 1;
  for (let k = outermost.length - 1; k >= 0; k--) {
    while (next >= 0 && returns[next]! > outermost[k]!) {
      count--;
      next--;
    }
    count++;
    if (count > allowed) return outermost[k]!;
  }
  throw new RangeError(
    "Cannot find an interval: every draw is less extreme than the actual one",
  );
}

function largestSize(values: ArrayLike<number>): number {
  let size = Number.MIN_VALUE;
  for (let z = 0; z < values.length; z++) {
    size = Math.max(size, Math.abs(values[z]!));
  }
  return size;
}

function exit(side: Side, distance: number): void {
  side.exits[side.exitCount++] = distance;
}

/** Enters into both sides when one draw is as extreme as the actual one. */
function addDraw(
  { lower, upper }: { readonly lower: Side; readonly upper: Side },
  [first, second]: readonly [number, number],
  { centre, steeper }: { readonly centre: number; readonly steeper: boolean },
): void {
  if (Number.isNaN(first) || Number.isNaN(second)) {
    const only = Number.isNaN(first) ? second : first;
    if (only >= centre) exit(upper, only);
    else exit(lower, -only);
    return;
  }
  const low = Math.min(first, second), high = Math.max(first, second);
  if (!steeper) {
    exit(lower, -Math.min(low, centre));
    exit(upper, Math.max(high, centre));
  } else if (low >= centre) {
    exit(upper, low);
    upper.returns.push(high);
  } else {
    exit(lower, -high);
    lower.returns.push(-low);
  }
}

/**
 * Finds all effects that the exact two-sided test does not reject, without search.
 *
 * If every drawn school gained the effect τ, draw z would show a_z − τ c_z, where
 * a_z is its difference and c_z its exposure. It is as extreme as the actual draw,
 * |a_z − τ c_z| ≥ |A − τ C|, between two values of τ that are roots of linear
 * equations; sorted over all draws they give the p-value at every τ. The interval
 * is the smallest that holds every τ with p above 1 − level.
 *
 * A draw that is more exposed than the actual one (possible only with a baseline
 * or weights) is as extreme far out as well; that is counted.
 *
 * @see Rosenbaum (2002), Observational Studies, 2nd ed., chapter 2.
 */
export function randomisationInterval(
  { difference, exposure, actual }: IntervalInput,
  { level = 0.95 }: { readonly level?: number } = {},
): RandomisationInterval {
  const draws = difference.length;
  const a = difference[actual]!, c = exposure[actual]!;
  const estimate = a / c;
  const scale = largestSize(difference);
  const side = (): Side => ({
    exits: new Float64Array(draws),
    exitCount: 0,
    returns: [],
  });
  const sides = { lower: side(), upper: side() };
  for (let z = 0; z < draws; z++) {
    const dz = difference[z]!, cz = exposure[z]!;
    // Exposure has no unit; differences are measured by the largest of them.
    const minus = { a: (dz - a) / scale, b: (c - cz) / c };
    const plus = { a: (dz + a) / scale, b: -(c + cz) / c };
    // The actual draw and its mirror image are as extreme at every effect.
    if (isZero(minus) || isZero(plus)) continue;
    const unit = scale / c;
    addDraw(sides, [crossing(minus) * unit, crossing(plus) * unit], {
      centre: estimate,
      steeper: Math.abs(cz) > c,
    });
  }
  const allowed = (1 - level) * draws * (1 + ROUNDING);
  return {
    estimate,
    interval: [
      -furthest(sides.lower, draws, allowed),
      furthest(sides.upper, draws, allowed),
    ],
  };
}
