import { chiSquareCdf } from "#lib/numerics/mod.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";

/** Two nested models compared by their likelihoods. */
export interface LikelihoodRatioTest {
  /** Difference of the deviances, 0 or more. */
  readonly statistic: number;
  /** Parameters of the large model less those of the small one. */
  readonly degreesOfFreedom: number;
  /** Of χ² with those degrees. */
  readonly pValue: number;
  /**
   * When the models differ in one variance and its covariances alone: of an even mixture
   * of χ² with one degree less and with all, since a variance cannot be negative; else
   * `null`.
   */
  readonly boundaryPValue: number | null;
}

function hasSameFixed(a: MixedModelFit, b: MixedModelFit): boolean {
  const left = a.design.fixed, right = b.design.fixed;
  return left.columns === right.columns &&
    left.values.every((x, i) => x === right.values[i]);
}

function countVariances({ components }: MixedModelFit): number {
  return components.reduce((sum, c) => sum + c.effects.length, 0);
}

/** Probability of at least x under χ²; without degrees all of it lies at 0. */
function pointOrTail(x: number, degrees: number): number {
  if (degrees === 0) return x > 0 ? 0 : 1;
  return 1 - chiSquareCdf(x, degrees);
}

/**
 * Tests a small model against a larger one that contains it.
 *
 * @throws {RangeError} If rows, criterion or outcomes differ, REML fits differ in their
 * fixed columns, the large model has no more parameters, or level weights are used.
 * @see Self & Liang (1987), Journal of the American Statistical Association 82, 605–610,
 * for the mixture.
 */
export function likelihoodRatioTest(
  small: MixedModelFit,
  large: MixedModelFit,
): LikelihoodRatioTest {
  const fail = (found: string): never => {
    throw new RangeError(`Cannot compare mixed models: ${found}`);
  };
  if (small.n !== large.n) {
    fail(`found ${small.n} and ${large.n} rows, they must be the same`);
  }
  if (small.criterion !== large.criterion) {
    fail(
      `found ${small.criterion} and ${large.criterion}, both must be fitted by the same`,
    );
  }
  if (small.design.levelWeights ?? large.design.levelWeights) {
    fail("a pseudo-likelihood with level weights has no χ² distribution");
  }
  const { outcome } = small.design;
  if (large.design.outcome.some((y, i) => y !== outcome[i])) {
    fail("their outcomes differ");
  }
  const isSame = hasSameFixed(small, large);
  if (small.criterion === "REML" && !isSame) {
    fail("fits by REML must have the same fixed columns, use ML");
  }
  const degreesOfFreedom = large.parameters - small.parameters;
  if (!(degreesOfFreedom > 0)) {
    fail(
      `the large model has ${large.parameters} parameters, the small one ${small.parameters}`,
    );
  }
  const statistic = Math.max(0, small.deviance - large.deviance);
  const pValue = 1 - chiSquareCdf(statistic, degreesOfFreedom);
  const isOneVariance = isSame &&
    countVariances(large) === countVariances(small) + 1;
  return {
    statistic,
    degreesOfFreedom,
    pValue,
    boundaryPValue: isOneVariance
      ? pValue / 2 + pointOrTail(statistic, degreesOfFreedom - 1) / 2
      : null,
  };
}
