import { createStream, exp, type RandomStream } from "#lib/numerics/mod.ts";
import { alignResponses } from "../align_responses.ts";
import type { Calibration, ItemParameters, ScaleResponses } from "../types.ts";

/** One side of the answers, as they are and as the model draws them again. */
export interface PredictiveCheck {
  /**
   * scores: share of people in eleven bands of the score; pairs: correlation of two
   * items; schools: standard deviation between the schools' mean scores.
   */
  readonly statistic: "scores" | "pairs" | "schools";
  /** Share of the replicates that depart at least as much as the answers, 0–1. */
  readonly pValue: number;
  /** Largest difference: answers minus the mean of the replicates. */
  readonly largest: number;
  /** The same as found in the answers. */
  readonly observed: number;
  /** Where it is: the band's middle in per cent of the highest score, or two items. */
  readonly where: readonly string[];
}

/** What {@linkcode predictiveCheck} draws from. */
export interface PredictiveCheckOptions {
  /** Plausible values, θ units, one array per draw and one number per person. */
  readonly draws: readonly ArrayLike<number>[];
  /** School of each person; −1 where there is none. */
  readonly school: ArrayLike<number>;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Replicated answers per plausible value. @default {2} */
  readonly replicates?: number;
}

/** Bands of the score: 0, 10, … 100 per cent of the highest. */
const BANDS = 11;
/** A school with fewer people says little of the spread between schools. */
const SMALLEST_SCHOOL = 5;

/** The three statistics of one set of answers. */
interface Statistics {
  /** Share per band. */
  readonly scores: Float64Array;
  /** Correlation per pair of items, pairs in the order (0,1), (0,2), (1,2) …; NaN without. */
  readonly pairs: Float64Array;
  /** One number. */
  readonly schools: Float64Array;
}

/**
 * Holds the answers against answers drawn from the items and the plausible values.
 *
 * Every plausible value gives each person answers to the items that they answered.
 * If items and conditioning describe the data, the answers look like one more
 * replicate: in the distribution of the scores, in how two items go together, and
 * in how much schools differ. The posterior predictive p is the share of replicates
 * that depart from their mean at least as much as the answers do (the answers count
 * as one); it is conservative, as the plausible values know the answers.
 *
 * @returns Three checks; pairs and schools are left out where there are none.
 * @throws {RangeError} If the answers do not fit the calibration, or a plausible
 * value is missing.
 * @see Gelman, Meng & Stern (1996), Statistica Sinica 6, 733–807; Sinharay, Johnson
 * & Stern (2006), Applied Psychological Measurement 30, 298–321.
 */
export function predictiveCheck(
  calibration: Calibration,
  responses: ScaleResponses,
  { draws, school, seed, replicates = 2 }: PredictiveCheckOptions,
): readonly PredictiveCheck[] {
  const answers = alignResponses(calibration, responses);
  checkDraws(answers, draws);
  const observed = statisticsOf(answers, school);
  const replicated = draws.flatMap((theta, m) =>
    Array.from({ length: replicates }, (_, r) => {
      const columns = redraw(calibration.items, answers, {
        theta,
        stream: createStream(seed, m, r),
      });
      return statisticsOf({ ...answers, columns }, school);
    })
  );
  const names = {
    scores: Array.from({ length: BANDS }, (_, b) => [`${b * 10}`]),
    pairs: calibration.items.flatMap(({ id }, j) =>
      calibration.items.slice(0, j).map((other) => [other.id, id])
    ),
    schools: [[]],
  };
  return (["scores", "pairs", "schools"] as const).flatMap((statistic) =>
    compare(
      observed[statistic],
      replicated.map((one) => one[statistic]),
      { statistic, names: names[statistic] },
    )
  );
}

function checkDraws(
  { scale, persons }: ScaleResponses,
  draws: readonly ArrayLike<number>[],
): void {
  draws.forEach((theta, m) => {
    for (let p = 0; p < Math.max(persons, theta.length); p++) {
      if (Number.isFinite(theta[p]) && p < persons) continue;
      throw new RangeError(
        `Cannot check plausible values of scale "${scale}": draw ${m} of person ${p} is ${
          theta[p]
        }, expected a number for each of ${persons} persons`,
      );
    }
  });
}

/** Answers to the same items by the same persons, drawn anew. */
function redraw(
  items: readonly ItemParameters[],
  { columns, persons }: ScaleResponses,
  { theta, stream }: {
    readonly theta: ArrayLike<number>;
    readonly stream: RandomStream;
  },
): readonly Int8Array[] {
  return items.map(({ slope, intercepts }, i) => {
    const result = new Int8Array(persons).fill(-1);
    const weights = new Float64Array(intercepts.length);
    const easiness = intercepts.map(exp);
    for (let p = 0; p < persons; p++) {
      if (columns[i]![p]! < 0) continue;
      // exp(slope · k · θ) as powers of exp(slope · θ): one exponential per answer.
      const unit = exp(slope * theta[p]!);
      let [total, power] = [0, 1];
      for (let k = 0; k < weights.length; k++) {
        weights[k] = power * easiness[k]!;
        total += weights[k]!;
        power *= unit;
      }
      let rest = stream.uniform() * total;
      let k = 0;
      while (k < weights.length - 1 && rest > weights[k]!) {
        rest -= weights[k++]!;
      }
      result[p] = k;
    }
    return result;
  });
}

