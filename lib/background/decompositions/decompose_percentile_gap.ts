import {
  type Estimate,
  estimatesByRow,
  type NoEstimate,
  type ReplicateData,
  type StatisticOutput,
} from "#lib/inference/mod.ts";
import { columnsOf } from "./column_block.ts";
import {
  type GapDecomposition,
  type GapPart,
  nameGapParts,
  nameParts,
} from "./decompose_gap.ts";
import { GAP_PARTS, gapParts } from "./gap_parts.ts";
import {
  GAP_HEAD,
  gapIngredients,
  type GapSpec,
  partsByBlock,
} from "./gap_statistic.ts";
import type { GroupMoments } from "./group_moments.ts";
import { counterfactualWeights, fitGroupOdds } from "./group_odds.ts";
import type { DensityKernel } from "./kernel_density.ts";
import { preparePercentileGap } from "./prepare_percentile_gap.ts";
import { influenceMoments } from "./influence_moments.ts";
import { weightByReplicate, weightByRow } from "./weighted_group.ts";

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

/** Parts of a gap at a percentile when the second group is reweighted to the first's background. */
export const REWEIGHTED_PARTS = [
  "composition",
  "specificationError",
  "structure",
  "reweightingError",
] as const;

/** Name of such a part. */
export type ReweightedPartName = typeof REWEIGHTED_PARTS[number];

/** The gap at one percentile with reweighting. */
export interface ReweightedPercentileGap {
  /** Of the percentile, 0 to 1. */
  readonly share: number;
  /** Percentile of the first group less that of the second, points. */
  readonly gap: Estimate | NoEstimate;
  /**
   * Composition and structure, and the two errors that say whether straight lines and
   * the reweighting hold; all four sum to the gap.
   */
  readonly parts: Readonly<Record<ReweightedPartName, GapPart>>;
}

function outputs(count: number): readonly StatisticOutput[] {
  return Array.from({ length: count }, (_, k): StatisticOutput => ({
    label: `number ${k}`,
    unit: "points",
  }));
}

/** Mean of the scores of a group, here its percentile. */
function meanScore({ withScores, cross }: GroupMoments): number {
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
    outputs: outputs(shares.length * width),
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

/** Explained and unexplained parts at the second group's coefficients, by block. */
function partsAtSecond(
  first: GroupMoments,
  second: GroupMoments,
  { expanded, blocks }: {
    readonly expanded: Parameters<typeof gapParts>[1];
    readonly blocks: number;
  },
): Float64Array | null {
  const ingredients = gapIngredients([first, second], 0);
  if (ingredients === null) return null;
  return partsByBlock(gapParts(ingredients, expanded), expanded.block, {
    blocks,
  }).slice(GAP_PARTS.indexOf("explained") * (2 + blocks));
}

/**
 * {@linkcode decomposePercentileGap} with the second group reweighted to the first's
 * background, by the odds of a logistic regression that is fitted anew in every
 * replicate. Composition is what the reweighting changes, structure what remains; each
 * comes with the error made by taking lines for straight.
 *
 * @throws {RangeError} As there; besides, if the columns tell the groups apart for certain.
 * @see Firpo, Fortin and Lemieux (2018), Econometrics 6(2), 28, section 4.
 */
export function reweightPercentileGap(
  data: ReplicateData,
  spec: Omit<PercentileGapSpec, "reference">,
): readonly ReweightedPercentileGap[] {
  const { blocks, shares, kernel = "epanechnikov" } = spec;
  const { groups, expanded, weightsOf, n } = preparePercentileGap(data, spec);
  const [first, second] = groups;
  const each = 2 * (2 + blocks.length), width = 1 + 2 * each;
  let start = new Float64Array(columnsOf(blocks).length + 1);
  const full = [first, second].map((group) =>
    weightsOf(group, data.design.weights)
  );
  const fitted = fitGroupOdds(groups, [full[0]!, full[1]!], { start });
  if (fitted === null) {
    throw new RangeError(
      `Cannot reweight "${spec.groups[1]}" to "${spec.groups[0]}": columns ${
        columnsOf(blocks).join(", ")
      } tell the groups apart for certain`,
    );
  }
  start = Float64Array.from(fitted);
  const found = estimatesByRow({
    outputs: outputs(shares.length * width),
    n,
    prepare: (weights, replicate) => {
      const own = [
        weightsOf(first, weights),
        weightsOf(second, weights),
      ] as const;
      const coefficients = fitGroupOdds(groups, own, { start });
      const weighted = coefficients && [
        weightByReplicate(first, own[0], { replicate }),
        weightByRow(
          second,
          counterfactualWeights(second, own[1], { coefficients }),
        ),
        weightByReplicate(second, own[1], { replicate }),
      ];
      return (_, draw) => {
        const numbers = new Float64Array(shares.length * width).fill(NaN);
        const [a, c, b] = (weighted ?? []).map((group) =>
          influenceMoments(group, draw, { shares, kernel })
        );
        if (!a || !b || !c) return numbers;
        shares.forEach((_, s) => {
          const options = { expanded, blocks: blocks.length };
          const composition = partsAtSecond(c[s]!, b[s]!, options);
          const structure = partsAtSecond(a[s]!, c[s]!, options);
          if (composition === null || structure === null) return;
          const half = each / 2;
          const at = s * width;
          numbers[at] = meanScore(a[s]!) - meanScore(b[s]!);
          numbers.set(composition, at + 1);
          numbers.set(structure.subarray(half), at + 1 + each);
          numbers.set(structure.subarray(0, half), at + 1 + each + half);
        });
        return numbers;
      };
    },
  }, data).map(({ estimate }) => estimate);
  return shares.map((share, s) => {
    const own = found.slice(s * width, (s + 1) * width);
    return {
      share,
      gap: own[0]!,
      parts: nameParts(own.slice(1), REWEIGHTED_PARTS, { blocks }),
    };
  });
}
