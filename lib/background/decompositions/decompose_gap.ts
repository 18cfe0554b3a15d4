import {
  type DegreesOfFreedomRule,
  type Estimate,
  type NoEstimate,
  type ReplicateData,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import { columnsOf } from "./column_block.ts";
import { checkGroupColumns } from "./check_group_columns.ts";
import { GAP_PARTS, type GapPartName } from "./gap_parts.ts";
import { GAP_HEAD, type GapSpec, gapStatistic } from "./gap_statistic.ts";

/** A part of a gap. */
export interface GapPart {
  /** Of all columns, points. */
  readonly total: Estimate | NoEstimate;
  /** Of the constant: 0, without uncertainty, where only means differ. */
  readonly constant: Estimate | NoEstimate;
  /** Of each block, by name; with the constant they sum to the total. */
  readonly blocks: Readonly<Record<string, Estimate | NoEstimate>>;
}

/** A gap between two groups and what it is made of, in points. */
export interface GapDecomposition {
  /** Mean of the first group and of the second. */
  readonly means: readonly [Estimate | NoEstimate, Estimate | NoEstimate];
  /** First mean less second. */
  readonly gap: Estimate | NoEstimate;
  /**
   * Threefold: endowments, coefficients and interaction sum to the gap. Twofold:
   * explained and unexplained do.
   */
  readonly parts: Readonly<Record<GapPartName, GapPart>>;
}

/** Options for {@linkcode decomposeGap}. */
export interface DecomposeGapOptions {
  /** How degrees of freedom are put together. @default {"combined"} */
  readonly degreesOfFreedom?: DegreesOfFreedomRule;
}

/** Total, constant's and blocks' numbers of each part, under their names. */
export function nameParts<T, Part extends string>(
  values: readonly T[],
  parts: readonly Part[],
  { blocks }: Pick<GapSpec, "blocks">,
): Readonly<Record<Part, NamedPart<T>>> {
  const width = 2 + blocks.length;
  const named: Partial<Record<Part, NamedPart<T>>> = {};
  parts.forEach((part, k) => {
    named[part] = {
      total: values[k * width]!,
      constant: values[k * width + 1]!,
      blocks: Object.fromEntries(
        blocks.map(({ name }, b) => [name, values[k * width + 2 + b]!]),
      ),
    };
  });
  return named as Record<Part, NamedPart<T>>;
}

/** A part's numbers. */
export interface NamedPart<T> {
  /** Of all columns. */
  readonly total: T;
  /** Of the constant. */
  readonly constant: T;
  /** Of each block, by name. */
  readonly blocks: Readonly<Record<string, T>>;
}

/** Names the numbers of {@linkcode GAP_PARTS}. */
export function nameGapParts<T>(
  values: readonly T[],
  spec: Pick<GapSpec, "blocks">,
): Readonly<Record<GapPartName, NamedPart<T>>> {
  return nameParts(values, GAP_PARTS, spec);
}

/**
 * Splits the gap in scores between two groups, e.g. two waves or pupils of more and of
 * less advantaged homes, into what follows from who they are and what from how much it
 * counts; with plausible values and replicates.
 *
 * Between waves, give the rows of both below each other with a replicate design that
 * leaves a school out of both: "explained" is then the change in composition, and
 * "unexplained" that in what the same background goes with. It is a split of a
 * difference, not of causes.
 *
 * @throws {RangeError} If a group is smaller than its number of columns, or its columns
 * are constant or depend on each other.
 */
export function decomposeGap(
  data: ReplicateData,
  spec: GapSpec,
  options: DecomposeGapOptions = {},
): GapDecomposition {
  checkGroupColumns(data, {
    groups: spec.groups,
    columns: columnsOf(spec.blocks),
  });
  const estimates = replicateEstimates([gapStatistic(spec)], data, options)
    .map(({ estimate }) => estimate);
  return {
    means: [estimates[0]!, estimates[1]!],
    gap: estimates[2]!,
    parts: nameGapParts(estimates.slice(GAP_HEAD), spec),
  };
}
