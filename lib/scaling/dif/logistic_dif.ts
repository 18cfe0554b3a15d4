import { chiSquareCdf, expm1 } from "#lib/numerics/mod.ts";
import {
  type CovariatePoint,
  type CumulativeLogit,
  fitCumulativeLogit,
} from "./cumulative_logit.ts";
import type { DifClass } from "./mantel_haenszel.ts";
import type { MatchedCounts } from "./matched_counts.ts";

/** Likelihood-ratio test between nested models. */
export interface DifTest {
  /** Chi-square: twice a difference of log-likelihoods, or Wald's. */
  readonly statistic: number;
  /** Parameters that differ. */
  readonly degreesOfFreedom: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
}

/** Logistic regression of an item on the sum score and the groups. */
export interface LogisticDif {
  /** Groups differ by the same odds at every score. */
  readonly uniform: DifTest;
  /** The difference changes with the score. */
  readonly nonUniform: DifTest;
  /** Both together. */
  readonly both: DifTest;
  /** Gain of Nagelkerke's R² by groups and interactions, 0–1. */
  readonly r2Gain: number;
  /** A: below 0.035 or not significant; B: to 0.07; C: above (Jodoin & Gierl). */
  readonly difClass: DifClass;
}

/** Regressors of the nested models: score; groups; score × groups. */
type Terms = "none" | "score" | "groups" | "interactions";

function pointsOf(
  { strata, groups, categories }: MatchedCounts,
  terms: Terms,
): readonly CovariatePoint[] {
  const sizes = groupSizes({ strata, groups, categories });
  const present = sizes.flatMap((n, g) => n > 0 ? [g] : []);
  const occurring = Array.from({ length: categories }, (_, k) => k).filter((
    k,
  ) =>
    strata.some(({ counts }) => {
      for (let g = 0; g < groups; g++) {
        if (counts[g * categories + k]! > 0) return true;
      }
      return false;
    })
  );
  return strata.flatMap(({ share, counts }) =>
    present.map((g): CovariatePoint => {
      const dummies = present.slice(1).map((h) => h === g ? 1 : 0);
      // Centred: the groups' coefficients are differences in the middle.
      const score = share - 0.5;
      return {
        regressors: [
          ...(terms === "none" ? [] : [score]),
          ...(terms === "groups" || terms === "interactions" ? dummies : []),
          ...(terms === "interactions" ? dummies.map((d) => d * score) : []),
        ],
        counts: occurring.map((k) => counts[g * categories + k]!),
      };
    }).filter((point) => point.counts.some((n) => n > 0))
  );
}

function ratioTest(
  smaller: CumulativeLogit,
  larger: CumulativeLogit,
): DifTest {
  const degreesOfFreedom = larger.coefficients.length -
    smaller.coefficients.length;
  const statistic = Math.max(
    0,
    2 * (larger.logLikelihood - smaller.logLikelihood),
  );
  return {
    statistic,
    degreesOfFreedom,
    pValue: 1 - chiSquareCdf(statistic, degreesOfFreedom),
  };
}

/** (1 − (L0 / L)^(2/n)) / (1 − L0^(2/n)). */
function nagelkerke(
  nothing: CumulativeLogit,
  model: CumulativeLogit,
  persons: number,
): number {
  const gain = 2 * (nothing.logLikelihood - model.logLikelihood) / persons;
  return expm1(gain) / expm1(2 * nothing.logLikelihood / persons);
}

/**
 * Tests uniform and non-uniform DIF by logistic regression on the sum score.
 *
 * Three nested cumulative logit models: score; + groups; + score × groups. For two
 * categories they are ordinary logistic regressions.
 *
 * Under separation the likelihoods are at their limits and the tests still stand.
 *
 * @returns null when a model did not converge, or fewer than two categories or
 * groups occur.
 * @see Swaminathan & Rogers (1990), Journal of Educational Measurement 27,
 * 361–370; Zumbo (1999), Handbook on DIF; Jodoin & Gierl (2001), Applied
 * Measurement in Education 14, 329–349.
 */
export function logisticDif(counts: MatchedCounts): LogisticDif | null {
  const persons = groupSizes(counts);
  const present = persons.filter((n) => n > 0).length;
  const points = pointsOf(counts, "score");
  if (present < 2 || points[0]!.counts.length < 2) return null;
  const nothing = fitCumulativeLogit(pointsOf(counts, "none"));
  const score = fitCumulativeLogit(points);
  const groups = fitCumulativeLogit(pointsOf(counts, "groups"));
  const all = fitCumulativeLogit(pointsOf(counts, "interactions"));
  if (![nothing, score, groups, all].every((fit) => fit.converged)) return null;
  const n = persons.reduce((a, b) => a + b, 0);
  const r2Gain = nagelkerke(nothing, all, n) - nagelkerke(nothing, score, n);
  const both = ratioTest(score, all);
  return {
    uniform: ratioTest(score, groups),
    nonUniform: ratioTest(groups, all),
    both,
    r2Gain,
    difClass: both.pValue > 0.05 || r2Gain < 0.035
      ? "A"
      : r2Gain > 0.07
      ? "C"
      : "B",
  };
}

function groupSizes(
  { strata, groups, categories }: MatchedCounts,
): readonly number[] {
  return Array.from({ length: groups }, (_, g) => {
    let n = 0;
    for (const { counts } of strata) {
      for (let k = 0; k < categories; k++) n += counts[g * categories + k]!;
    }
    return n;
  });
}
