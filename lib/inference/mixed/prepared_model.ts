import { type DevianceParts, devianceParts } from "./deviance.ts";
import { type EquationLayout, layOutEquations } from "./equation_layout.ts";
import { type Equations, sumEquations } from "./equations.ts";
import { checkRank } from "./fixed_columns.ts";
import type { MixedDesign } from "./mixed_design.ts";
import { type MixedProblem, toMixedProblem } from "./mixed_problem.ts";
import { findUnits, sumUnits, type UnitSums } from "./unit_sums.ts";

/** A model summed up and ready to be evaluated. */
export interface PreparedModel {
  /** Checked, centred and scaled. */
  readonly problem: MixedProblem;
  /** Sums over rows that share all levels. */
  readonly units: UnitSums;
  /** Order of elimination; the same for every outcome. */
  readonly layout: EquationLayout;
  /** The equations' numbers. */
  readonly equations: Equations;
  /** The likelihood as a function of θ. */
  readonly parts: DevianceParts;
}

/**
 * Sums a design up: one pass over the rows, then the order of elimination.
 *
 * @throws {RangeError} If the design is not fit for a mixed model.
 * @param like The same design with another outcome: its order is taken over.
 */
export function prepareModel(
  design: MixedDesign,
  like?: PreparedModel,
): PreparedModel {
  const problem = toMixedProblem(design);
  const units = sumUnits(problem, like?.units ?? findUnits(problem));
  checkRank(units.total, design);
  const layout = like?.layout ?? layOutEquations(problem, units);
  const equations = sumEquations(problem, units, layout);
  return {
    problem,
    units,
    layout,
    equations,
    parts: devianceParts(problem, equations),
  };
}
