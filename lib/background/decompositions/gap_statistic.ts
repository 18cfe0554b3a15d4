import type {
  ReplicateStatistic,
  StatisticOutput,
} from "#lib/inference/mod.ts";
import { checkBlocks, type ColumnBlock, columnsOf } from "./column_block.ts";
import { expandColumns } from "./expanded_columns.ts";
import { GAP_PARTS, gapParts } from "./gap_parts.ts";
import {
  coefficientsOf,
  columnOrigins,
  type GroupMoments,
  meansOf,
  momentCount,
  momentTerms,
  readMoments,
} from "./group_moments.ts";
import { type GapReference, referenceWeights } from "./reference_weights.ts";

/** Two groups, what they may differ in, and how the gap between them is split. */
export interface GapSpec {
  /** Names of two columns that are 1 for the people of a group; first less second is the gap. */
  readonly groups: readonly [first: string, second: string];
  /** What the groups may differ in. */
  readonly blocks: readonly ColumnBlock[];
  /** Coefficients at which the explained part is counted. @default {"pooled"} */
  readonly reference?: GapReference;
}

/** Numbers before the parts: both means and the gap. */
export const GAP_HEAD = 3;

function outputsOf(
  { groups, blocks }: GapSpec,
): readonly StatisticOutput[] {
  const labels = [
    `mean of ${groups[0]}`,
    `mean of ${groups[1]}`,
    "gap",
    ...GAP_PARTS.flatMap((part) => [
      part,
      `${part}: constant`,
      ...blocks.map(({ name }) => `${part}: ${name}`),
    ]),
  ];
  return labels.map((label) => ({ label, unit: "points" }));
}

/** Total, constant's and each block's share of the parts, part after part. */
export function partsByBlock(
  parts: Float64Array,
  block: Int32Array,
  { blocks }: { readonly blocks: number },
): Float64Array {
  const width = 2 + blocks;
  const result = new Float64Array(GAP_PARTS.length * width);
  for (let part = 0; part < GAP_PARTS.length; part++) {
    block.forEach((b, e) => {
      const value = parts[part * block.length + e]!;
      result[part * width]! += value;
      result[part * width + 2 + b]! += value;
    });
  }
  return result;
}

/** Means, coefficients and Ω of two groups; `null` where something is not determined. */
export function gapIngredients(
  [first, second]: readonly [GroupMoments, GroupMoments],
  reference: GapReference,
): {
  readonly means: readonly [Float64Array, Float64Array];
  readonly coefficients: readonly [Float64Array, Float64Array];
  readonly weights: Float64Array;
} | null {
  if (!(first.cross[0]! > 0 && second.cross[0]! > 0)) return null;
  const b1 = coefficientsOf(first), b2 = coefficientsOf(second);
  const weights = referenceWeights(first, second, { reference });
  if (b1 === null || b2 === null || weights === null) return null;
  return {
    means: [meansOf(first), meansOf(second)],
    coefficients: [b1, b2],
    weights,
  };
}

/**
 * The Oaxaca–Blinder decomposition of a gap in scores, two- and threefold, as a function
 * of weighted sums, so that it is computed anew for every plausible value and replicate.
 *
 * Its numbers are both means, the gap, then for each of {@linkcode GAP_PARTS} the total,
 * the constant's part and each block's; all are NaN where the columns of a group are
 * constant or depend on each other. The blocks' parts of "coefficients" and "unexplained"
 * depend on where the zero of a number is; totals and "endowments" do not.
 *
 * @throws {RangeError} If there are no columns or one occurs twice.
 * @see Jann (2008), Stata Journal 8, 453–479.
 */
export function gapStatistic(spec: GapSpec): ReplicateStatistic {
  const { groups, blocks, reference = "pooled" } = spec;
  checkBlocks(blocks);
  const names = columnsOf(blocks);
  const width = momentCount(names);
  const columns = names.length + 1;
  return {
    outputs: outputsOf(spec),
    terms: groups.flatMap((group) => momentTerms(names, group)),
    percentiles: [],
    evaluate: (sums, out, origins) => {
      const first = readMoments(sums, 0, { columns });
      const second = readMoments(sums, width, { columns });
      const ingredients = gapIngredients([first, second], reference);
      if (ingredients === null) {
        out.fill(NaN);
        return;
      }
      const expanded = expandColumns(blocks, columnOrigins(names, origins));
      out[0] = origins.score + first.withScores[0]! / first.cross[0]!;
      out[1] = origins.score + second.withScores[0]! / second.cross[0]!;
      out[2] = out[0]! - out[1]!;
      const parts = gapParts(ingredients, expanded);
      out.set(
        partsByBlock(parts, expanded.block, { blocks: blocks.length }),
        GAP_HEAD,
      );
    },
  };
}
