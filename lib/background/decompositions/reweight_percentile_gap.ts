import {
  type Estimate,
  estimatesByRow,
  type NoEstimate,
  type ReplicateData,
} from "#lib/inference/mod.ts";
import { columnsOf } from "./column_block.ts";
import { type GapPart, nameParts } from "./decompose_gap.ts";
import {
  meanScore,
  type PercentileGapSpec,
  pointOutputs,
} from "./decompose_percentile_gap.ts";
import type { ExpandedColumns } from "./expanded_columns.ts";
import { GAP_PARTS, gapParts } from "./gap_parts.ts";
import { gapIngredients, partsByBlock } from "./gap_statistic.ts";
import type { GroupMoments } from "./group_moments.ts";
import { counterfactualWeights, fitGroupOdds } from "./group_odds.ts";
import { influenceMoments } from "./influence_moments.ts";
import {
  type PreparedPercentileGap,
  preparePercentileGap,
} from "./prepare_percentile_gap.ts";
import {
  weightByReplicate,
  weightByRow,
  type WeightedGroup,
} from "./weighted_group.ts";

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

/** Explained and unexplained parts at the second group's coefficients, by block. */
function partsAtSecond(
  first: GroupMoments,
  second: GroupMoments,
  { expanded, blocks }: {
    readonly expanded: ExpandedColumns;
    readonly blocks: number;
  },
): Float64Array | null {
  const ingredients = gapIngredients([first, second], 0);
  if (ingredients === null) return null;
  return partsByBlock(gapParts(ingredients, expanded), expanded.block, {
    blocks,
  }).slice(GAP_PARTS.indexOf("explained") * (2 + blocks));
}

/** The gap and its four parts, from the first group, the reweighted second, and the second. */
function reweightedNumbers(
  [a, c, b]: readonly [GroupMoments, GroupMoments, GroupMoments],
  options: { readonly expanded: ExpandedColumns; readonly blocks: number },
): readonly number[] | null {
  const composition = partsAtSecond(c, b, options);
  const structure = partsAtSecond(a, c, options);
  if (composition === null || structure === null) return null;
  const half = 2 + options.blocks;
  return [
    meanScore(a) - meanScore(b),
    ...composition,
    ...structure.subarray(half),
    ...structure.subarray(0, half),
  ];
}

/** Weights the groups of every replicate, the second also to the first's background. */
function reweighting(
  data: ReplicateData,
  { groups, weightsOf }: PreparedPercentileGap,
  { describe }: { readonly describe: () => string },
): (
  weights: Float64Array,
  replicate: number,
) => readonly WeightedGroup[] | null {
  const [first, second] = groups;
  const ofBoth = (weights: Float64Array) =>
    [weightsOf(first, weights), weightsOf(second, weights)] as const;
  const start = fitGroupOdds(groups, ofBoth(data.design.weights), {
    start: new Float64Array(first.columns),
  });
  if (start === null) {
    throw new RangeError(`Cannot reweight ${describe()}`);
  }
  return (weights, replicate) => {
    const [own, other] = ofBoth(weights);
    const coefficients = fitGroupOdds(groups, [own, other], { start });
    return coefficients && [
      weightByReplicate(first, own, { replicate }),
      weightByRow(
        second,
        counterfactualWeights(second, other, { coefficients }),
      ),
      weightByReplicate(second, other, { replicate }),
    ];
  };
}

/**
 * Splits the gap at percentiles as `decomposePercentileGap` does, with the second group
 * reweighted to the first's background by the odds of a logistic regression that is
 * fitted anew in every replicate. Composition is what the reweighting changes, structure
 * what remains; each comes with the error made by taking lines for straight. It looks at
 * all people in every replicate and takes several times as long.
 *
 * @throws {RangeError} As there; besides, if the columns tell the groups apart for certain.
 * @see Firpo, Fortin and Lemieux (2018), Econometrics 6(2), 28, section 4.
 */
export function reweightPercentileGap(
  data: ReplicateData,
  spec: Omit<PercentileGapSpec, "reference">,
): readonly ReweightedPercentileGap[] {
  const { blocks, shares, kernel = "epanechnikov" } = spec;
  const prepared = preparePercentileGap(data, spec);
  const options = { expanded: prepared.expanded, blocks: blocks.length };
  const width = 1 + REWEIGHTED_PARTS.length * (2 + blocks.length);
  const weigh = reweighting(data, prepared, {
    describe: () =>
      `"${spec.groups[1]}" to "${spec.groups[0]}": columns ${
        columnsOf(blocks).join(", ")
      } tell the groups apart for certain`,
  });
  const found = estimatesByRow({
    outputs: pointOutputs(shares.length * width),
    n: prepared.n,
    prepare: (weights, replicate) => {
      const weighted = weigh(weights, replicate) ?? [];
      return (_, draw) => {
        const numbers = new Float64Array(shares.length * width).fill(NaN);
        const [a, c, b] = weighted.map((group) =>
          influenceMoments(group, draw, { shares, kernel })
        );
        if (!a || !c || !b) return numbers;
        shares.forEach((_, s) => {
          const own = reweightedNumbers([a[s]!, c[s]!, b[s]!], options);
          if (own) numbers.set(own, s * width);
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
