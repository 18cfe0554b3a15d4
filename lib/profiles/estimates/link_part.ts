import { exp, normalQuantile } from "#lib/numerics/mod.ts";
import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { LinkPair } from "#lib/scaling/mod.ts";
import type { Statistic } from "../statistics.ts";

/** What the choice of common items adds to the uncertainty of a change. */
export interface LinkPart {
  /** In squared units of the statistic. */
  readonly variance: number;
  /** Above 0. */
  readonly degreesOfFreedom: number;
}

/** The part of everything that is not a change over waves. */
export const NO_LINK: LinkPart = { variance: 0, degreesOfFreedom: Infinity };

/** Which change it is. */
export interface LinkedChange {
  readonly statistic: Statistic;
  readonly from: number;
  readonly to: number;
  /** Mean of the statistic in the two waves, for those that the unit stretches. */
  readonly level: number;
}

/** A unit with hardly anybody beyond the cut still has this share there. */
const SMALLEST_SHARE = 0.005;

/**
 * How many people of a unit stand at a cut, relative to all: a scale that moves
 * carries them over it. Normal densities at the quantiles of the two shares; for
 * 13 municipalities on four scales of the sample they are within 2 % of the counted
 * ones on average and 6 % at most, where the density of all is 11 and 32 % off.
 */
function relativeDensity(own: number, all: number): number {
  if (Number.isNaN(own)) return 1;
  const quantile = (share: number): number =>
    normalQuantile(
      Math.min(1 - SMALLEST_SHARE, Math.max(SMALLEST_SHARE, share)),
    );
  const [a, b] = [quantile(own), quantile(all)];
  return exp((b * b - a * a) / 2);
}

/**
 * The link part of a change between two waves of any unit.
 *
 * It is the same for all units: the scale itself has moved. Only what that does to
 * a share depends on how many people of the unit stand at the cut. That is why it belongs
 * in a change over waves and nowhere else: contrasts between units of the same
 * waves cancel it, and the mean of one wave, which readers hold against other
 * units of that wave, is free of it too. A slope or a gap between groups moves only
 * as the scale stretches, the share explained not at all.
 *
 * @param pairs The scale's link errors; a pair that is missing counts as 0.
 */
export function linkPart(
  pairs: readonly LinkPair[],
  { statistic, from, to, level }: LinkedChange,
): LinkPart {
  const pair = pairs.find((p) => p.from === from && p.to === to);
  if (!pair) return NO_LINK;
  const { degreesOfFreedom } = pair;
  switch (statistic) {
    case "mean":
    case "same-grade":
    case "same-cohort":
    case "followed":
      return { variance: pair.mean, degreesOfFreedom };
    case "standard-deviation":
      return { variance: pair.standardDeviation, degreesOfFreedom };
    case "percentile-10":
    case "percentile-90": {
      // A shift of the whole, and a stretch that moves what lies far from it.
      const away = level - SCORE_ORIGIN;
      return {
        variance: pair.mean + away * away * pair.unit,
        degreesOfFreedom,
      };
    }
    case "share-low": {
      const crowd = relativeDensity(level, pair.levelLow);
      return { variance: pair.shareLow * crowd * crowd, degreesOfFreedom };
    }
    case "share-high": {
      const crowd = relativeDensity(level, pair.levelHigh);
      return { variance: pair.shareHigh * crowd * crowd, degreesOfFreedom };
    }
    case "gradient":
    case "education-gap":
      return { variance: level * level * pair.unit, degreesOfFreedom };
    default:
      return NO_LINK;
  }
}
