import {
  educationGap,
  GRADIENT_WIDTH,
  type GroupSums,
  socialGradient,
} from "#lib/background/mod.ts";
import {
  addPersonInPlace,
  betweenSchoolSpread,
  histogramBin,
  type HistogramLayout,
  MOMENT_WIDTH,
  momentStatistics,
  SCORE_ORIGIN,
  smoothPercentile,
  SPREAD_WIDTH,
  STATISTIC,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";
import { pow } from "#lib/numerics/mod.ts";
import {
  type CellSizes,
  gradientBlocks,
  type GroupedPeople,
  spreadBlocks,
} from "./school_blocks.ts";
import { CHANGE_STATISTICS, SUM_STATISTICS } from "../statistics.ts";

// Where the blocks of one wave lie; a moment block is first. Subgroups hold pairs
// (Σw, Σw(y − 500)): boys, girls, then low, middle, high and unknown education.
const SUBGROUPS = MOMENT_WIDTH;
const EDUCATION = SUBGROUPS + 4;
const GRADIENT_BLOCK = EDUCATION + 8;
const SPREAD_BLOCK = GRADIENT_BLOCK + GRADIENT_WIDTH;
const HISTOGRAM = SPREAD_BLOCK + SPREAD_WIDTH;
const BINS: HistogramLayout = { start: 0, width: 5, bins: 200 };
/**
 * Points over which a tenth is smoothed where one person answered; it falls with the
 * ninth root of their number, as suits a kernel of order 4 and scores of SD 100: 135
 * with 80 people, 100 with 1,000, 70 with 30,000.
 */
const SMOOTHED_OVER = 220;
/** Number of sums per wave. */
export const SUMS_PER_WAVE: number = HISTOGRAM + BINS.bins;

/** People's scores and what they are grouped by; all arrays have length `n`. */
export interface SumInput extends GroupedPeople {
  /** One array of scale points per plausible value. */
  readonly points: readonly Float32Array[];
  /** 0 boy, 1 girl, −1 unknown. */
  readonly gender: Int8Array;
  /** Education group of the home, 0 lowest; −1 unknown. */
  readonly education: Int8Array;
}

/**
 * Adds up every weighted sum that the standard statistics need, per plausible
 * value, cluster and wave.
 *
 * @returns draws × clusters × (waves · {@linkcode SUMS_PER_WAVE}), row-major.
 */
export function clusterSums(input: SumInput, sizes: CellSizes): Float64Array {
  const { clusters, waves } = sizes;
  const stride = SUMS_PER_WAVE, perDraw = clusters * waves * stride;
  const sums = new Float64Array(input.points.length * perDraw);
  const addGradients = gradientBlocks(input, sizes);
  const addSpreads = spreadBlocks(input, sizes);
  input.points.forEach((points, draw) => {
    const offset = draw * perDraw;
    for (let i = 0; i < points.length; i++) {
      const cluster = input.cluster[i]!;
      if (cluster < 0) continue;
      const cell = cluster * waves + input.wave[i]!;
      addPerson(sums, offset + cell * stride, { input, i, score: points[i]! });
    }
    addGradients(sums, points, { first: offset + GRADIENT_BLOCK, stride });
    addSpreads(sums, points, { first: offset + SPREAD_BLOCK, stride });
  });
  return sums;
}

function addPerson(
  sums: Float64Array,
  at: number,
  { input, i, score }: {
    readonly input: SumInput;
    readonly i: number;
    readonly score: number;
  },
): void {
  const weight = input.weight[i]!;
  addPersonInPlace(sums, at, { weight, score });
  const weighted = weight * (score - SCORE_ORIGIN);
  const gender = input.gender[i]!;
  if (gender >= 0) {
    sums[at + SUBGROUPS + 2 * gender]! += weight;
    sums[at + SUBGROUPS + 2 * gender + 1]! += weighted;
  }
  const education = input.education[i]!;
  const slot = at + EDUCATION + 2 * (education < 0 ? 3 : education);
  sums[slot]! += weight;
  sums[slot + 1]! += weighted;
  sums[at + HISTOGRAM + histogramBin(score, BINS)]! += weight;
}

/** Pairs of waves whose change is reported: neighbours, then first to last. */
export function wavePairs(
  waves: number,
): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let w = 1; w < waves; w++) pairs.push([w - 1, w]);
  if (waves > 2) pairs.push([0, waves - 1]);
  return pairs;
}

/** How many numbers {@linkcode sumStatistics} writes for so many waves. */
export function statisticCount(waves: number): number {
  return waves * SUM_STATISTICS.length +
    wavePairs(waves).length * CHANGE_STATISTICS.length;
}

/**
 * Turns one vector of sums into all standard statistics: per wave those of
 * `SUM_STATISTICS`, then per pair of waves those of `CHANGE_STATISTICS`.
 * A statistic without people is NaN.
 */
export function sumStatistics(
  waves: number,
): (sums: Float64Array, out: Float64Array) => void {
  const pairs = wavePairs(waves);
  const perWave = SUM_STATISTICS.length;
  const changed = CHANGE_STATISTICS.map((s) => SUM_STATISTICS.indexOf(s));
  const moments = new Float64Array(STATISTIC_COUNT);
  return (sums, out) => {
    for (let w = 0; w < waves; w++) {
      const at = w * SUMS_PER_WAVE;
      momentStatistics(sums, at, { out: moments, at: 0 });
      waveStatistics(sums, at, { moments, out, k: w * perWave });
    }
    let k = waves * perWave;
    for (const [from, to] of pairs) {
      for (const s of changed) {
        out[k++] = out[to * perWave + s]! - out[from * perWave + s]!;
      }
    }
  };
}

function groupSums(sums: Float64Array, at: number): GroupSums {
  return { weight: sums[at]!, score: sums[at + 1]! };
}

function waveStatistics(
  sums: Float64Array,
  at: number,
  { moments, out, k }: {
    readonly moments: Float64Array;
    readonly out: Float64Array;
    readonly k: number;
  },
): void {
  out[k] = moments[STATISTIC.mean]!;
  out[k + 1] = moments[STATISTIC.standardDeviation]!;
  const histogram = {
    ...BINS,
    offset: at + HISTOGRAM,
    reach: SMOOTHED_OVER / pow(sums[at]!, 1 / 9),
  };
  out[k + 2] = smoothPercentile(sums, 0.1, histogram);
  out[k + 3] = smoothPercentile(sums, 0.9, histogram);
  out[k + 4] = moments[STATISTIC.shareLow]!;
  out[k + 5] = moments[STATISTIC.shareHigh]!;
  for (let g = 0; g < 6; g++) {
    const { weight, score } = groupSums(sums, at + SUBGROUPS + 2 * g);
    out[k + 6 + g] = SCORE_ORIGIN + score / weight;
  }
  out[k + 12] = out[k + 7]! - out[k + 6]!;
  const { total, explained } = socialGradient(sums, at + GRADIENT_BLOCK);
  out[k + 13] = total;
  out[k + 14] = explained;
  out[k + 15] = educationGap(
    groupSums(sums, at + EDUCATION),
    groupSums(sums, at + EDUCATION + 4),
  );
  out[k + 16] = betweenSchoolSpread(sums, at + SPREAD_BLOCK);
}
