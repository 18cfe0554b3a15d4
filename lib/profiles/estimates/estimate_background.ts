import {
  type BackgroundPeople,
  CHANGE_NAMES,
  type ChangeMeasure,
  componentParts,
  estimateGradients,
  type GradientNumber,
  imputeBackground,
  imputeEducation,
  MEASURE_NAMES,
  NUMBERS_PER_WAVE,
  planEducation,
  planImputation,
} from "#lib/background/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import { combinedDegreesOfFreedom } from "#lib/inference/mod.ts";
import { type BackgroundChange, backgroundLink } from "./background_link.ts";
import { type BackgroundCounts, countBackground } from "./background_counts.ts";
import { type EstimateRow, NO_CHANGE } from "../estimate_table.ts";
import { type LinkPart, NO_LINK } from "./link_part.ts";
import {
  FEWEST_DEGREES_OF_FREEDOM,
  type RawResult,
  resultRow,
} from "./result_row.ts";
import { gather, type ScaleInput, type ScoredPeople } from "../scale_input.ts";
import { backgroundStatistic } from "../statistics.ts";
import { wavePairs } from "./sums.ts";

/**
 * Completed columns of background for each of the first plausible values: ten
 * completions, as many as there are plausible values.
 */
const IMPUTATIONS = 2;
const IMPUTED_DRAWS = 5;
/** Seed of the imputed background: the same in every computation. */
const SEED = 20150901;

/** Whether the measures of social background are computed for a scale. */
export function hasBackgroundMeasures(
  { codebook, frames }: ProgrammeData,
  scaleIndex: number,
): boolean {
  const { id, group } = codebook.scales[scaleIndex]!;
  return codebook.criteria.some(({ estimand, scales }) =>
    estimand !== "mean-change" && scales.includes(id)
  ) && (frames.get(group)?.components.length ?? 0) > 0;
}

/**
 * All measures of social background of the programme and of each municipality, and
 * their changes over the waves: as observed, and with missing background imputed.
 *
 * Scales without a criterion on social background have no rows.
 */
export function estimateBackground(
  data: ProgrammeData,
  input: ScaleInput,
  scored: ScoredPeople,
): EstimateRow[] {
  if (!hasBackgroundMeasures(data, input.scaleIndex)) return [];
  const frame = data.frames.get(data.codebook.scales[input.scaleIndex]!.group)!;
  const values = frame.components.map((column) =>
    gather(column, scored.rows, new Float64Array(scored.rows.length))
  );
  const { weight, wave, education, background, gender, points } = input.people;
  const people: BackgroundPeople = {
    weight,
    wave,
    education,
    school: input.school,
    components: componentParts(data.codebook.background, values),
  };
  const pairs = wavePairs(input.waves);
  const units = regionsOf(input);
  const shared = {
    points,
    waves: input.waves,
    pairs,
    schools: input.schools,
    stratum: input.municipalityOfSchool,
    units,
  };
  const plan = planImputation({
    background,
    wave,
    school: input.school,
    municipality: Uint8Array.from(
      input.school,
      (s) => input.municipalityOfSchool[s]!,
    ),
    gender,
    grade: input.grade,
  });
  const groups = planEducation(education, plan);
  const observed = estimateGradients({
    ...shared,
    people,
    background: () => [background],
  });
  const imputed = plan.imputed === 0 ? observed : estimateGradients({
    ...shared,
    points: points.slice(0, IMPUTED_DRAWS),
    people: { ...people, components: [] },
    background: (draw) =>
      imputeBackground(plan, {
        points: points[draw]!,
        draw,
        imputations: IMPUTATIONS,
        seed: SEED,
      }),
    education: (completed, { draw, imputation }) =>
      imputeEducation(groups, {
        points: points[draw]!,
        background: completed,
        draw,
        imputation,
        seed: SEED,
      }),
  });
  const counts = countBackground(input, units);
  return units.flatMap((_, unit) => [
    ...unitRows(input, {
      unit,
      counts,
      numbers: observed[unit]!,
      kind: "observed",
    }),
    ...unitRows(input, {
      unit,
      counts,
      numbers: imputed[unit]!,
      kind: "imputed",
    }),
  ]);
}

/** Schools of the programme, then of each municipality. */
function regionsOf(
  { municipalities, municipalityOfSchool: place }: ScaleInput,
): Int32Array[] {
  const all = Int32Array.from(place, (_, s) => s);
  return [
    all,
    ...Array.from(
      { length: municipalities },
      (_, m) => all.filter((s) => place[s] === m),
    ),
  ];
}

interface UnitNumbers {
  readonly unit: number;
  readonly counts: BackgroundCounts;
  readonly numbers: readonly GradientNumber[];
  readonly kind: "observed" | "imputed";
}

/** Measures that say nothing once missing background is imputed. */
const OBSERVED_ONLY: readonly ChangeMeasure[] = [
  "reliability",
  "slope-corrected",
  "explained-corrected",
  "unknown-share",
  "unknown-gap",
];

function unitRows(input: ScaleInput, unit: UnitNumbers): EstimateRow[] {
  const isAsked = (measure: ChangeMeasure): boolean =>
    unit.kind === "observed" || !OBSERVED_ONLY.includes(measure);
  const pairs = wavePairs(input.waves);
  const rows: EstimateRow[] = [];
  for (let wave = 0; wave < input.waves; wave++) {
    MEASURE_NAMES.forEach((measure, m) => {
      if (!isAsked(measure)) return;
      rows.push(rowOf(input, unit, {
        measure,
        wave,
        to: NO_CHANGE,
        k: wave * NUMBERS_PER_WAVE + m,
      }));
    });
  }
  pairs.forEach(([from, to], p) =>
    CHANGE_NAMES.forEach((measure, m) => {
      if (!isAsked(measure)) return;
      rows.push(rowOf(input, unit, {
        measure,
        wave: from,
        to,
        k: input.waves * NUMBERS_PER_WAVE + p * CHANGE_NAMES.length + m,
      }));
    })
  );
  return rows;
}

function rowOf(
  input: ScaleInput,
  { unit, counts, numbers, kind }: UnitNumbers,
  { measure, wave, to, k }: BackgroundChange,
): EstimateRow {
  const behind = (to === NO_CHANGE ? [wave] : [wave, to]).map((w) =>
    counts.behind({ unit, wave: w, measure, kind })
  );
  const link = to === NO_CHANGE
    ? NO_LINK
    : backgroundLink(input.link, numbers, { measure, wave, to, k });
  return resultRow({
    unit,
    scale: input.scaleIndex,
    wave,
    to,
    statistic: backgroundStatistic(kind, measure),
    n: behind.reduce((sum, b) => sum + b.n, 0),
    dropped: behind.reduce((sum, b) => sum + b.dropped, 0),
  }, {
    result: rawResult(numbers[k], link),
    smallest: Math.min(...behind.map((b) => b.smallest)),
  });
}

function rawResult(
  number: GradientNumber | undefined,
  link: LinkPart,
): RawResult | null {
  if (number?.status !== "ok") return null;
  const { value, variance, degreesOfFreedom: df } = number;
  if (!(df >= FEWEST_DEGREES_OF_FREEDOM)) return null;
  const others = variance.sampling + variance.measurement + variance.missing;
  return {
    value,
    ...variance,
    link: link.variance,
    degreesOfFreedom: combinedDegreesOfFreedom({
      within: others,
      between: 0,
      draws: 2,
      completeDegreesOfFreedom: df,
      link,
    }),
  };
}
