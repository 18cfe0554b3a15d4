import type { Estimate, EstimateUnit } from "#lib/inference/mod.ts";
import {
  type DrawStatistics,
  drawStatistics,
  residualise,
} from "./draw_statistics.ts";
import { type LotteryData, toLottery } from "./lottery.ts";
import { randomisationInterval } from "./randomisation_interval.ts";

/** Which draws speak against "no effect" as much as the actual one. */
export type Alternative = "two-sided" | "greater" | "less";

/** Options for {@linkcode randomisationTest}. */
export interface RandomisationTestOptions {
  /** @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** @default {0.95} */
  readonly level?: number;
}

/** Result of an exact test over all draws of a lottery. */
export interface RandomisationTest {
  /** Effect at which the actual draw shows no difference (Hodges & Lehmann). */
  readonly effect: number;
  /** Effects that the two-sided test does not reject. */
  readonly interval: readonly [lower: number, upper: number];
  /** Of the difference between the two groups of schools at that effect. */
  readonly standardError: number;
  /** Schools − 2 − covariates. */
  readonly degreesOfFreedom: number;
  /** Share of draws whose difference is as extreme as the actual one. */
  readonly pValue: number;
  /** The same for the difference divided by its standard error; NaN if a group has one school. */
  readonly pStudentised: number;
  /** Draws behind `pValue`, the actual one included. */
  readonly asExtreme: number;
  readonly draws: number;
  readonly alternative: Alternative;
  readonly schools: number;
  readonly drawn: number;
  readonly covariates: number;
  readonly method: string;
}

/** Statistics closer than this part of their scale are ties. */
const TIE = 1e-9;

/** Number of draws as extreme as the actual one, itself included. */
export function countAsExtreme(
  statistics: Float64Array,
  actual: number,
  alternative: Alternative,
): number {
  const observed = statistics[actual]!;
  let largest = 0;
  for (let z = 0; z < statistics.length; z++) {
    const size = Math.abs(statistics[z]!);
    if (size > largest && size < Infinity) largest = size;
  }
  const tolerance = TIE * largest;
  let count = 0;
  for (let z = 0; z < statistics.length; z++) {
    const value = statistics[z]!;
    const extreme = alternative === "two-sided"
      ? Math.abs(value) >= Math.abs(observed) - tolerance
      : alternative === "greater"
      ? value >= observed - tolerance
      : value <= observed + tolerance;
    if (extreme) count++;
  }
  return count;
}

/**
 * Standard error at the estimated effect: schools of the actual draw are freed of
 * it first, so that it does not count as spread.
 */
function standardErrorAt(effect: number, data: LotteryData): number {
  const lottery = toLottery(data);
  const outcome = lottery.outcome.map((y, i) =>
    y - effect * lottery.treated[i]!
  );
  const { outcome: left } = residualise({ ...lottery, outcome });
  const groups = [1, 0].map((mark) => {
    let n = 0, weight = 0, mean = 0, squares = 0;
    lottery.treated.forEach((one, i) => {
      if (one !== mark) return;
      n++;
      weight += lottery.weights[i]!;
      mean += lottery.weights[i]! * left[i]!;
    });
    lottery.treated.forEach((one, i) => {
      if (one !== mark) return;
      const d = lottery.weights[i]! * (left[i]! - mean / weight);
      squares += d * d;
    });
    return n / (n - 1) * squares / (weight * weight);
  });
  return Math.sqrt(groups[0]! + groups[1]!);
}

function pStudentised(
  { studentised, actual }: DrawStatistics,
  alternative: Alternative,
): number {
  return Number.isNaN(studentised[actual]!)
    ? NaN
    : countAsExtreme(studentised, actual, alternative) / studentised.length;
}

/**
 * Tests whether a lottery between schools had an effect, exactly: by all draws that
 * could have been made.
 *
 * If the programme does nothing, a school's outcome is the same whether drawn or
 * not, and the p-value is the share of draws whose difference in (residual) means is
 * at least as extreme as the actual one. The plain statistic goes with the interval
 * and the estimate; the studentised one also holds its level when only the mean
 * effect is zero (Wu & Ding 2021). With a baseline the estimate is that of an
 * analysis of covariance.
 *
 * The p-value is exact whatever the distribution, also for few schools. Its
 * smallest possible value is 1 / draws.
 *
 * @returns Effect and interval in the unit of the outcome.
 * @throws {RangeError} If lengths differ, values are missing, or there are more than
 * 50 million draws.
 * @see Rosenbaum (2002), Observational Studies, 2nd ed., chapter 2.
 * @see Wu & Ding (2021), Journal of the American Statistical Association 116, 1898–1913.
 */
export function randomisationTest(
  data: LotteryData,
  { alternative = "two-sided", level = 0.95 }: RandomisationTestOptions = {},
): RandomisationTest {
  const lottery = toLottery(data);
  const statistics = drawStatistics(lottery, residualise(lottery));
  const { estimate, interval } = randomisationInterval(statistics, { level });
  const asExtreme = countAsExtreme(
    statistics.difference,
    statistics.actual,
    alternative,
  );
  return {
    effect: estimate,
    interval,
    standardError: standardErrorAt(estimate, data),
    degreesOfFreedom: lottery.schools - 2 - lottery.baseline.length,
    pValue: asExtreme / lottery.draws,
    pStudentised: pStudentised(statistics, alternative),
    asExtreme,
    draws: lottery.draws,
    alternative,
    schools: lottery.schools,
    drawn: lottery.drawn,
    covariates: lottery.baseline.length,
    method: `exact randomisation test, ${lottery.draws} draws`,
  };
}

/** What is printed beside the effect of a lottery. */
export interface EffectDescription {
  readonly unit: EstimateUnit;
  /** Pupils behind the school means. */
  readonly n: number;
  /** @default {0} */
  readonly dropped?: number;
}

/**
 * The effect as an estimate; its interval is the exact one, not value ± t × error.
 *
 * The variance of school means holds that of their pupils' scores, so all of it
 * stands under sampling.
 */
export function effectEstimate(
  test: RandomisationTest,
  { unit, n, dropped = 0 }: EffectDescription,
): Estimate {
  return {
    value: test.effect,
    standardError: test.standardError,
    degreesOfFreedom: test.degreesOfFreedom,
    interval: test.interval,
    variance: {
      sampling: test.standardError * test.standardError,
      measurement: 0,
      missing: 0,
      link: 0,
    },
    n,
    dropped,
    unit,
    method: test.method,
  };
}
