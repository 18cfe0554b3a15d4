import {
  type ColumnBlock,
  decomposePercentileGap,
  explainSlope,
  GAP_HEAD,
  GAP_PARTS,
  gapStatistic,
} from "#lib/background/mod.ts";
import {
  combinedStatistic,
  type Estimate,
  makeEstimate,
  type NoEstimate,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import { linkPart } from "../estimates/link_part.ts";
import type { ScaleInput } from "../scale_input.ts";
import type { Cell } from "../types.ts";
import type {
  DeeperResults,
  HomesExplained,
  HomesSplit,
  PercentileSplit,
} from "./decomposition_types.ts";
import { onlyGroup, type RegionColumns } from "./region_columns.ts";
import {
  attempt,
  cellOf,
  dataOf,
  HOME,
  PUPIL,
  SCHOOL,
  splitCells,
  varying,
  whyHidden,
  withLink,
} from "./region_gap.ts";

/** The whole programme's pupils. */
export interface DeeperInput {
  /** Of the first and the last wave. */
  readonly both: RegionColumns;
  /** Those of the last wave in the highest and lowest group of parents' education. */
  readonly ends: RegionColumns;
  /** Components of the index beside the parents' education, by id. */
  readonly components: readonly string[];
}

/** Shares of the percentiles that are looked at. */
const SHARES = [0.1, 0.5, 0.9] as const;

/** Splits that need more pupils than a municipality has. */
export function deeperResults(
  input: ScaleInput,
  { both, ends, components }: DeeperInput,
): DeeperResults {
  return {
    percentiles: percentileSplits(input, { both, ends }),
    homes: homesExplained(ends, components),
    homesChange: homesChange(input, onlyGroup(both, "lowOrHigh")),
  };
}

function percentilesOf(
  region: RegionColumns,
  groups: readonly [string, string],
  wanted: readonly ColumnBlock[],
) {
  const found = whyHidden(region, groups) ??
    attempt(() =>
      decomposePercentileGap(dataOf(region), {
        groups,
        blocks: varying(region, groups, wanted),
        shares: SHARES,
      })
    );
  return typeof found === "string" ? null : found;
}

function percentileSplits(
  input: ScaleInput,
  { both, ends }: Pick<DeeperInput, "both" | "ends">,
): readonly PercentileSplit[] {
  const changes = percentilesOf(both, ["last", "first"], [HOME, PUPIL]);
  const gaps = percentilesOf(ends, ["high", "low"], [SCHOOL, PUPIL]);
  if (changes === null || gaps === null) return [];
  return SHARES.map((share, k) => {
    const levels = changes[k]!.means.map((level) =>
      typeof level === "string" ? NaN : level.value
    );
    const { variance } = linkPart(input.link, {
      // Any percentile is moved alike: a shift, and a stretch by its own distance.
      statistic: "percentile-10",
      from: 0,
      to: input.waves - 1,
      level: (levels[0]! + levels[1]!) / 2,
    });
    const [total, composition, remainder] = splitCells(changes[k]!, variance);
    const [gap, schools, rest] = splitCells(gaps[k]!, 0);
    return {
      share,
      change: { total, composition, remainder },
      homes: { total: gap, schools, remainder: rest },
    };
  });
}

/** How the gap between homes shrinks with each thing that homes or schools differ in. */
function homesExplained(
  region: RegionColumns,
  components: readonly string[],
): HomesExplained {
  const blocks = varying(region, ["high", "low"], [
    PUPIL,
    ...components.map((id) => ({ name: id, columns: [id, `${id}Unknown`] })),
    {
      name: "surroundings",
      columns: ["classMean", "schoolMean", "municipalityMean"],
    },
  ]);
  const found = whyHidden(region, ["high", "low"]) ??
    attempt(() =>
      explainSlope(dataOf(region), {
        slope: "high",
        blocks,
      })
    );
  if (typeof found === "string") {
    return {
      alone: { hidden: found },
      withAll: { hidden: found },
      parts: {},
    };
  }
  return {
    alone: inPoints(found.alone),
    withAll: inPoints(found.withAll),
    parts: Object.fromEntries(
      Object.entries(found.blocks).map(([name, part]) => [
        name,
        inPoints(part),
      ]),
    ),
  };
}

/** The slope on a column of 0 and 1 is a difference in points. */
function inPoints(estimate: Estimate | NoEstimate): Cell {
  return typeof estimate === "string"
    ? cellOf(estimate)
    : makeEstimate({ ...estimate, unit: "points" });
}

/** Place of the total of a part among the numbers of a gap. */
function totalOf(part: (typeof GAP_PARTS)[number], blocks: number): number {
  return GAP_HEAD + GAP_PARTS.indexOf(part) * (2 + blocks);
}

/** The gap between homes in the last wave less that in the first, and so its parts. */
function homesChange(input: ScaleInput, region: RegionColumns): HomesSplit {
  const waves = [["lastHigh", "lastLow"], ["firstHigh", "firstLow"]] as const;
  const hidden = whyHidden(region, waves.flat());
  const blocks = varying(region, waves.flat(), [SCHOOL, PUPIL]);
  const count = GAP_HEAD + GAP_PARTS.length * (2 + blocks.length);
  const places = [
    2,
    totalOf("explained", blocks.length),
    totalOf("unexplained", blocks.length),
  ];
  const found = hidden ?? attempt(() => {
    return replicateEstimates([
      combinedStatistic(
        waves.map((groups) => gapStatistic({ groups, blocks })),
        {
          outputs: places.flatMap((_, k) =>
            ["change", "level"].map((label) => ({
              label: `${label} ${k}`,
              unit: "points" as const,
            }))
          ),
          combine: (values, out) =>
            places.forEach((at, k) => {
              const last = values[at]!, first = values[count + at]!;
              out[2 * k] = last - first;
              out[2 * k + 1] = (last + first) / 2;
            }),
        },
      ),
    ], dataOf(region)).map(({ estimate }) => estimate);
  });
  if (typeof found === "string") {
    const cell: Cell = { hidden: found };
    return { total: cell, schools: cell, remainder: cell };
  }
  const [total, schools, remainder] = places.map((_, k) => {
    const level = found[2 * k + 1]!;
    const { variance } = linkPart(input.link, {
      statistic: "education-gap",
      from: 0,
      to: input.waves - 1,
      level: typeof level === "string" ? 0 : level.value,
    });
    return withLink(found[2 * k]!, variance);
  });
  return { total: total!, schools: schools!, remainder: remainder! };
}
