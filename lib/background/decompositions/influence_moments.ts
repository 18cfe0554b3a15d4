import type { GroupMoments } from "./group_moments.ts";
import {
  densityAt,
  type DensityKernel,
  silvermanBandwidth,
} from "./kernel_density.ts";
import { combineClusters, type WeightedGroup } from "./weighted_group.ts";

/** Shares whose distance is in the bandwidth. */
const QUARTERS = [0.25, 0.75];

/** All shares that are looked for, rising. */
export function wantedShares(shares: readonly number[]): readonly number[] {
  return [...new Set([...shares, ...QUARTERS])].sort((a, b) => a - b);
}

/** A place in the ascending scores and Σ w x of those before it; the first is Σ w. */
interface Running {
  readonly place: number;
  readonly sums: Float64Array;
}

/** Where a percentile lies. */
interface Found {
  /** The percentile: the first score up to which the share of weight lies. */
  readonly score: number;
  /** Before the scores equal to it. */
  readonly before: Running;
  /** Σ w x of those at it. */
  readonly at: Float64Array;
}

/** A share reached but for rounding is reached. */
const ROUNDING = 1e-12;

/** Goes on from a place until the weight is reached. */
function walk(
  { group, weights }: WeightedGroup,
  draw: number,
  { from, target }: { readonly from: Running; readonly target: number },
): Found | null {
  const { columns: p, values } = group;
  const { order, sorted } = group.draws[draw]!;
  const sums = from.sums.slice(), at = new Float64Array(p);
  for (let k = from.place; k < sorted.length;) {
    const score = sorted[k]!, start = k;
    at.fill(0);
    for (; k < sorted.length && sorted[k] === score; k++) {
      const i = order[k]!, w = weights[i]!;
      if (w === 0) continue;
      for (let j = 0; j < p; j++) at[j]! += w * values[i * p + j]!;
    }
    if (sums[0]! + at[0]! >= target && at[0]! > 0) {
      return { score, before: { place: start, sums }, at };
    }
    for (let j = 0; j < p; j++) sums[j]! += at[j]!;
  }
  return null;
}

/** Percentiles, from where their clusters' sums say, or else from the previous one. */
function findPercentiles(
  weighted: WeightedGroup,
  draw: number,
  wanted: readonly number[],
): readonly (Found | null)[] {
  const { group: { bases, columns: p }, factors, cross } = weighted;
  let last: Running = { place: 0, sums: new Float64Array(p) };
  return wanted.map((share, s) => {
    const target = (share - ROUNDING) * cross[0]!;
    let from = last;
    if (bases !== null && factors !== null) {
      const start = bases.draws[draw]!.starts[s]!;
      const sums = combineClusters(start.sums, factors, { width: p });
      if (start.place > last.place && sums[0]! < target) {
        from = { place: start.place, sums };
      }
    }
    const found = walk(weighted, draw, { from, target });
    if (found) last = found.before;
    return found;
  });
}

/** Standard deviation of the scores. */
function spreadOf(weighted: WeightedGroup, draw: number): number {
  const { group, weights, factors, cross } = weighted;
  const total = cross[0]!;
  let sum = 0, square = 0;
  if (group.bases !== null && factors !== null) {
    const ofDraw = group.bases.draws[draw]!.scores;
    const both = combineClusters(ofDraw, factors, { width: 2 });
    sum = both[0]!;
    square = both[1]!;
  } else {
    const { order, sorted } = group.draws[draw]!;
    const origin = sorted[sorted.length >> 1]!;
    for (let k = 0; k < sorted.length; k++) {
      const d = sorted[k]! - origin, w = weights[order[k]!]! * d;
      sum += w;
      square += w * d;
    }
  }
  const mean = sum / total;
  return Math.sqrt(Math.max(0, square / total - mean * mean));
}

/**
 * Sums for the regression of the recentred influence function of percentiles, q + (p −
 * 1[y ≤ q]) / f(q), on a group's columns. Scores at q count as below it in the proportion
 * that makes the function's mean exactly q.
 *
 * @param shares Of the percentiles, rising, between 0 and 1.
 * @returns One per share, whose mean of scores is the percentile; `null` where too few
 * people have weight.
 * @see Firpo, Fortin and Lemieux (2009), Econometrica 77, 953–973.
 */
export function influenceMoments(
  weighted: WeightedGroup,
  draw: number,
  { shares, kernel }: {
    readonly shares: readonly number[];
    readonly kernel: DensityKernel;
  },
): readonly GroupMoments[] | null {
  const { group, weights, cross, people } = weighted;
  if (people < 2) return null;
  const { columns: p } = group, total = cross[0]!;
  const wanted = wantedShares(shares);
  const all = findPercentiles(weighted, draw, wanted);
  const found = (share: number) => all[wanted.indexOf(share)];
  const lower = found(0.25), upper = found(0.75);
  if (!lower || !upper) return null;
  const bandwidth = silvermanBandwidth({
    spread: spreadOf(weighted, draw),
    quartileDistance: upper.score - lower.score,
    n: people,
  });
  const scores = { ...group.draws[draw]!, weights };
  const moments: GroupMoments[] = [];
  for (const share of shares) {
    const one = found(share);
    if (!one) return null;
    const { score, before, at } = one;
    const density = densityAt(scores, score, {
      place: before.place,
      bandwidth,
      kernel,
      total,
    });
    const part = (share * total - before.sums[0]!) / at[0]!;
    const withScores = Float64Array.from({ length: p }, (_, j) => {
      const below = before.sums[j]! + part * at[j]!;
      return score * cross[j]! + (share * cross[j]! - below) / density;
    });
    moments.push({ columns: p, cross, withScores, scoreSquare: NaN });
  }
  return moments;
}
