import { adjustBenjaminiHochberg, empiricalBayes } from "#lib/inference/mod.ts";
import { studentCdf } from "#lib/numerics/mod.ts";

/** A unit's mean minus the mean expected of its pupils. */
export interface Deviation {
  /** Points. */
  readonly value: number;
  /** Points, above 0. */
  readonly standardError: number;
  /** `Infinity` where normal. */
  readonly degreesOfFreedom: number;
}

/** What may be said of a unit's result given its pupils' background. */
export type Verdict = "as-expected" | "above" | "below";

/** A deviation drawn towards the others, and what it comes to. */
export interface JudgedDeviation {
  /** Drawn towards the mean of all units by how little is known of the unit, points. */
  readonly shrunken: number;
  /** SD of the true deviation given the data, points. */
  readonly shrunkenError: number;
  /** Of the deviation being 0, two-sided, before the number of units is counted in. */
  readonly pValue: number;
  /** "as-expected" unless the deviation stands out among all units together. */
  readonly verdict: Verdict;
}

/** Options for {@linkcode judgeDeviations}. */
export interface JudgeOptions {
  /** Expected share of false flags among the flags. @default {0.05} */
  readonly falseDiscoveryRate?: number;
}

/**
 * Judges the deviations of many units at once; the default word is "as expected".
 *
 * A unit is flagged when its p-value, adjusted for the number of units judged, is
 * below the rate. The shrunken value is what to show: the largest deviations of
 * small schools are mostly chance. Fewer than 2 units are not drawn together.
 *
 * @throws {RangeError} If a standard error is not above 0.
 * @see Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
 */
export function judgeDeviations(
  deviations: readonly Deviation[],
  { falseDiscoveryRate = 0.05 }: JudgeOptions = {},
): readonly JudgedDeviation[] {
  const pValues = deviations.map(
    ({ value, standardError, degreesOfFreedom }) => {
      if (!(standardError > 0)) {
        throw new RangeError(
          `Cannot judge a deviation: standard error ${standardError} is not above 0`,
        );
      }
      return 2 * studentCdf(-Math.abs(value) / standardError, degreesOfFreedom);
    },
  );
  const adjusted = adjustBenjaminiHochberg(pValues);
  const shrunk = deviations.length < 2 ? null : empiricalBayes(
    deviations.map(({ value }) => value),
    deviations.map(({ standardError }) => standardError),
  );
  return deviations.map(({ value, standardError }, i) => ({
    shrunken: shrunk?.means[i] ?? value,
    shrunkenError: shrunk?.standardDeviations[i] ?? standardError,
    pValue: pValues[i]!,
    verdict: adjusted[i]! >= falseDiscoveryRate
      ? "as-expected"
      : value > 0
      ? "above"
      : "below",
  }));
}
