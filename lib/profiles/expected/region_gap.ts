import {
  type ColumnBlock,
  decomposeGap,
  type GapDecomposition,
  type GapPart,
} from "#lib/background/mod.ts";
import {
  type Estimate,
  jackknifeDesign,
  makeEstimate,
  type NoEstimate,
  type ReplicateData,
} from "#lib/inference/mod.ts";
import { isTooFew } from "../disclosure.ts";
import type { Cell, HiddenReason } from "../types.ts";
import type { RegionColumns } from "./region_columns.ts";

/** Gender and grade: in every comparison. */
export const PUPIL: ColumnBlock = { name: "pupil", columns: ["girl", "grade"] };

/** The school's pupils. */
export const SCHOOL: ColumnBlock = { name: "school", columns: ["schoolMean"] };

/** The home, 0 and a mark where it is unknown. */
export const HOME: ColumnBlock = {
  name: "background",
  columns: ["background", "unknown"],
};

/** Pupils with a jackknife over schools within municipalities. */
export function dataOf(
  { values, weight, school, municipality, columns }: RegionColumns,
): ReplicateData {
  return {
    values,
    columns,
    design: jackknifeDesign(weight, { clusters: school, strata: municipality }),
  };
}

/**
 * Why a group cannot be shown, null where it can: every group needs pupils enough of
 * known background, or what follows background could not be told from what does not.
 */
export function whyHidden(
  { columns }: RegionColumns,
  groups: readonly string[],
): HiddenReason | null {
  const people = groups.map((group) =>
    columns[group]!.reduce(
      (sum, flag, i) => sum + flag * (1 - columns.unknown![i]!),
      0,
    )
  );
  if (people.some((n) => n === 0)) return "no-answers";
  return people.some((n) => isTooFew(n)) ? "too-few" : null;
}

/** What the columns do not carry, or one school alone, has no uncertainty to state. */
export function attempt<Value>(compute: () => Value): Value | HiddenReason {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return "no-uncertainty";
    throw error;
  }
}

/** The blocks with those columns that differ between the people of every group. */
export function varying(
  { columns }: RegionColumns,
  groups: readonly string[],
  blocks: readonly ColumnBlock[],
): readonly ColumnBlock[] {
  const varies = (name: string): boolean =>
    groups.every((group) => {
      const members = columns[group]!;
      const first = columns[name]![members.indexOf(1)];
      return columns[name]!.some((x, i) => members[i] === 1 && x !== first);
    });
  return blocks.map((block) => ({
    ...block,
    columns: block.columns.filter(varies),
  })).filter((block) => block.columns.length > 0);
}

/** The gap between two groups of a region, or why it is hidden. */
export function gapOf(
  region: RegionColumns,
  groups: readonly [string, string],
  wanted: readonly ColumnBlock[],
): GapDecomposition | HiddenReason {
  const hidden = whyHidden(region, groups);
  if (hidden !== null) return hidden;
  const blocks = varying(region, groups, wanted);
  return attempt(() => decomposeGap(dataOf(region), { groups, blocks }));
}

/** Total, explained and unexplained of a gap, the link error in total and the rest. */
export function splitCells(
  { gap, parts }: {
    readonly gap: Estimate | NoEstimate;
    readonly parts: {
      readonly explained: GapPart;
      readonly unexplained: GapPart;
    };
  },
  link: number,
): readonly [total: Cell, explained: Cell, unexplained: Cell] {
  return [
    withLink(gap, link),
    cellOf(parts.explained.total),
    withLink(parts.unexplained.total, link),
  ];
}

/** An estimate as a cell. */
export function cellOf(estimate: Estimate | NoEstimate): Cell {
  return typeof estimate === "string" ? { hidden: "no-uncertainty" } : estimate;
}

/** An estimate as a cell, with the link error's variance added. */
export function withLink(estimate: Estimate | NoEstimate, link: number): Cell {
  return typeof estimate === "string"
    ? { hidden: "no-uncertainty" }
    : makeEstimate({ ...estimate, variance: { ...estimate.variance, link } });
}