function statisticsOf(
  answers: ScaleResponses,
  school: ArrayLike<number>,
): Statistics {
  const { columns, maxScores, persons } = answers;
  const score = new Float64Array(persons);
  const most = new Float64Array(persons);
  columns.forEach((column, i) => {
    for (let p = 0; p < persons; p++) {
      if (column[p]! < 0) continue;
      score[p]! += column[p]!;
      most[p]! += maxScores[i]!;
    }
  });
  const bands = new Float64Array(BANDS);
  let known = 0;
  for (let p = 0; p < persons; p++) {
    score[p]! /= most[p]!;
    if (Number.isNaN(score[p])) continue;
    bands[Math.round((BANDS - 1) * score[p]!)]!++;
    known++;
  }
  return {
    scores: bands.map((n) => n / known),
    pairs: pairCorrelations(columns),
    schools: Float64Array.of(spreadOfSchools(score, school)),
  };
}

function pairCorrelations(columns: readonly Int8Array[]): Float64Array {
  const result: number[] = [];
  columns.forEach((a, j) => {
    for (let i = 0; i < j; i++) result.push(correlation(columns[i]!, a));
  });
  return Float64Array.from(result);
}

/** Correlation over those who answered both; NaN where it cannot be said. */
function correlation(a: Int8Array, b: Int8Array): number {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let p = 0; p < a.length; p++) {
    if (a[p]! < 0 || b[p]! < 0) continue;
    n++;
    x += a[p]!;
    y += b[p]!;
    xx += a[p]! * a[p]!;
    yy += b[p]! * b[p]!;
    xy += a[p]! * b[p]!;
  }
  const spread = (xx - x * x / n) * (yy - y * y / n);
  return spread > 0 ? (xy - x * y / n) / Math.sqrt(spread) : NaN;
}

/** Standard deviation between the mean scores of schools; NaN with fewer than two. */
function spreadOfSchools(
  score: Float64Array,
  school: ArrayLike<number>,
): number {
  const sums = new Map<number, { n: number; sum: number }>();
  for (let p = 0; p < score.length; p++) {
    if (school[p]! < 0 || Number.isNaN(score[p])) continue;
    const entry = sums.get(school[p]!) ?? { n: 0, sum: 0 };
    entry.n++;
    entry.sum += score[p]!;
    sums.set(school[p]!, entry);
  }
  const means = [...sums.values()].filter(({ n }) => n >= SMALLEST_SCHOOL)
    .map(({ n, sum }) => sum / n);
  if (means.length < 2) return NaN;
  const mean = means.reduce((a, b) => a + b) / means.length;
  const squares = means.reduce((sum, m) => sum + (m - mean) * (m - mean), 0);
  return Math.sqrt(squares / (means.length - 1));
}

/** Σ ((value − mean) / spread of the replicates)², over what can be said. */
function departure(
  values: Float64Array,
  mean: Float64Array,
  spread: Float64Array,
): number {
  let sum = 0;
  values.forEach((v, k) => {
    if (spread[k]! > 0) {
      sum += (v - mean[k]!) * (v - mean[k]!) / (spread[k]! * spread[k]!);
    }
  });
  return sum;
}

/** The replicates' mean and standard deviation, element by element. */
function momentsOf(replicated: readonly Float64Array[]): {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
} {
  const n = replicated.length;
  const mean = replicated[0]!.map((_, k) =>
    replicated.reduce((sum, values) => sum + values[k]!, 0) / n
  );
  const spread = mean.map((m, k) =>
    Math.sqrt(
      replicated.reduce((sum, v) => sum + (v[k]! - m) * (v[k]! - m), 0) /
        (n - 1),
    )
  );
  return { mean, spread };
}

function compare(
  observed: Float64Array,
  replicated: readonly Float64Array[],
  { statistic, names }: {
    readonly statistic: PredictiveCheck["statistic"];
    readonly names: readonly (readonly string[])[];
  },
): readonly PredictiveCheck[] {
  // Every set of values is held against the others, the answers among them.
  const all = [observed, ...replicated];
  const departures = all.map((values) => {
    const { mean, spread } = momentsOf(all.filter((one) => one !== values));
    return departure(values, mean, spread);
  });
  const { mean } = momentsOf(replicated);
  let at = -1;
  observed.forEach((value, k) => {
    const distance = Math.abs(value - mean[k]!);
    if (Number.isNaN(distance)) return;
    if (at < 0 || distance > Math.abs(observed[at]! - mean[at]!)) at = k;
  });
  if (at < 0) return [];
  return [{
    statistic,
    pValue: departures.filter((d) => d >= departures[0]!).length / all.length,
    largest: observed[at]! - mean[at]!,
    observed: observed[at]!,
    where: names[at]!,
  }];
}
