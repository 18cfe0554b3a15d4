import {
  slopeCondition,
  type SlopeConditionInput,
} from "#lib/background/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import { adjustBenjaminiHochberg, makeEstimate } from "#lib/inference/mod.ts";
import type { ConditionResults } from "./expected_types.ts";
import type { SchoolConditions, SchoolGradients } from "./condition_sums.ts";

/** What one scale contributes. */
export interface ScaleConditions extends SchoolConditions {
  /** Scale id. */
  readonly scale: string;
}

/**
 * Which parts of the learning environment go with a flatter gradient among pupils of
 * the same school: every outcome with a gradient against every scale of the learning
 * environment, by level in all waves and by change from the first to the last.
 *
 * The p-values of all combinations of a kind are adjusted together.
 */
export function estimateConditions(
  data: ProgrammeData,
  scales: readonly ScaleConditions[],
): readonly ConditionResults[] {
  const environment = new Set(
    data.codebook.scales
      .filter(({ domain }) => domain === "learning-environment")
      .map(({ id }) => id),
  );
  const conditions = scales.filter(({ scale }) => environment.has(scale));
  return (["level", "change"] as const).flatMap((kind) => {
    const found = scales.flatMap(({ scale: outcome, gradient }) =>
      gradient === null ? [] : conditions.map(({ scale, mean }) => ({
        outcome,
        condition: scale,
        kind,
        result: slopeCondition(
          kind === "level"
            ? levelRows(data, gradient, mean)
            : changeRows(data, gradient, mean),
        ),
      }))
    );
    const tested = found.flatMap(({ result }) =>
      typeof result === "string" ? [] : [result.pValue]
    );
    const adjusted = adjustBenjaminiHochberg(tested);
    let next = 0;
    return found.map(({ result, ...label }): ConditionResults => {
      if (typeof result === "string") {
        return { ...label, slope: result, adjustedP: null };
      }
      const draws = 1 + 1 / gradientDraws(scales);
      return {
        ...label,
        slope: makeEstimate({
          value: result.value,
          variance: {
            sampling: result.sampling,
            measurement: draws * result.between,
          },
          degreesOfFreedom: result.degreesOfFreedom,
          n: result.schools,
          unit: "points-per-sd",
          method:
            "regression of schools' gradients within municipalities, CR2, pooled over plausible values",
        }),
        adjustedP: adjusted[next++]!,
      };
    });
  });
}

function gradientDraws(scales: readonly ScaleConditions[]): number {
  return scales.find(({ gradient }) => gradient)?.gradient?.slopes.length ?? 1;
}

/** One row per school and wave; compared within municipality and wave. */
function levelRows(
  { schools, programme }: ProgrammeData,
  { slopes, information, meanBackground }: SchoolGradients,
  condition: Float64Array,
): SlopeConditionInput {
  const waves = programme.waves.length;
  const cells = Array.from({ length: condition.length }, (_, cell) => cell);
  return {
    slopes,
    information,
    condition,
    meanBackground,
    school: cells.map((cell) => Math.floor(cell / waves)),
    stratum: cells.map((cell) =>
      schools.municipality[Math.floor(cell / waves)]! * waves + cell % waves
    ),
  };
}

/** One row per school: last minus first wave; compared within municipality. */
function changeRows(
  { schools, programme }: ProgrammeData,
  { slopes, information, meanBackground }: SchoolGradients,
  condition: Float64Array,
): SlopeConditionInput {
  const waves = programme.waves.length;
  const change = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(
      { length: schools.ids.length },
      (_, s) => values[s * waves + waves - 1]! - values[s * waves]!,
    );
  return {
    slopes: slopes.map(change),
    information: Float64Array.from({ length: schools.ids.length }, (_, s) => {
      const first = information[s * waves]!;
      const last = information[s * waves + waves - 1]!;
      return first > 0 && last > 0 ? 1 / (1 / first + 1 / last) : 0;
    }),
    condition: change(condition),
    meanBackground: change(meanBackground),
    school: schools.ids.map((_, s) => s),
    stratum: Array.from(schools.municipality),
  };
}
