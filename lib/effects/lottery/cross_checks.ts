import {
  coefficientTable,
  fitRegression,
  fitRegressions,
  type FittedCoefficients,
  poolCoefficients,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";
import type { DrawSet } from "./draw_set.ts";
import type { LotteryOutcome } from "./lottery_outcome.ts";
import {
  type CrossCheck,
  DRAWN,
  lotteryRegression,
} from "./lottery_regression.ts";

export type { CrossCheck } from "./lottery_regression.ts";

/** Each school one row and one cluster. */
function overSchools(
  { baseline = [], weights }: LotteryOutcome,
  draws: DrawSet,
) {
  const clusters = Float64Array.from({ length: draws.schools }, (_, i) => i);
  return {
    design: lotteryRegression(clusters, draws, baseline),
    options: { clusters, ...(weights && { weights }) },
  };
}

function effectOf(fit: FittedCoefficients, method: string): CrossCheck {
  const row = coefficientTable(fit).find(({ name }) => name === DRAWN)!;
  return {
    effect: row.value,
    interval: row.interval,
    pValue: row.pValue,
    degreesOfFreedom: row.degreesOfFreedom,
    method,
  };
}

/**
 * Checks an effect by regression over the schools with CR2 errors and Satterthwaite's
 * degrees of freedom. It rests on a model instead of the draw; where it differs much
 * from the randomisation test, few schools carry the result.
 *
 * Strata enter as constants of their own; the adjustment is the residual one.
 *
 * @throws {RangeError} As `fitRegression`.
 * @see Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36, 672–683.
 */
export function robustEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
): CrossCheck {
  const { design, options } = overSchools(outcome, draws);
  const fit = fitRegression(design, outcome.outcome, {
    ...options,
    covariance: "CR2",
  });
  return effectOf(fit, fit.method);
}

/**
 * Checks an effect by the same regression and the wild cluster bootstrap.
 *
 * @throws {RangeError} As `wildClusterBootstrap`.
 * @see Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427.
 */
export function wildEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
): CrossCheck {
  const { design, options } = overSchools(outcome, draws);
  const wild = wildClusterBootstrap(design, outcome.outcome, {
    ...options,
    coefficient: DRAWN,
  });
  return {
    effect: wild.value,
    interval: wild.interval,
    pValue: wild.pValue,
    degreesOfFreedom: NaN,
    method: wild.method,
  };
}

/** Pupils with plausible values after the draw. */
export interface PupilValues {
  /** One array per plausible value, at least 2, each with a value per pupil. */
  readonly points: readonly ArrayLike<number>[];
  /** Weight of each pupil, 0 or more. */
  readonly weights: ArrayLike<number>;
  /** Number of each pupil's school. */
  readonly school: ArrayLike<number>;
}

/**
 * Checks an effect by regression over the pupils, with errors that know of schools
 * (CR2, Satterthwaite) and are pooled over the plausible values. Every pupil counts
 * alike, so it is the effect on the average pupil, not in the average school.
 *
 * @param baseline School values from before the draw, one array per covariate.
 * @throws {RangeError} As `fitRegression`, or with fewer than 2 plausible values.
 */
export function pupilEffect(
  { points, weights, school }: PupilValues,
  draws: Pick<DrawSet, "treated" | "stratum" | "strata">,
  baseline: readonly ArrayLike<number>[] = [],
): CrossCheck {
  const fits = fitRegressions(
    lotteryRegression(school, draws, baseline),
    points,
    { clusters: school, weights, covariance: "CR2" },
  );
  return effectOf(
    poolCoefficients(fits),
    `${points.length} plausible values, ${fits[0]?.method ?? ""}`,
  );
}
