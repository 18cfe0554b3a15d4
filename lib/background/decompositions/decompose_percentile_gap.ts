import {
  estimatesByRow,
  type ReplicateData,
  type StatisticOutput,
} from "#lib/inference/mod.ts";
import { type GapDecomposition, nameGapParts } from "./decompose_gap.ts";
import { GAP_PARTS, gapParts } from "./gap_parts.ts";
import {
  GAP_HEAD,
  gapIngredients,
  type GapSpec,
  partsByBlock,
} from "./gap_statistic.ts";
import type { GroupMoments } from "./group_moments.ts";
import type { DensityKernel } from "./kernel_density.ts";
import { preparePercentileGap } from "./prepare_percentile_gap.ts";
import { influenceMoments } from "./influence_moments.ts";
import { weightByReplicate } from "./weighted_group.ts";

/** Two groups, what they may differ in, and at which percentiles they are compared. */
export interface PercentileGapSpec extends GapSpec {
  /** From 0 to 1, rising, e.g. [0.1, 0.5, 0.9]. */
  readonly shares: readonly number[];
  /** How the density at a percentile is smoothed. @default {"epanechnikov"} */
  readonly kernel?: DensityKernel;
}

/** The gap at one percentile; `means` are the percentiles of both groups. */
export interface PercentileGap extends GapDecomposition {
  /** Of the percentile, 0 to 1. */
  readonly share: number;
}

/** Numbers in points, without names. */
export function pointOutputs(count: number): readonly StatisticOutput[] {
  return Array.from({ length: count }, (_, k): StatisticOutput => ({
    label: `number ${k}`,
    unit: "points",
  }));
}

/** Mean of the scores of a group, here its percentile. */
export function meanScore({ withScores, cross }: GroupMoments): number {
  return withScores[0]! / cross[0]!;
}

/**
 * Splits the gap between two groups at percentiles of their scores as
 * {@linkcode decomposeGap} does that of their means, by regressions of the recentred
 * influence function; percentile, density and its bandwidth are computed anew in every
 * replicate and plausible value.
 *
 * @throws {RangeError} If a group is too small, its columns are constant or depend on
 * each other, or shares are not rising between 0 and 1.
 * @see Firpo, Fortin and Lemieux (2018), Econometrics 6(2), 28.
 */
export function decomposePercentileGap(
  data: ReplicateData,
  spec: PercentileGapSpec,
): readonly PercentileGap[] {
  const { blocks, shares, kernel = "epanechnikov", reference = "pooled" } =
    spec;
  const { groups, expanded, weightsOf, n } = preparePercentileGap(data, spec);
  const width = GAP_HEAD + GAP_PARTS.length * (2 + blocks.length);
  const found = estimatesByRow({
    outputs: pointOutputs(shares.length * width),
    n,
    prepare: (weights, replicate) => {
      const weighted = groups.map((group) =>
        weightByReplicate(group, weightsOf(group, weights), { replicate })
      );
      return (_, draw) => {
        const numbers = new Float64Array(shares.length * width).fill(NaN);
        const [first, second] = weighted.map((group) =>
          influenceMoments(group, draw, { shares, kernel })
        );
        if (!first || !second) return numbers;
        shares.forEach((_, s) => {
          const a = first[s]!, b = second[s]!;
          const ingredients = gapIngredients([a, b], reference);
          if (ingredients === null) return;
          const head = [meanScore(a), meanScore(b)] as const;
          numbers.set([...head, head[0] - head[1]], s * width);
          numbers.set(
            partsByBlock(gapParts(ingredients, expanded), expanded.block, {
              blocks: blocks.length,
            }),
            s * width + GAP_HEAD,
          );
        });
        return numbers;
      };
    },
  }, data).map(({ estimate }) => estimate);
  return shares.map((share, s) => {
    const own = found.slice(s * width, (s + 1) * width);
    return {
      share,
      means: [own[0]!, own[1]!],
      gap: own[2]!,
      parts: nameGapParts(own.slice(GAP_HEAD), spec),
    };
  });
}
