import {
  type ColumnBlock,
  type FitShares,
  shareOutFit,
} from "#lib/background/mod.ts";
import { linkPart } from "../estimates/link_part.ts";
import type { ScaleInput } from "../scale_input.ts";
import type {
  ChangeSplit,
  DecompositionResults,
  HomesSplit,
} from "./decomposition_types.ts";
import { deeperResults } from "./deeper_splits.ts";
import {
  type HomeComponent,
  onlyGroup,
  type RegionColumns,
  regionColumns,
} from "./region_columns.ts";
import {
  attempt,
  cellOf,
  dataOf,
  gapOf,
  HOME,
  PUPIL,
  SCHOOL,
  splitCells,
  varying,
  whyHidden,
} from "./region_gap.ts";
import { weakSplit } from "./weak_results.ts";

/** Whose decompositions are wanted. */
export interface DecompositionPlaces {
  /** Id of the scale. */
  readonly scale: string;
  /** Number of the first municipality. */
  readonly firstMunicipality: number;
  /**
   * Components of the index of background, beside the parents' education, for the
   * deeper splits of the programme. @default {none, and no deeper splits}
   */
  readonly components?: readonly HomeComponent[];
}

/**
 * Takes apart, for the programme and every municipality, the change from the first to
 * the last wave, the gap between homes in the last wave, the explained share and the
 * share of weak results; for the programme also at percentiles, and what the gap
 * between homes goes with.
 *
 * Jackknife over schools within municipalities, a school left out of both waves at
 * once, in every plausible value.
 */
export function estimateDecompositions(
  input: ScaleInput,
  { scale, firstMunicipality, components }: DecompositionPlaces,
): readonly DecompositionResults[] {
  const last = input.waves - 1;
  if (last === 0) return [];
  const regions = [
    null,
    ...Array.from({ length: input.municipalities }, (_, m) => m),
  ];
  return regions.flatMap((municipality): DecompositionResults[] => {
    const isProgramme = municipality === null;
    const both = regionColumns(input, {
      municipality,
      waves: [0, last],
      components: [],
    });
    const latest = regionColumns(input, {
      municipality,
      waves: [last, last],
      components: isProgramme ? components ?? [] : [],
    });
    if (both.weight.length === 0) return [];
    const ends = onlyGroup(latest, "lowOrHigh");
    return [{
      unit: isProgramme ? 0 : firstMunicipality + municipality,
      scale,
      from: input.years[0]!,
      to: input.years[last]!,
      change: changeOf(input, both),
      homes: homesOf(ends),
      shares: sharesOf(latest, isProgramme),
      weak: weakSplit(input, both),
      deeper: isProgramme && components
        ? deeperResults(input, {
          both,
          ends,
          components: components.map(({ id }) => id),
        })
        : null,
    }];
  });
}

function changeOf(input: ScaleInput, region: RegionColumns): ChangeSplit {
  const gap = gapOf(region, ["last", "first"], [HOME, PUPIL]);
  const { variance } = linkPart(input.link, {
    statistic: "mean",
    from: 0,
    to: input.waves - 1,
    level: NaN,
  });
  if (typeof gap === "string") {
    const hidden = { hidden: gap } as const;
    return { total: hidden, composition: hidden, remainder: hidden };
  }
  const [total, composition, remainder] = splitCells(gap, variance);
  return { total, composition, remainder };
}

function homesOf(region: RegionColumns): HomesSplit {
  const gap = gapOf(region, ["high", "low"], [SCHOOL, PUPIL]);
  if (typeof gap === "string") {
    const hidden = { hidden: gap } as const;
    return { total: hidden, schools: hidden, remainder: hidden };
  }
  const [total, schools, remainder] = splitCells(gap, 0);
  return { total, schools, remainder };
}

const LEVELS: readonly ColumnBlock[] = [
  PUPIL,
  { ...HOME, name: "family" },
  { name: "class", columns: ["classMean"] },
  SCHOOL,
  { name: "municipality", columns: ["municipalityMean"] },
];

function sharesOf(
  region: RegionColumns,
  isProgramme: boolean,
): DecompositionResults["shares"] {
  const levels = LEVELS.filter(({ name }) =>
    isProgramme || name !== "municipality"
  );
  const blocks = varying(region, ["last"], levels);
  const fit = whyHidden(region, ["last"]) ??
    attempt(() => shareOutFit(dataOf(region), { blocks }));
  const cellsOf = ({ total, blocks }: FitShares) => ({
    total: cellOf(total),
    ...Object.fromEntries(
      Object.entries(blocks).map(([name, part]) => [name, cellOf(part)]),
    ),
  });
  return typeof fit === "string" ? { total: { hidden: fit } } : cellsOf(fit);
}
