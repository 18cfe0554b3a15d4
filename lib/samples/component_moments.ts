import { normalCdf } from "#lib/numerics/mod.ts";
import type { ComponentModel } from "./background_column.ts";
import { NODES, normalNodes } from "./normal_nodes.ts";

/** Share of families where only the first column of each component is filled in. */
export const SHARE_OF_LONE_PARENTS = 0.06;

const TOLERANCE = 1e-9;
const MOST_STEPS = 60;

/** Expected value, and expected square, of the highest column, given the standing. */
export function conditionalMoments(
  { component, column, location, spread }: ComponentModel,
  loading: number,
  standing: number,
): { mean: number; square: number } {
  const rest = Math.sqrt(1 - loading * loading);
  const { cuts, values } = column;
  let below = 0, mean = 0, square = 0;
  for (let k = 0; k < values.length; k++) {
    let upTo = 1;
    if (k < cuts.length) {
      const z = ((cuts[k]! - location) / spread - loading * standing) / rest;
      const one = normalCdf(z);
      let all = one;
      for (let other = 1; other < component.columns.length; other++) {
        all *= one;
      }
      upTo = SHARE_OF_LONE_PARENTS * one + (1 - SHARE_OF_LONE_PARENTS) * all;
    }
    mean += values[k]! * (upTo - below);
    square += values[k]! * values[k]! * (upTo - below);
    below = upTo;
  }
  return { mean, square };
}

/** Mean and SD of the highest column over families of standing N(0, 1). */
export function marginalMoments(
  model: ComponentModel,
  loading: number,
): { mean: number; deviation: number; conditional: Float64Array } {
  const { nodes, weights } = normalNodes(0, 1);
  const conditional = new Float64Array(NODES);
  let mean = 0, square = 0;
  for (let q = 0; q < NODES; q++) {
    const moments = conditionalMoments(model, loading, nodes[q]!);
    conditional[q] = moments.mean;
    mean += weights[q]! * moments.mean;
    square += weights[q]! * moments.square;
  }
  return { mean, deviation: Math.sqrt(square - mean * mean), conditional };
}

/** Moves and stretches a column until its component has the frozen mean and SD. */
export function fitComponent(
  start: ComponentModel,
  loading: number,
): ComponentModel {
  const { mean, standardDeviation } = start.component;
  let model = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = marginalMoments(model, loading);
    const ratio = standardDeviation / now.deviation;
    const shift = (mean - now.mean) / standardDeviation;
    if (Math.abs(ratio - 1) + Math.abs(shift) < TOLERANCE) return model;
    model = {
      ...model,
      location: model.location + shift * model.spread,
      spread: model.spread * ratio,
    };
  }
  throw new RangeError(
    `Cannot fit background component "${start.component.id}": mean ${mean} and SD ${standardDeviation} are not reached in ${MOST_STEPS} steps`,
  );
}
