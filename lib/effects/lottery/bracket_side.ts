import { onlyRootBetween, rootsBetween } from "./roots_between.ts";

/**
 * One end of an interval while it is being found: how many draws are extreme at both
 * ends of a bracket, and which may change in between. Distances go outwards from the
 * centre, so a side below it holds polynomials with the axis turned round.
 */
export interface BracketSide {
  readonly low: number;
  readonly high: number;
  /** Extreme at the low end. */
  atLow: number;
  /** Extreme at the high end. */
  atHigh: number;
  /** Not extreme at the high end, but may be so again beyond it. */
  returning: number;
  /** Coefficients of the draws that may change in between, five each. */
  readonly active: number[];
  /** How many changes at most, per active draw. */
  readonly changes: number[];
}

/** A side before any draw is examined. */
export function openSide(
  [low, high]: readonly [number, number],
): BracketSide {
  return {
    low,
    high,
    atLow: 0,
    atHigh: 0,
    returning: 0,
    active: [],
    changes: [],
  };
}

/**
 * Examines draws. By Budan's theorem a polynomial has no more roots between two points
 * than its Taylor coefficients lose changes of sign; most draws have none that is
 * positive at the low end, are not extreme there and never again.
 *
 * @param g Coefficients from the constant up, five per draw.
 */
export function examineInPlace(
  side: BracketSide,
  g: Float64Array,
  { count, direction }: {
    readonly count: number;
    readonly direction: 1 | -1;
  },
): void {
  const x = side.low;
  for (let at = 0; at < 5 * count; at += 5) {
    const g0 = g[at]!, g1 = direction * g[at + 1]!, g2 = g[at + 2]!;
    const g3 = direction * g[at + 3]!, g4 = g[at + 4]!;
    const s3 = g3 + x * g4, s2 = g2 + x * s3, s1 = g1 + x * s2;
    const a0 = g0 + x * s1;
    const t3 = s3 + x * g4, t2 = s2 + x * t3, a1 = s1 + x * t2;
    const u3 = t3 + x * g4, a2 = t2 + x * u3, a3 = u3 + x * g4;
    if (a0 < 0 && a1 <= 0 && a2 <= 0 && a3 <= 0 && g4 <= 0) continue;
    const changes = signChanges(a0, a1, a2, a3, g4);
    if (a0 >= 0) side.atLow++;
    examineHigh(side, [g0, g1, g2, g3, g4], changes);
  }
}

function signChanges(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  c4: number,
): number {
  return (c0 > 0 !== c1 > 0 ? 1 : 0) + (c1 > 0 !== c2 > 0 ? 1 : 0) +
    (c2 > 0 !== c3 > 0 ? 1 : 0) + (c3 > 0 !== c4 > 0 ? 1 : 0);
}

function examineHigh(
  side: BracketSide,
  g: readonly [number, number, number, number, number],
  changes: number,
): void {
  const [g0, g1, g2, g3, g4] = g;
  // Far out all derivatives have the sign of the leading coefficient, up to its own.
  const top = g4 === 0 && g2 > 0 ? 1 : 0;
  let left = top;
  if (side.high === Infinity) {
    const lead = g4 !== 0 ? g4 : g2 !== 0 ? g2 : g0;
    if (lead > 0) side.atHigh++;
  } else {
    const x = side.high;
    const s3 = g3 + x * g4, s2 = g2 + x * s3, s1 = g1 + x * s2;
    const a0 = g0 + x * s1;
    const t3 = s3 + x * g4, t2 = s2 + x * t3, a1 = s1 + x * t2;
    const u3 = t3 + x * g4, a2 = t2 + x * u3;
    left = signChanges(a0, a1, a2, u3 + x * g4, g4);
    if (a0 >= 0) side.atHigh++;
    else if (left > top) side.returning++;
  }
  if (changes > left) {
    side.active.push(g0, g1, g2, g3, g4);
    side.changes.push(changes - left);
  }
}

/** A point beyond all roots of a polynomial (Cauchy's bound). */
function beyondRoots(coefficients: readonly number[]): number {
  const lead = coefficients.at(-1)!;
  return 1 +
    Math.max(...coefficients.slice(0, -1).map((c) => Math.abs(c / lead)));
}

function valueAt(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, c) => value * x + c, 0);
}

function quarticAt(g: readonly number[], at: number, x: number): number {
  return (((g[at + 4]! * x + g[at + 3]!) * x + g[at + 2]!) * x + g[at + 1]!) *
      x + g[at]!;
}

/** Where draws become extreme and cease to be, going inwards from the high end. */
function crossings(
  { low, high, active, changes }: BracketSide,
): { readonly gains: Float64Array; readonly losses: Float64Array } {
  const gains: number[] = [], losses: number[] = [];
  changes.forEach((most, k) => {
    if (most === 1 && high < Infinity) {
      const inner = quarticAt(active, 5 * k, low) >= 0;
      if (inner === quarticAt(active, 5 * k, high) >= 0) return;
      const point = onlyRootBetween(active, 5 * k, [low, high]);
      (inner ? gains : losses).push(point);
      return;
    }
    const g = active.slice(5 * k, 5 * k + 5);
    while (g.at(-1) === 0) g.pop();
    const end = high < Infinity ? high : low + beyondRoots(g);
    let isExtreme = valueAt(g, end) >= 0;
    for (const point of rootsBetween(g, [low, end]).toReversed()) {
      (isExtreme ? losses : gains).push(point);
      isExtreme = !isExtreme;
    }
  });
  return {
    gains: Float64Array.from(gains).sort(),
    losses: Float64Array.from(losses).sort(),
  };
}

/** Furthest point of a bracket at which more than `allowed` draws are extreme. */
export function furthestPoint(side: BracketSide, allowed: number): number {
  if (side.atHigh > allowed) return Infinity;
  const { gains, losses } = crossings(side);
  let extreme = side.atHigh, loss = losses.length - 1;
  for (let k = gains.length - 1; k >= 0; k--) {
    while (loss >= 0 && losses[loss]! > gains[k]!) {
      extreme--;
      loss--;
    }
    if (++extreme > allowed) return gains[k]!;
  }
  return 0;
}
