import { type Alternative, countAsExtreme } from "./count_as_extreme.ts";
import { standardErrorAt } from "./standard_error_at.ts";
import type { DrawStatistics } from "./draw_statistics.ts";
import { listDraws, type ListedDraws } from "./list_draws.ts";
import type { LotteryData } from "./lottery.ts";
import { randomisationInterval } from "./randomisation_interval.ts";

/** Options for {@linkcode randomisationTest}. */
export interface RandomisationTestOptions {
  /** Direction that counts as extreme. @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** Coverage of the interval, 0–1. @default {0.95} */
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
  /** All draws that could have been made. */
  readonly draws: number;
  /** Direction that counted as extreme. */
  readonly alternative: Alternative;
  /** Schools that took part in the draw. */
  readonly schools: number;
  /** Schools drawn. */
  readonly drawn: number;
  /** Baseline covariates taken out. */
  readonly covariates: number;
  /** How it was computed, for the reader. */
  readonly method: string;
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
  data: LotteryData | ListedDraws,
  { alternative = "two-sided", level = 0.95 }: RandomisationTestOptions = {},
): RandomisationTest {
  const { lottery, statistics } = listDraws(data);
  const { estimate, interval } = randomisationInterval(statistics, { level });
  const asExtreme = countAsExtreme(
    statistics.difference,
    statistics.actual,
    alternative,
  );
  return {
    effect: estimate,
    interval,
    standardError: standardErrorAt(estimate, lottery),
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
