import {
  type BracketSide,
  examineInPlace,
  furthestPoint,
  openSide,
} from "./bracket_side.ts";
import type { DrawStatistics } from "./draw_statistics.ts";
import {
  polynomialsInto,
  type RecordedDraw,
  type StatisticKind,
} from "./extreme_polynomials.ts";

/** Draws that the first brackets are read from. */
const SUBSAMPLE = 16_384;
/** Standard errors of the subsample by which a bracket is widened. */
const SAFETY = 3;
/** Steps to narrow a bracket in the subsample. */
const HALVINGS = 12;
/** Beyond this many standard errors the end is sought at infinity. */
const FAR = 1e6;
/** Rounding of the number of draws that may be as extreme outside the interval. */
const ROUNDING = 1e-9;

/** Draws whose polynomials are held at a time; they fit the processor's cache. */
const BLOCK = 1024;

type Bracket = readonly [low: number, high: number];

/** Extreme draws of a subsample at x. */
function countAt(g: Float64Array, x: number): number {
  let count = 0;
  for (let at = 0; at < g.length; at += 5) {
    const value = (((g[at + 4]! * x + g[at + 3]!) * x + g[at + 2]!) * x +
          g[at + 1]!) * x + g[at]!;
    if (value >= 0) count++;
  }
  return count;
}

/** A bracket that holds the end if the subsample is not very unlike the whole. */
function firstBracket(
  g: Float64Array,
  { most, fewest, direction }: {
    /** More extreme draws than this lie below the bracket. */
    readonly most: number;
    /** No more than this lie above it. */
    readonly fewest: number;
    readonly direction: 1 | -1;
  },
): Bracket {
  const count = (x: number) => countAt(g, direction * x);
  let high = 1;
  while (count(high) > fewest) {
    high *= 2;
    if (high > FAR) return [0, Infinity];
  }
  const narrow = ([from, to]: Bracket, target: number): Bracket => {
    let low = from, up = to;
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (low + up) / 2;
      if (count(middle) > target) low = middle;
      else up = middle;
    }
    return [low, up];
  };
  const [low] = narrow([0, high], most);
  return [low, narrow([low, high], fewest)[1]];
}

function firstBrackets(
  statistics: DrawStatistics,
  share: number,
  { kind, draw }: { readonly kind: StatisticKind; readonly draw: RecordedDraw },
): [below: Bracket, above: Bracket] {
  const { size } = statistics;
  const stride = Math.max(1, Math.floor(size / SUBSAMPLE));
  const n = Math.ceil(size / stride);
  const g = new Float64Array(5 * n);
  polynomialsInto(g, statistics, { draw, kind, from: 0, stride });
  // Few draws are all looked at, and one more or less is margin enough.
  const margin = stride === 1 ? 1 : SAFETY * Math.sqrt(share * (1 - share) * n);
  const counts = { most: share * n + margin, fewest: share * n - margin };
  return [
    firstBracket(g, { ...counts, direction: -1 }),
    firstBracket(g, { ...counts, direction: 1 }),
  ];
}

/** Goes through all draws once for both sides. */
function examineDraws(
  statistics: DrawStatistics,
  [below, above]: readonly [Bracket, Bracket],
  { kind, draw }: { readonly kind: StatisticKind; readonly draw: RecordedDraw },
): readonly [below: BracketSide, above: BracketSide] {
  const { size } = statistics;
  const under = openSide(below), over = openSide(above);
  const g = new Float64Array(5 * BLOCK);
  for (let from = 0; from < size; from += BLOCK) {
    const count = polynomialsInto(g, statistics, {
      draw,
      kind,
      from,
      stride: 1,
    });
    examineInPlace(under, g, { count, direction: -1 });
    examineInPlace(over, g, { count, direction: 1 });
  }
  return [under, over];
}

/** A wider bracket where the first did not hold the end, else the same. */
function corrected(side: BracketSide, allowed: number): Bracket {
  const { low, high } = side;
  const wider = 2 * (high - low);
  const tooMany = high < Infinity && side.atHigh + side.returning > allowed;
  return [
    side.atLow > allowed ? low : Math.max(0, low - wider),
    tooMany ? (high > FAR ? Infinity : high + wider) : high,
  ];
}

/**
 * Finds all effects that the two-sided test does not reject, without trying any.
 *
 * A draw is as extreme as the recorded one where a polynomial in the effect is not
 * below 0; the ends of the interval are roots. Brackets for them are read from a part
 * of the draws and checked on all: beyond a bracket at most the allowed number may be
 * extreme, coming back included. Only the draws that change within it are solved. The
 * interval is the smallest that holds every effect with p above 1 − level.
 *
 * @returns In the unit of the outcome; infinite on a side where nothing is rejected.
 */
export function effectInterval(
  statistics: DrawStatistics,
  draw: RecordedDraw,
  { kind, level }: { readonly kind: StatisticKind; readonly level: number },
): readonly [lower: number, upper: number] {
  const { size } = statistics;
  const allowed = Math.floor((1 - level) * size * (1 + ROUNDING));
  let brackets = firstBrackets(statistics, allowed / size, { kind, draw });
  for (;;) {
    const sides = examineDraws(statistics, brackets, { kind, draw });
    const next: [Bracket, Bracket] = [
      corrected(sides[0], allowed),
      corrected(sides[1], allowed),
    ];
    if (next.flat().join() === brackets.flat().join()) {
      return [
        draw.centre - draw.unit * furthestPoint(sides[0], allowed),
        draw.centre + draw.unit * furthestPoint(sides[1], allowed),
      ];
    }
    brackets = next;
  }
}
