import type { BackgroundIndex } from "#lib/codebook/mod.ts";
import { type ComponentModel, toColumnModel } from "./background_column.ts";
import {
  conditionalMoments,
  fitComponent,
  marginalMoments,
} from "./component_moments.ts";
import { NODES, normalNodes } from "./normal_nodes.ts";

/** How a family's background arises from one latent standing. */
export interface FamilyModel {
  readonly background: BackgroundIndex;
  readonly components: readonly ComponentModel[];
  /** Correlation of every column's latent number with the latent standing, 0–1. */
  readonly loading: number;
}

const MOST_STEPS = 60;

function indexVariance(
  { background, components, loading }: FamilyModel,
): number {
  const { weights } = normalNodes(0, 1);
  const moments = components.map((one) => marginalMoments(one, loading));
  const factor = components.map(({ component }) =>
    component.weight / (component.standardDeviation * background.scale)
  );
  let variance = 0;
  moments.forEach((a, i) =>
    moments.forEach((b, j) => {
      let covariance = i === j ? a.deviation * a.deviation : 0;
      for (let q = 0; i !== j && q < NODES; q++) {
        covariance += weights[q]! * (a.conditional[q]! - a.mean) *
          (b.conditional[q]! - b.mean);
      }
      variance += factor[i]! * factor[j]! * covariance;
    })
  );
  return variance;
}

/**
 * Fits the family model to the codebook, so that each component has its frozen
 * mean and SD and the index has SD 1 over all families.
 *
 * All moments are exact integrals over the latent standing; given it, the
 * columns are independent.
 *
 * @throws {RangeError} If no loading from 0.05 to 0.98 gives the index SD 1, or
 * a component's frozen constants cannot be reached.
 */
export function fitFamilyModel(background: BackgroundIndex): FamilyModel {
  let components: readonly ComponentModel[] = background.components.map(
    (component) => ({
      component,
      column: toColumnModel(component),
      location: 0,
      spread: 1,
    }),
  );
  const at = (loading: number): FamilyModel => {
    components = components.map((one) => fitComponent(one, loading));
    return { background, components, loading };
  };
  let low = 0.05, high = 0.98;
  let atLow = indexVariance(at(low)) - 1;
  let atHigh = indexVariance(at(high)) - 1;
  if (!(atLow < 0 && atHigh > 0)) {
    throw new RangeError(
      `Cannot fit the background index: its divisor ${background.scale} cannot give SD 1`,
    );
  }
  // Illinois variant of false position: no derivative, and each side is halved
  // when it stays, so that it closes in from both.
  for (let step = 0; step < MOST_STEPS; step++) {
    const loading = (low * atHigh - high * atLow) / (atHigh - atLow);
    const model = at(loading);
    const value = indexVariance(model) - 1;
    if (Math.abs(value) < 1e-8) return model;
    if (value < 0) {
      low = loading;
      atLow = value;
      atHigh /= 2;
    } else {
      high = loading;
      atHigh = value;
      atLow /= 2;
    }
  }
  throw new RangeError(
    `Cannot fit the background index: no loading found in ${MOST_STEPS} steps`,
  );
}

/**
 * Expected index of a family whose standing is normal, as an exact integral.
 *
 * @param mean Mean of the standing in the unit meant, in SD of all families.
 * @param standardDeviation SD of the standing in that unit.
 */
export function expectedIndex(
  { background, components, loading }: FamilyModel,
  mean: number,
  standardDeviation: number,
): number {
  const { nodes, weights } = normalNodes(mean, standardDeviation);
  let index = 0;
  for (const model of components) {
    const { component } = model;
    let expected = 0;
    for (let q = 0; q < NODES; q++) {
      expected += weights[q]! *
        conditionalMoments(model, loading, nodes[q]!).mean;
    }
    index += component.weight * (expected - component.mean) /
      component.standardDeviation;
  }
  return index / background.scale;
}
