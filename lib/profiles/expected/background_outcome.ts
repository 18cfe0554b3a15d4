import type { ProgrammeData } from "#lib/data/mod.ts";
import { gather, type ScaleInput, type ScoredPeople } from "../scale_input.ts";
import { listUnits } from "../units.ts";
import { schoolGradients, schoolMeans } from "./condition_sums.ts";
import type { ScaleConditions } from "./estimate_conditions.ts";
import type { DecompositionResults } from "./decomposition_types.ts";
import { estimateDecompositions } from "./estimate_decompositions.ts";
import { estimateExpected } from "./estimate_expected.ts";
import type { ExpectedResults } from "./expected_types.ts";
import { gradientScales } from "./gradient_scales.ts";
import type { HomeComponent } from "./region_columns.ts";

/** What one scale says of background, beside its standard estimates. */
export interface BackgroundOutcome {
  /** Expected results; empty for a scale without a criterion on the gradient. */
  readonly expected: readonly ExpectedResults[];
  /** What differences are made of; likewise. */
  readonly decompositions: readonly DecompositionResults[];
  /** Schools' means and gradients, for the comparison across scales. */
  readonly conditions: ScaleConditions | null;
}

/** Computes the expected results of a scale, and what other scales need of it. */
export function backgroundOutcome(
  data: ProgrammeData,
  input: ScaleInput,
  scored: ScoredPeople,
): BackgroundOutcome {
  const { id, domain } = data.codebook.scales[input.scaleIndex]!;
  const isOutcome = input.grades !== null &&
    gradientScales(data.codebook).has(id);
  const isCondition = domain === "learning-environment";
  if (!isOutcome && !isCondition) {
    return { expected: [], decompositions: [], conditions: null };
  }
  const { firstMunicipality, firstSchool } = listUnits(data);
  return {
    expected: isOutcome
      ? estimateExpected(input, { scale: id, firstMunicipality, firstSchool })
      : [],
    decompositions: isOutcome
      ? estimateDecompositions(input, {
        scale: id,
        firstMunicipality,
        components: componentsOf(data, input, scored),
      })
      : [],
    conditions: {
      scale: id,
      mean: schoolMeans(input),
      gradient: isOutcome ? schoolGradients(input) : null,
    },
  };
}

/** What is known of the homes beside the education that the groups are made of. */
function componentsOf(
  { codebook, frames }: ProgrammeData,
  { scaleIndex }: ScaleInput,
  { rows }: ScoredPeople,
): readonly HomeComponent[] {
  const frame = frames.get(codebook.scales[scaleIndex]!.group)!;
  return codebook.background.components.flatMap(({ id }, k) => {
    const values = frame.components[k];
    return id === "education" || values === undefined
      ? []
      : [{ id, values: gather(values, rows, new Float64Array(rows.length)) }];
  });
}
