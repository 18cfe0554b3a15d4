import {
  type ColumnBlock,
  decomposeGap,
  type FitShares,
  type GapDecomposition,
  shareOutFit,
} from "#lib/background/mod.ts";
import {
  type Estimate,
  jackknifeDesign,
  makeEstimate,
  type NoEstimate,
  type ReplicateData,
} from "#lib/inference/mod.ts";
import { isTooFew } from "../disclosure.ts";
import { linkPart } from "../link_part.ts";
import type { ScaleInput } from "../scale_input.ts";
import type { Cell, HiddenReason } from "../types.ts";
import type {
  DecompositionResults,
  ShareLevel,
} from "./decomposition_types.ts";
import { type RegionColumns, regionColumns } from "./region_columns.ts";

/** Whose decompositions are wanted. */
export interface DecompositionPlaces {
  /** Id of the scale. */
  readonly scale: string;
  /** Number of the first municipality. */
  readonly firstMunicipality: number;
}

/**
 * Takes apart, for the programme and every municipality, the change from the first to
 * the last wave, the gap between homes in the last wave, and the explained share.
 *
 * Jackknife over schools within municipalities, a school left out of both waves at
 * once, in every plausible value.
 */
export function estimateDecompositions(
  input: ScaleInput,
  { scale, firstMunicipality }: DecompositionPlaces,
): readonly DecompositionResults[] {
  const last = input.waves - 1;
  if (last === 0) return [];
  const regions = [
    null,
    ...Array.from({ length: input.municipalities }, (_, m) => m),
  ];
  return regions.flatMap((region): DecompositionResults[] => {
    const both = regionColumns(input, region, [0, last]);
    const latest = regionColumns(input, region, [last]);
    if (both.weight.length === 0) return [];
    return [{
      unit: region === null ? 0 : firstMunicipality + region,
      scale,
      from: input.years[0]!,
      to: input.years[last]!,
      change: changeOf(input, both),
      homes: homesOf(latest),
      shares: sharesOf(latest, region === null),
    }];
  });
}

function changeOf(
  input: ScaleInput,
  region: RegionColumns,
): DecompositionResults["change"] {
  const groups = ["last", "first"] as const;
  const gap = gapOf(region, groups, [
    { name: "background", columns: ["background", "unknown"] },
    { name: "pupil", columns: ["girl", "grade"] },
  ]);
  const link = linkPart(input.link, {
    statistic: "mean",
    from: 0,
    to: input.waves - 1,
    level: NaN,
  }).variance;
  if (typeof gap === "string") {
    const hidden = { hidden: gap } as const;
    return { total: hidden, composition: hidden, remainder: hidden };
  }
  return {
    total: withLink(gap.gap, link),
    composition: cellOf(gap.parts.explained.total),
    remainder: withLink(gap.parts.unexplained.total, link),
  };
}

function homesOf(region: RegionColumns): DecompositionResults["homes"] {
  const gap = gapOf(region, ["high", "low"], [
    { name: "school", columns: ["schoolMean"] },
    { name: "pupil", columns: ["girl", "grade"] },
  ]);
  if (typeof gap === "string") {
    const hidden = { hidden: gap } as const;
    return { total: hidden, schools: hidden, remainder: hidden };
  }
  return {
    total: cellOf(gap.gap),
    schools: cellOf(gap.parts.explained.total),
    remainder: cellOf(gap.parts.unexplained.total),
  };
}

const LEVELS: readonly (readonly [ShareLevel, readonly string[]])[] = [
  ["pupil", ["girl", "grade"]],
  ["family", ["background", "unknown"]],
  ["class", ["classMean"]],
  ["school", ["schoolMean"]],
  ["municipality", ["municipalityMean"]],
];

function sharesOf(
  region: RegionColumns,
  isProgramme: boolean,
): DecompositionResults["shares"] {
  const everyone = region.weight.map(() => 1);
  const levels = LEVELS.filter(([level]) =>
    isProgramme || level !== "municipality"
  );
  const blocks = varying(
    region,
    [everyone],
    levels.map(([name, columns]) => ({
      name,
      columns,
    })),
  );
  const fit = isTooFew(region.weight.length)
    ? "too-few"
    : attempt(() => shareOutFit(dataOf(region), { blocks }));
  const cellsOf = ({ total, blocks }: FitShares) => ({
    total: cellOf(total),
    ...Object.fromEntries(
      Object.entries(blocks).map(([name, part]) => [name, cellOf(part)]),
    ),
  });
  return typeof fit === "string" ? { total: { hidden: fit } } : cellsOf(fit);
}

function gapOf(
  region: RegionColumns,
  groups: readonly [string, string],
  wanted: readonly ColumnBlock[],
): GapDecomposition | HiddenReason {
  const members = groups.map((group) => region.columns[group]!);
  const people = members.map((flags) => flags.reduce((a, b) => a + b, 0));
  if (people.some((n) => n === 0)) return "no-answers";
  if (people.some((n) => isTooFew(n))) return "too-few";
  const blocks = varying(region, members, wanted);
  return attempt(() => decomposeGap(dataOf(region), { groups, blocks }));
}

/** What the columns do not carry, or one school alone, has no uncertainty to state. */
function attempt<Value>(compute: () => Value): Value | HiddenReason {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return "no-uncertainty";
    throw error;
  }
}

/** The blocks with those columns that differ between the people of every group. */
function varying(
  { columns }: RegionColumns,
  groups: readonly Float64Array[],
  blocks: readonly ColumnBlock[],
): readonly ColumnBlock[] {
  const varies = (name: string): boolean =>
    groups.every((members) => {
      const first = columns[name]![members.findIndex((flag) => flag === 1)];
      return columns[name]!.some((x, i) => members[i] === 1 && x !== first);
    });
  return blocks.map((block) => ({
    ...block,
    columns: block.columns.filter(varies),
  })).filter((block) => block.columns.length > 0);
}

function dataOf(
  { values, weight, school, municipality, columns }: RegionColumns,
): ReplicateData {
  return {
    values,
    columns,
    design: jackknifeDesign(weight, { clusters: school, strata: municipality }),
  };
}

function cellOf(estimate: Estimate | NoEstimate): Cell {
  return typeof estimate === "string" ? { hidden: "no-uncertainty" } : estimate;
}

function withLink(estimate: Estimate | NoEstimate, link: number): Cell {
  return typeof estimate === "string"
    ? { hidden: "no-uncertainty" }
    : makeEstimate({ ...estimate, variance: { ...estimate.variance, link } });
}
