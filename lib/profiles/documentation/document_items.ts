import type { RespondentFrame } from "#lib/data/mod.ts";
import {
  differentialItemFunctioning,
  type FittedAnswers,
  groupingOfFrame,
  groupItemFit,
  type ItemInGroup,
  type ItemParameters,
  posteriorItemFit,
  type ScaledScale,
  type ScaleResponses,
  selectPersons,
  splitItemId,
  splitItems,
  toPoints,
} from "#lib/scaling/mod.ts";
import type {
  GenderDif,
  ItemDocumentation,
  ItemInWave,
} from "./scale_documentation.ts";

/** What the documentation of the items is made from. */
export interface ExaminedScale {
  readonly scored: ScaledScale;
  /** Years. */
  readonly years: readonly number[];
  /** Everybody's answers; the frame's rows are the persons. */
  readonly all: ScaleResponses;
  /** Answers of the people examined. */
  readonly sample: ScaleResponses;
  /** Their rows in the frame. */
  readonly rows: Int32Array;
  /** Items with parameters of their own in a wave. */
  readonly freed: readonly ItemInGroup[];
  /** Fit of the sample with every item alike in all waves. */
  readonly common: FittedAnswers;
}

interface MeanSquares {
  readonly infit: number;
  readonly outfit: number;
}

/** Documents every item of a scale, in the order of the codebook. */
export function documentItems(
  frame: RespondentFrame,
  examined: ExaminedScale,
): readonly ItemDocumentation[] {
  const { all, common, freed, sample, scored, years } = examined;
  const fit = meanSquaresByWave(examined);
  const distances = new Map(
    groupItemFit(common.calibration, sample).map((
      { item, group, correctedRmsd },
    ) => [
      splitItemId({ item, group }),
      correctedRmsd,
    ]),
  );
  const gender = genderDif(frame, examined);
  const isFreed = new Set(freed.map(splitItemId));
  const parameters = new Map(scored.frozen.items.map((p) => [p.id, p]));
  return all.itemIds.map((item, i): ItemDocumentation => {
    const own = parameters.get(item);
    const counts = answersPerWave(all, i);
    return {
      item,
      slope: own ? own.slope * scored.constants.standardDeviation : null,
      steps: own ? stepsInPoints(own, scored) : [],
      gender: gender.get(item) ?? null,
      waves: years.map((wave, group): ItemInWave => {
        const key = splitItemId({ item, group });
        const squares = fit.get(key);
        return {
          wave,
          answered: counts[group]!,
          infit: squares?.infit ?? null,
          outfit: squares?.outfit ?? null,
          rmsd: distances.get(key) ?? null,
          isFreed: isFreed.has(key),
        };
      }),
    };
  });
}

function answersPerWave(
  { columns, group, groupCount }: ScaleResponses,
  item: number,
): readonly number[] {
  const counts = new Array<number>(groupCount).fill(0);
  columns[item]!.forEach((x, p) => {
    if (x >= 0) counts[group[p]!]!++;
  });
  return counts;
}

/** Where each category that occurs takes over from the one before it. */
function stepsInPoints(
  { slope, intercepts }: ItemParameters,
  { constants }: ScaledScale,
): readonly number[] {
  const occurring = intercepts.flatMap((d, k) =>
    Number.isFinite(d) ? [{ d, k }] : []
  );
  return occurring.slice(1).map(({ d, k }, i) => {
    const below = occurring[i]!;
    return toPoints((below.d - d) / (slope * (k - below.k)), constants);
  });
}

/** Infit and outfit within each wave, by item and wave. */
function meanSquaresByWave(
  { scored, sample, freed, years }: ExaminedScale,
): ReadonlyMap<string, MeanSquares> {
  const versions = splitItems(sample, freed);
  const result = new Map<string, MeanSquares>();
  years.forEach((_, group) => {
    const rows = Int32Array.from(sample.group.keys()).filter((p) =>
      sample.group[p] === group
    );
    if (rows.length === 0) return;
    const own = selectPersons(versions, rows);
    for (const fit of posteriorItemFit(scored.calibration, own)) {
      if (!(fit.persons > 0)) continue;
      const item = fit.item.replace(/@\d+$/, "");
      result.set(splitItemId({ item, group }), fit.overPosterior);
    }
  });
  return result;
}

/** DIF by gender; nothing where fewer than two genders are known, or no item links them. */
function genderDif(
  frame: RespondentFrame,
  { rows, sample, common }: ExaminedScale,
): ReadonlyMap<string, GenderDif> {
  const { labels, values } = groupingOfFrame(frame, "gender");
  const own = Int8Array.from(rows, (row) => values[row]!);
  if (!own.includes(0) || !own.includes(1) || sample.itemIds.length < 2) {
    return new Map();
  }
  const { items } = differentialItemFunctioning(
    sample,
    { labels, values: own },
    {
      model: common.calibration.model,
      startAt: common,
      clusters: Int32Array.from(rows, (row) => frame.school[row]!),
      views: "model",
    },
  );
  return new Map(
    items.flatMap((one) =>
      one.effectPoints.length === 2
        ? [[one.item, {
          points: one.effectPoints[1]!,
          pValue: one.wald?.pValue ?? null,
          rmsd: Math.max(0, ...one.distances.map((d) => d.correctedRmsd)),
          recommendation: one.recommendation,
        }]]
        : []
    ),
  );
}
