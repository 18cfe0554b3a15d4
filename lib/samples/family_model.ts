import type {
  BackgroundComponent,
  BackgroundIndex,
} from "#lib/codebook/mod.ts";
import { exp, normalCdf, normalQuantile } from "#lib/numerics/mod.ts";

/**
 * How one column of the parents' background arises: a standard normal number,
 * moved and stretched, is cut into codes.
 */
export interface ColumnModel {
  /** Allowed codes, lowest value first. */
  readonly codes: readonly number[];
  /** Value of each code in the index, ascending. */
  readonly values: readonly number[];
  /** Upper limit of each code but the last. */
  readonly cuts: readonly number[];
}

/** A component of the index with its fitted location and spread. */
export interface ComponentModel {
  readonly component: BackgroundComponent;
  readonly column: ColumnModel;
  readonly location: number;
  readonly spread: number;
}

/** How a family's background arises from one latent standing. */
export interface FamilyModel {
  readonly background: BackgroundIndex;
  readonly components: readonly ComponentModel[];
  /** Correlation of every column's latent number with the latent standing, 0–1. */
  readonly loading: number;
}

/** Share of families where only the first column of each component is filled in. */
export const SHARE_OF_LONE_PARENTS = 0.06;

/** Cumulated shares of the six education codes for one parent. */
const EDUCATION_SHARES = [0.16, 0.24, 0.64, 0.7, 0.9];
const NODES = 61;
const REACH = 6;
const TOLERANCE = 1e-9;
const MOST_STEPS = 60;

/** Rectangle rule for a normal density; exact to rounding for smooth functions. */
function normalNodes(mean: number, standardDeviation: number): {
  nodes: Float64Array;
  weights: Float64Array;
} {
  const nodes = new Float64Array(NODES);
  const weights = new Float64Array(NODES);
  let total = 0;
  for (let q = 0; q < NODES; q++) {
    const z = -REACH + 2 * REACH * q / (NODES - 1);
    nodes[q] = mean + standardDeviation * z;
    weights[q] = exp(-z * z / 2);
    total += weights[q]!;
  }
  for (let q = 0; q < NODES; q++) weights[q]! /= total;
  return { nodes, weights };
}

function toColumnModel(component: BackgroundComponent): ColumnModel {
  const { values, range, mean, standardDeviation } = component;
  if (values === null) {
    const codes = Array.from(
      { length: range[1] - range[0] + 1 },
      (_, index) => range[0] + index,
    );
    const cuts = codes.slice(0, -1).map((code) =>
      (code + 0.5 - mean) / standardDeviation
    );
    return { codes, values: codes, cuts };
  }
  const pairs = Object.entries(values)
    .map(([code, value]) => ({ code: Number(code), value }))
    .sort((a, b) => a.value - b.value);
  const last = pairs.length - 1;
  const shares = last === EDUCATION_SHARES.length
    ? EDUCATION_SHARES
    : pairs.slice(1).map((_, index) => (index + 1) / pairs.length);
  return {
    codes: pairs.map(({ code }) => code),
    values: pairs.map(({ value }) => value),
    cuts: shares.map((share) => normalQuantile(share)),
  };
}

/** Expected value, and expected square, of the highest column, given the standing. */
function conditionalMoments(
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
function marginalMoments(
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
function fitComponent(
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

/** The code that a latent number of a column falls into. */
export function codeOf(model: ComponentModel, latent: number): number {
  const { column, location, spread } = model;
  const x = location + spread * latent;
  let k = 0;
  while (k < column.cuts.length && x > column.cuts[k]!) k++;
  return k;
}
