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

/** Where draws stop and start again to be as extreme as the actual one, going outwards. */
interface Side {
  readonly exits: number[];
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

/**
 * Furthest effect at which more than `allowed` draws are as extreme as the actual
 * one. `direction` is +1 for the upper side, −1 for the lower.
 */
function furthest(
  { exits, returns }: Side,
  { draws, allowed, direction }: {
    draws: number;
    allowed: number;
    direction: 1 | -1;
  },
): number {
  let count = draws - exits.length + returns.length;
  if (count > allowed) return direction * Infinity;
  const outward = Float64Array.from(exits, (x) => direction * x).sort();
  const back = Float64Array.from(returns, (x) => direction * x).sort();
  let next = back.length - 1;
  for (let k = outward.length - 1; k >= 0; k--) {
    while (next >= 0 && back[next]! > outward[k]!) {
      count--;
      next--;
    }
    count++;
    if (count > allowed) return direction * outward[k]!;
  }
  throw new RangeError(
    "Cannot find an interval: every draw is less extreme than the actual one",
  );
}

function largest(values: ArrayLike<number>): number {
  let size = Number.MIN_VALUE;
  for (let z = 0; z < values.length; z++) {
    size = Math.max(size, Math.abs(values[z]!));
  }
  return size;
}

/** Enters into both sides when one draw is as extreme as the actual one. */
function addDraw(
  sides: { lower: Side; upper: Side },
  roots: readonly [number, number],
  { centre, steeper }: { centre: number; steeper: boolean },
): void {
  const [first, second] = roots;
  if (Number.isNaN(first) || Number.isNaN(second)) {
    const only = Number.isNaN(first) ? second : first;
    if (only >= centre) sides.upper.exits.push(only);
    else if (only < centre) sides.lower.exits.push(only);
    return;
  }
  const low = Math.min(first, second), high = Math.max(first, second);
  if (!steeper) {
    sides.lower.exits.push(Math.min(low, centre));
    sides.upper.exits.push(Math.max(high, centre));
  } else if (low >= centre) {
    sides.upper.exits.push(low);
    sides.upper.returns.push(high);
  } else {
    sides.lower.exits.push(high);
    sides.lower.returns.push(low);
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
  const scale = largest(difference);
  const sides = {
    lower: { exits: [], returns: [] },
    upper: { exits: [], returns: [] },
  };
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
      furthest(sides.lower, { draws, allowed, direction: -1 }),
      furthest(sides.upper, { draws, allowed, direction: 1 }),
    ],
  };
}
