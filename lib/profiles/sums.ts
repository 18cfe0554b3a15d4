import {
  addSchoolInPlace,
  betweenSchoolSpread,
  histogramBin,
  type HistogramLayout,
  percentileFromHistogram,
  SPREAD_WIDTH,
} from "#lib/inference/mod.ts";
import { CHANGE_STATISTICS, SUM_STATISTICS } from "./statistics.ts";

// Where each weighted sum of one wave lies. Scores enter as y − 500, so that
// squares lose no digits. Subgroups hold pairs (Σw, Σwy).
const WEIGHT = 0, Y = 1, YY = 2, LOW = 3, HIGH = 4, SUBGROUPS = 5;
const KNOWN = 17; // people with known background: Σw, Σwx, Σwxx, Σwy, Σwyy, Σwxy
const SPREAD = 23; // variances between schools and classes
const HISTOGRAM = SPREAD + SPREAD_WIDTH;
const BINS: HistogramLayout = { start: 0, width: 5, bins: 200 };
const CENTRE = 500;
/** Number of sums per wave. */
export const SUMS_PER_WAVE: number = HISTOGRAM + BINS.bins;

/** People's scores and what they are grouped by; all arrays have length `n`. */
export interface SumInput {
  /** One array of scale points per plausible value. */
  readonly points: readonly Float32Array[];
  readonly weight: Float64Array;
  /** Wave index of each person. */
  readonly wave: Uint8Array;
  /** Cluster of each person; −1 leaves the person out. */
  readonly cluster: Int32Array;
  /** Class of each person; −1 where there is none. */
  readonly classIndex: Int32Array;
  readonly gender: Int8Array;
  readonly education: Int8Array;
  readonly background: Float64Array;
}

/**
 * Adds up every weighted sum that the standard statistics need, per plausible
 * value, cluster and wave, in one pass over the people.
 *
 * @returns draws × clusters × (waves · {@linkcode SUMS_PER_WAVE}), row-major.
 */
export function clusterSums(
  input: SumInput,
  { clusters, waves }: { readonly clusters: number; readonly waves: number },
): Float64Array {
  const width = waves * SUMS_PER_WAVE;
  const sums = new Float64Array(input.points.length * clusters * width);
  input.points.forEach((points, draw) => {
    const offset = draw * clusters * width;
    for (let i = 0; i < points.length; i++) {
      const cluster = input.cluster[i]!;
      if (cluster < 0) continue;
      const at = offset + cluster * width + input.wave[i]! * SUMS_PER_WAVE;
      addPerson(sums, at, points[i]! - CENTRE, input, i);
    }
    addSpread(sums, offset, { points, input, waves });
  });
  return sums;
}

function addPerson(
  sums: Float64Array,
  at: number,
  y: number,
  input: SumInput,
  i: number,
): void {
  const w = input.weight[i]!;
  sums[at + WEIGHT]! += w;
  sums[at + Y]! += w * y;
  sums[at + YY]! += w * y * y;
  if (y < -100) sums[at + LOW]! += w;
  if (y > 100) sums[at + HIGH]! += w;
  const gender = input.gender[i]!;
  if (gender >= 0) {
    sums[at + SUBGROUPS + 2 * gender]! += w;
    sums[at + SUBGROUPS + 2 * gender + 1]! += w * y;
  }
  const education = input.education[i]!;
  const slot = at + SUBGROUPS + 4 + 2 * (education < 0 ? 3 : education);
  sums[slot]! += w;
  sums[slot + 1]! += w * y;
  const x = input.background[i]!;
  if (x === x) {
    const known = at + KNOWN;
    sums[known]! += w;
    sums[known + 1]! += w * x;
    sums[known + 2]! += w * x * x;
    sums[known + 3]! += w * y;
    sums[known + 4]! += w * y * y;
    sums[known + 5]! += w * x * y;
  }
  sums[at + HISTOGRAM + histogramBin(CENTRE + y, BINS)]! += w;
}

/** Adds the spread block of every school and wave, which needs whole classes. */
function addSpread(
  sums: Float64Array,
  offset: number,
  { points, input, waves }: {
    readonly points: Float32Array;
    readonly input: SumInput;
    readonly waves: number;
  },
): void {
  const classes = new Map<number, Map<number, [number, number, number]>>();
  for (let i = 0; i < points.length; i++) {
    const cluster = input.cluster[i]!;
    if (cluster < 0) continue;
    const block = cluster * waves + input.wave[i]!;
    let school = classes.get(block);
    if (!school) classes.set(block, school = new Map());
    let sum = school.get(input.classIndex[i]!);
    if (!sum) school.set(input.classIndex[i]!, sum = [0, 0, 0]);
    const w = input.weight[i]!, y = points[i]! - CENTRE;
    sum[0] += w;
    sum[1] += w * y;
    sum[2] += w * y * y;
  }
  for (const [block, school] of classes) {
    const ofClass = [...school.values()];
    addSchoolInPlace(sums, offset + block * SUMS_PER_WAVE + SPREAD, {
      weights: ofClass.map((sum) => sum[0]),
      scores: ofClass.map((sum) => sum[1]),
      scoreSquares: ofClass.map((sum) => sum[2]),
    });
  }
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
  return (sums, out) => {
    for (let w = 0; w < waves; w++) {
      waveStatistics(sums, w * SUMS_PER_WAVE, out, w * perWave);
    }
    let k = waves * perWave;
    for (const [from, to] of pairs) {
      for (const s of changed) {
        out[k++] = out[to * perWave + s]! - out[from * perWave + s]!;
      }
    }
  };
}

function waveStatistics(
  sums: Float64Array,
  at: number,
  out: Float64Array,
  k: number,
): void {
  const w = sums[at + WEIGHT]!;
  const mean = sums[at + Y]! / w;
  out[k] = CENTRE + mean;
  out[k + 1] = Math.sqrt(sums[at + YY]! / w - mean * mean);
  const histogram = { ...BINS, offset: at + HISTOGRAM };
  out[k + 2] = percentileFromHistogram(sums, 0.1, histogram);
  out[k + 3] = percentileFromHistogram(sums, 0.9, histogram);
  out[k + 4] = sums[at + LOW]! / w;
  out[k + 5] = sums[at + HIGH]! / w;
  for (let g = 0; g < 6; g++) {
    const group = at + SUBGROUPS + 2 * g;
    out[k + 6 + g] = CENTRE + sums[group + 1]! / sums[group]!;
  }
  out[k + 12] = out[k + 7]! - out[k + 6]!;
  gradientStatistics(sums, at + KNOWN, out, k + 13);
  out[k + 15] = out[k + 10]! - out[k + 8]!;
  out[k + 16] = betweenSchoolSpread(sums, at + SPREAD);
}

function gradientStatistics(
  sums: Float64Array,
  known: number,
  out: Float64Array,
  k: number,
): void {
  const w = sums[known]!;
  const x = sums[known + 1]! / w, y = sums[known + 3]! / w;
  const xx = sums[known + 2]! / w - x * x;
  const yy = sums[known + 4]! / w - y * y;
  const xy = sums[known + 5]! / w - x * y;
  // Fewer than two different backgrounds give no slope; NaN says so.
  out[k] = xx > 1e-9 ? xy / xx : NaN;
  out[k + 1] = xx > 1e-9 && yy > 0 ? (xy * xy) / (xx * yy) : NaN;
}
