import type { Estimate, EstimateUnit } from "#lib/inference/mod.ts";
import type { StatisticKind } from "./extreme_polynomials.ts";
import type { RandomisationTest } from "./randomisation_test.ts";

/** What is printed beside the effect of a lottery. */
export interface EffectDescription {
  /** What the outcome is counted in. */
  readonly unit: EstimateUnit;
  /** Pupils behind the school means. */
  readonly n: number;
  /** Pupils left out for missing values. @default {0} */
  readonly dropped?: number;
  /** Whose interval is printed; the plain one where there is no other. @default {"studentised"} */
  readonly kind?: StatisticKind;
}

/**
 * The effect as an estimate; its interval is the exact one, not value ± t × error.
 *
 * The variance of school means holds that of their pupils' scores, so all of it
 * stands under sampling.
 */
export function effectEstimate(
  test: RandomisationTest,
  { unit, n, dropped = 0, kind = "studentised" }: EffectDescription,
): Estimate {
  const { interval } = kind === "plain"
    ? test.plain
    : test.studentised ?? test.plain;
  return {
    value: test.effect,
    standardError: test.standardError,
    degreesOfFreedom: test.degreesOfFreedom,
    interval,
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
