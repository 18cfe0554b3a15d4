import {
  type DrawSet,
  pupilEffect,
  type PupilValues,
  trimmedMeans,
} from "#lib/effects/mod.ts";
import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { LotteryOutcomeData } from "./lottery_types.ts";

/** Pupils' scores before and after, with where they belong. */
export interface LotteryScores {
  /** Points of every pupil, one array per plausible value. */
  readonly points: readonly ArrayLike<number>[];
  /** Weight of each pupil. */
  readonly weights: Float64Array;
  /** 0 before, 1 after. */
  readonly wave: Uint8Array;
  /** Number of each pupil's school. */
  readonly school: Uint16Array;
  /** The draw between the schools. */
  readonly draws: DrawSet;
  /** Share of the pupils asked who answered after the draw, in both groups. */
  readonly rates: { readonly drawn: number; readonly others: number };
}

/** What the lottery's report needs of an outcome, without any pupil. */
export type LotteryMeasures = Omit<LotteryOutcomeData, "scale" | "label">;

/** Pupils, weight, mean and sum of squares about it of every wave and school. */
interface Cells {
  readonly count: Float64Array;
  readonly weight: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

function cellsOf(
  points: ArrayLike<number>,
  { weights, wave, school, draws: { schools } }: LotteryScores,
): Cells {
  const size = 2 * schools;
  const [count, weight, mean, variance] = [0, 0, 0, 0].map(() =>
    new Float64Array(size)
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const cell = (i: number) => wave[i]! * schools + school[i]!;
  weights.forEach((w, i) => {
    count[cell(i)]!++;
    weight[cell(i)]! += w;
    mean[cell(i)]! += w * (points[i]! - SCORE_ORIGIN);
  });
  mean.forEach((sum, k) => mean[k] = SCORE_ORIGIN + sum / weight[k]!);
  weights.forEach((w, i) => {
    const k = cell(i);
    const deviation = points[i]! - mean[k]!;
    variance[k]! += w * deviation * deviation / weight[k]!;
  });
  return { count, weight, mean, variance };
}

/** Share of the pupils' variance before that lies between schools, by moments. */
function intraclassCorrelation(
  { mean, variance, count }: Cells,
  schools: number,
): number {
  const first = <T extends Float64Array>(values: T) =>
    values.subarray(0, schools);
  const within = average(first(variance));
  const centre = average(first(mean));
  const spread = average(first(mean).map((m) => (m - centre) * (m - centre))) *
    schools / (schools - 1);
  const noise = average(first(variance).map((v, k) => v / count[k]!));
  const between = Math.max(0, spread - noise);
  return between / (between + within);
}

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0) /
    values.length;
}

/** Mean over plausible values, element by element. */
function averageOver(values: readonly Float64Array[]): number[] {
  return Array.from(
    values[0] ?? [],
    (_, k) => average(values.map((one) => one[k]!)),
  );
}

/** Those with a score after the draw. */
function pupilsAfter(
  { points, weights, wave, school }: LotteryScores,
): PupilValues {
  const after = [...wave.keys()].filter((i) => wave[i] === 1);
  return {
    points: points.map((draw) => after.map((i) => draw[i]!)),
    weights: after.map((i) => weights[i]!),
    school: after.map((i) => school[i]!),
  };
}

/**
 * Takes the measures of every school from its pupils: mean and standard deviation
 * before and after, and the means under which lost answers would make the effect
 * smallest and largest. Each is the mean over the plausible values. Beside them stands
 * the effect by regression over the pupils, which needs the pupils themselves.
 *
 * Schools need at least one pupil in both waves.
 *
 * @throws {RangeError} As `trimmedMeans` and `pupilEffect`.
 */
export function lotteryMeasures(scores: LotteryScores): LotteryMeasures {
  const { points, draws, rates } = scores;
  const { schools, treated } = draws;
  const cells = points.map((draw) => cellsOf(draw, scores));
  const means = averageOver(cells.map(({ mean }) => mean));
  const before = means.slice(0, schools);
  const spreads = averageOver(
    cells.map(({ variance }) => variance.map((v) => Math.sqrt(v))),
  );
  const pupils = pupilsAfter(scores);
  const bounds = pupils.points.map((draw) =>
    trimmedMeans({ ...pupils, scores: draw }, {
      treated,
      rateDrawn: rates.drawn,
      rateOthers: rates.others,
    })
  );
  return {
    before,
    after: means.slice(schools),
    spreadBefore: spreads.slice(0, schools),
    spreadAfter: spreads.slice(schools),
    lowestAfter: averageOver(bounds.map(({ lowest }) => lowest)),
    highestAfter: averageOver(bounds.map(({ highest }) => highest)),
    trimmedShare: bounds[0]?.share ?? 0,
    intraclassCorrelation: average(
      cells.map((one) => intraclassCorrelation(one, schools)),
    ),
    pupilRegression: pupilEffect(pupils, draws, [before]),
  };
}
