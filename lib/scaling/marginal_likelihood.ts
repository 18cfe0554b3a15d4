import {
  type Expectation,
  expectation,
  type ModelOnGrid,
  type PreparedRows,
} from "./expectation.ts";
import type { RowTeam } from "./expectation/row_team.ts";
import { groupGradient } from "./group_gradient.ts";
import {
  type FactoredInformation,
  factorInformation,
  type ItemInformation,
  itemInformation,
} from "./item_information.ts";
import {
  fromParameters,
  type ModelState,
  type ParameterLayout,
} from "./parameter_layout.ts";
import { modelOnGrid } from "./model_on_grid.ts";
import { preconditionInPlace } from "./precondition.ts";
import type { Grid } from "./types.ts";

/** The data and fixed parts of a marginal likelihood. */
export interface LikelihoodProblem {
  readonly rows: PreparedRows;
  readonly layout: ParameterLayout;
  /** Fixed items and groups, and the ids of the free ones. */
  readonly start: ModelState;
  readonly grid: Grid;
  /** Per item: number of answers in each category 0…maxScore. */
  readonly observed: readonly Float64Array[];
  /** Threads that help with the rows. */
  readonly team?: RowTeam | null;
}

/** The log-likelihood at one parameter vector with what a step needs. */
export interface LikelihoodPoint {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly endMass: number;
  /** Replaces a vector v by (complete-data information)⁻¹ v. */
  readonly precondition: (vector: Float64Array) => void;
}

/** Σ observed × intercept: the part of the log-likelihood that does not depend on θ. */
export function interceptTerm(
  { items }: ModelState,
  observed: readonly Float64Array[],
): number {
  let total = 0;
  items.forEach((item, i) => {
    item.intercepts.forEach((intercept, k) => {
      if (observed[i]![k]! > 0) total += observed[i]![k]! * intercept;
    });
  });
  return total;
}

/**
 * The marginal log-likelihood, its gradient and the complete-data information.
 *
 * `precondition` throws a RangeError where an item's information cannot be factored.
 */
export function marginalLikelihood(
  problem: LikelihoodProblem,
  parameters: Float64Array,
): LikelihoodPoint {
  const { rows, layout, start, grid, observed, team = null } = problem;
  const state = fromParameters(layout, parameters, start);
  const model = modelOnGrid(state, grid, rows.width);
  const step = expectation(rows, model, { team });
  const gradient = new Float64Array(layout.size);
  const infos = state.items.map((_, i) =>
    informationOfItem(problem, model, step, i)
  );
  const jacobian = layout.slopeMode === "common" ? state.items[0]!.slope : 1;
  infos.forEach((info, i) => {
    if (!info) return;
    const place = layout.items[i]!;
    if (place.slope >= 0) {
      gradient[place.slope]! += jacobian * info.slopeGradient;
    }
    place.intercepts.forEach((at, c) => {
      gradient[at] = info.interceptGradient[c]!;
    });
  });
  if (layout.slopeMode === "common") {
    gradient[0]! += jacobian * step.scoreMoments[0]!;
  }
  const groupInformation = groupGradient(layout, state.groups, {
    ...model,
    counts: step.groupCounts,
    gradient,
  });
  // Only where the search goes on is the information factored, not at points it rejects.
  let factors: (FactoredInformation | null)[] | null = null;
  return {
    parameters,
    value: step.logLikelihood + interceptTerm(state, observed),
    gradient,
    endMass: step.endMass,
    precondition: (vector) => {
      factors ??= infos.map((info) => info ? factorInformation(info) : null);
      preconditionInPlace(vector, {
        layout,
        factors,
        jacobian,
        groupInformation,
      });
    },
  };
}

function informationOfItem(
  { layout, observed }: LikelihoodProblem,
  model: ModelOnGrid,
  step: Expectation,
  item: number,
): ItemInformation | null {
  const { intercepts, categories } = layout.items[item]!;
  if (intercepts.length === 0) return null;
  const Q = model.nodes.length;
  return itemInformation(model.curves[item]!, {
    observed: categories.map((k) => observed[item]![k]!),
    scoreMoment: layout.slopeMode === "per-item" ? step.scoreMoments[item]! : 0,
    counts: step.itemCounts.subarray(item * Q, (item + 1) * Q),
  }, model.nodes);
}
