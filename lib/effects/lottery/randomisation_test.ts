import { type Alternative, countAsExtreme } from "./count_as_extreme.ts";
import type { DrawSet } from "./draw_set.ts";
import { drawStatistics, WIDTH } from "./draw_statistics.ts";
import { effectInterval } from "./effect_interval.ts";
import { recordedDraw, type StatisticKind } from "./extreme_polynomials.ts";
import {
  type LotteryOutcome,
  type PreparedOutcome,
  prepareOutcome,
} from "./lottery_outcome.ts";
import { shareInterval } from "./sampling_error.ts";

/** Options for {@linkcode randomisationTest}. */
export interface RandomisationTestOptions {
  /** Direction that counts as extreme; the intervals are two-sided always. @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** Coverage of the intervals, 0–1. @default {0.95} */
  readonly level?: number;
  /** Which intervals are found; the others are NaN. @default {"both"} */
  readonly intervals?: "both" | "none" | StatisticKind;
  /** What the effect is per unit of, one value per school. @default {the draw} */
  readonly exposure?: ArrayLike<number>;
}

/** What one statistic says. */
export interface DrawComparison {
  /** Draws at least as extreme as the recorded one, itself included. */
  readonly asExtreme: number;
  /** Their share of all draws held; with sampled draws (b + 1) / (m + 1). */
  readonly pValue: number;
  /** 95 % interval for the share among all possible draws; null where all are held. */
  readonly pInterval: readonly [lower: number, upper: number] | null;
  /** Effects that the two-sided test does not reject; infinite where none is. */
  readonly interval: readonly [lower: number, upper: number];
}

/** Result of a test over the draws of a lottery. */
export interface RandomisationTest {
  /** Effect at which the recorded draw shows no difference (Hodges & Lehmann). */
  readonly effect: number;
  /** Of the difference between the two groups of schools at that effect. */
  readonly standardError: number;
  /** Difference at no effect over its standard error; NaN without a variance. */
  readonly statistic: number;
  /** Schools − 2 − covariates, fewer by one for each further stratum or interacted covariate. */
  readonly degreesOfFreedom: number;
  /** By the difference between the groups: right if no school gained or lost. */
  readonly plain: DrawComparison;
  /**
   * By the difference over its standard error: also near its level if only the mean
   * effect is zero. Null where a group has one school or there is no spread.
   */
  readonly studentised: DrawComparison | null;
  /** Draws compared. */
  readonly draws: number;
  /** Whether they are all that were possible. */
  readonly coverage: "all" | "sampled";
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

function compare(
  asExtreme: number,
  interval: readonly [number, number],
  { coverage, size }: DrawSet,
): DrawComparison {
  return {
    asExtreme,
    pValue: asExtreme / size,
    pInterval: coverage === "all"
      ? null
      : shareInterval(asExtreme - 1, size - 1),
    interval,
  };
}

function methodOf({ coverage, size }: DrawSet): string {
  return coverage === "all"
    ? `exact randomisation test, ${size} draws`
    : `randomisation test, ${size - 1} sampled draws`;
}

/**
 * Tests whether a lottery between schools had an effect by the draws that could have
 * been made.
 *
 * If the programme does nothing, a school's outcome is the same whether drawn or not,
 * and the p-value is the share of draws whose difference is at least as extreme as the
 * recorded one. It is exact whatever the distribution, also for few schools; its
 * smallest possible value is 1 / draws.
 *
 * The interval holds every effect τ that is not rejected when each school's outcome
 * less τ times its exposure is tested likewise. Draw z is as extreme where a polynomial
 * in τ is not negative, so the ends are roots and no effects are tried out. With a
 * baseline the estimate is that of an analysis of covariance.
 *
 * @returns Effect and intervals in the unit of the outcome.
 * @throws {RangeError} If lengths differ, values are missing or all alike, or the
 * baseline is dependent or decides the draw.
 * @see Rosenbaum (2002), Observational Studies, 2nd ed., chapter 2.
 * @see Wu & Ding (2021), Journal of the American Statistical Association 116, 1898–1913.
 */
export function randomisationTest(
  outcome: LotteryOutcome,
  draws: DrawSet,
  options: RandomisationTestOptions = {},
): RandomisationTest {
  const prepared = prepareOutcome(
    outcome,
    draws,
    options.exposure && Float64Array.from(options.exposure),
  );
  return testPrepared(prepared, draws, {
    ...options,
    workspace: createWorkspace(draws),
  }).test;
}

/** Room for the numbers of all draws, used again from outcome to outcome. */
export interface Workspace {
  /** As in `DrawStatistics`, of the outcome tested last. */
  readonly values: Float64Array;
  /** Largest squared studentised difference of each draw so far. */
  readonly largest: Float64Array;
}

/** Makes room for one outcome at a time: 48 bytes per draw. */
export function createWorkspace({ size }: DrawSet): Workspace {
  return {
    values: new Float64Array(WIDTH * size),
    largest: new Float64Array(size),
  };
}

/** A test, and the draws whose largest statistic so far reaches this outcome's. */
export interface PreparedTest {
  /** The outcome alone. */
  readonly test: RandomisationTest;
  /** As extreme as the recorded draw in this outcome or in one tested before. */
  readonly asExtremeSoFar: number;
}

/** As {@linkcode randomisationTest}, in given room, for one of several outcomes. */
export function testPrepared(
  prepared: PreparedOutcome,
  draws: DrawSet,
  {
    alternative = "two-sided",
    level = 0.95,
    intervals = "both",
    workspace,
  }: RandomisationTestOptions & { readonly workspace: Workspace },
): PreparedTest {
  const statistics = drawStatistics(prepared, draws, workspace.values);
  const draw = recordedDraw(statistics);
  const counts = countAsExtreme(statistics, {
    alternative,
    largest: workspace.largest,
  });
  const by = (kind: StatisticKind) =>
    compare(
      counts[kind],
      intervals === "both" || intervals === kind
        ? effectInterval(statistics, draw, { kind, level })
        : [NaN, NaN],
      draws,
    );
  const [a = 0, , variance = 0] = statistics.values.subarray(
    WIDTH * draws.recorded,
  );
  const { covariates, interacted } = prepared;
  const test: RandomisationTest = {
    effect: draw.centre,
    standardError: Math.sqrt(draw.variance) / Math.abs(draw.exposure),
    statistic: draw.variance > 0 ? a / Math.sqrt(variance) : NaN,
    degreesOfFreedom: draws.schools - 1 - draws.strata - covariates -
      interacted.length,
    plain: by("plain"),
    studentised: draw.variance > 0 ? by("studentised") : null,
    draws: draws.size,
    coverage: draws.coverage,
    alternative,
    schools: draws.schools,
    drawn: draws.drawn,
    covariates,
    method: methodOf(draws),
  };
  return { test, asExtremeSoFar: counts.soFar };
}
