import type { Maximum } from "./maximise_likelihood.ts";
import type { ModelState, SlopeMode } from "./parameter_layout.ts";
import { type ItemInGroup, splitItemId } from "./split_items.ts";
import { SMALLEST_GROUP } from "./starting_values.ts";
import type {
  Calibration,
  Grid,
  ItemModel,
  ScalingNote,
  StepMode,
} from "./types.ts";

/**
 * A slope above this, per standard deviation of θ, is on its way to infinity: an item
 * that separates the persons perfectly (a Guttman pattern), or a copy of another.
 */
const STEEPEST = 10;

/** A model at its maximum, on the grid it was summed on. */
export interface Fit {
  readonly state: ModelState;
  readonly maximum: Maximum;
  readonly grid: Grid;
}

/** What is known of a calibration beside the fit. */
export interface FitFacts {
  readonly scale: string;
  readonly model: ItemModel;
  readonly slopeMode: SlopeMode;
  readonly reference: number;
  readonly persons: number;
  readonly steps?: StepMode;
  readonly notes: readonly ScalingNote[];
  readonly freeInGroup: readonly ItemInGroup[];
}

/** States a common slope as standard deviations and gathers the result. */
export function toCalibration(
  { state, maximum, grid }: Fit,
  { slopeMode, notes, persons, freeInGroup, ...facts }: FitFacts,
): Calibration {
  const unit = slopeMode === "common" ? state.items[0]!.slope : 1;
  const maxGradient = maximum.maxGradient / persons;
  const found: ScalingNote[] = [...notes];
  const spread = Math.max(
    ...state.groups.map((g) => g.persons > 0 ? g.standardDeviation : 0),
  );
  state.items.forEach(({ id, slope }) => {
    if (slope <= 0) found.push({ kind: "negative-slope", item: id, slope });
    if (Math.abs(slope) * spread > STEEPEST) {
      found.push({ kind: "unbounded-slope", item: id, slope: slope / unit });
    }
  });
  state.groups.forEach(({ persons: n }, group) => {
    if (n > 0 && n < SMALLEST_GROUP) {
      found.push({ kind: "small-group", group, persons: n });
    }
  });
  if (!maximum.converged) found.push({ kind: "not-converged", maxGradient });
  return {
    ...facts,
    items: state.items.map((item) => {
      const splitFrom = freeInGroup.find((part) =>
        splitItemId(part) === item.id
      );
      const { slope } = item;
      return { ...item, slope: slope / unit, ...(splitFrom && { splitFrom }) };
    }),
    groups: state.groups.map((group) => ({
      ...group,
      mean: group.mean * unit,
      standardDeviation: group.standardDeviation * unit,
    })),
    grid: { nodes: grid.nodes, step: grid.step * unit },
    persons,
    logLikelihood: maximum.point.value,
    parameters: maximum.point.parameters.length,
    converged: maximum.converged,
    iterations: maximum.iterations,
    evaluations: maximum.evaluations,
    maxGradient,
    endMass: maximum.point.endMass,
    notes: found,
  };
}
