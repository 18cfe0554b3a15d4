import {
  chiSquareCdf,
  choleskyInPlace,
  createMatrix,
  exp,
  multiply,
  solveLowerInPlace,
} from "#lib/numerics/mod.ts";
import { freeParameters } from "../errors/free_parameters.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { itemMoments } from "./item_moments.ts";
import { type FittedRows, fittedRows } from "./row_posteriors.ts";

/** How well a model gives the items' means and their products, all at once. */
export interface LimitedInformationFit {
  /** M2: N e′ C e, where e holds the differences between observed and expected moments. */
  readonly statistic: number;
  /** Moments − free parameters on which they depend. */
  readonly degreesOfFreedom: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
  /** √max(0, (statistic / df − 1) / (persons − 1)). */
  readonly rmsea: number;
  /** Weight of the persons it is computed from: those who answered every item. */
  readonly persons: number;
}

/** A mean (one item) or the mean of a product (two items). */
type Moment = readonly number[];

/** What an item's score gives at every node. */
interface NodeMoments {
  /** E[x | θ]. */
  readonly first: Float64Array;
  /** E[x² | θ]. */
  readonly second: Float64Array;
}

/**
 * M2 of the whole scale, from the items' means and their pairwise products.
 *
 * M2 = N e′ (Ξ⁻¹ − Ξ⁻¹Δ (Δ′Ξ⁻¹Δ)⁻¹ Δ′Ξ⁻¹) e: e are observed minus expected moments,
 * Ξ their covariance under the model and Δ their derivatives by the parameters.
 * With two categories it is the statistic of all one- and two-way margins; with
 * more, that of the scores (often written M2*).
 *
 * @returns null where nobody answered every item, or where there are no more
 * moments than parameters.
 * @throws {RangeError} If the calibration has more than one group.
 * @see Maydeu-Olivares & Joe (2006), Psychometrika 71, 713–732; Cai & Hansen
 * (2013), British Journal of Mathematical and Statistical Psychology 66, 245–276.
 */
export function limitedInformationFit(
  calibration: Calibration,
  responses: ScaleResponses,
): LimitedInformationFit | null {
  const { groups, items, scale } = calibration;
  if (groups.length !== 1) {
    throw new RangeError(
      `Cannot compute M2 of scale "${scale}": found ${groups.length} groups, expected 1`,
    );
  }
  const fitted = fittedRows(calibration, responses);
  const moments: Moment[] = items.map((_, i) => [i]);
  items.forEach((_, i) => {
    for (let j = 0; j < i; j++) moments.push([j, i]);
  });
  const observed = observedMoments(fitted, moments);
  const derivatives = momentDerivatives(calibration, fitted, moments);
  const enough = moments.length > derivatives.length;
  if (observed.persons === 0 || !enough) return null;
  const nodes = nodeMoments(fitted);
  const factor = momentCovariance(fitted, moments, nodes);
  const n = moments.length;
  choleskyInPlace(factor, n);
  const expected = moments.map((moment) => mean(fitted, nodes, moment));
  const residual = Float64Array.from(
    expected,
    (e, a) => observed.means[a]! - e,
  );
  solveLowerInPlace(factor, n, residual);
  for (const column of derivatives) solveLowerInPlace(factor, n, column);
  const span = spanOf(derivatives);
  let distance = dot(residual, residual);
  for (const direction of span) {
    const along = dot(direction, residual);
    distance -= along * along;
  }
  const free = n - span.length;
  const statistic = observed.persons * distance;
  const excess = (statistic / free - 1) / (observed.persons - 1);
  return {
    statistic,
    degreesOfFreedom: free,
    pValue: 1 - chiSquareCdf(statistic, free),
    rmsea: Math.sqrt(Math.max(0, excess)),
    persons: observed.persons,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Part of a column that must remain beside the others for it to count. */
const LEAST_PART = 1e-6;

/** Orthogonal directions of unit length that span the columns (Gram and Schmidt, twice). */
function spanOf(columns: readonly Float64Array[]): readonly Float64Array[] {
  const span: Float64Array[] = [];
  for (const column of columns) {
    const rest = column.slice();
    for (const direction of [...span, ...span]) {
      const along = dot(direction, rest);
      rest.forEach((v, k) => rest[k] = v - along * direction[k]!);
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length > LEAST_PART * Math.sqrt(dot(column, column))) {
      span.push(rest.map((v) => v / length));
    }
  }
  return span;
}

/** Means of the moments among the persons who answered every item. */
function observedMoments(
  { rows }: FittedRows,
  moments: readonly Moment[],
): { readonly means: Float64Array; readonly persons: number } {
  const means = new Float64Array(moments.length);
  let persons = 0;
  for (const { start, end, booklet } of rows.segments) {
    if (rows.booklets[booklet]!.length < rows.width) continue;
    for (let row = start; row < end; row++) {
      const scores = rows.scores.subarray(
        row * rows.width,
        (row + 1) * rows.width,
      );
      const weight = rows.weight[row]!;
      persons += weight;
      moments.forEach((moment, a) => {
        means[a]! += moment.reduce((x, i) => x * scores[i]!, weight);
      });
    }
  }
  return { means: means.map((sum) => sum / persons), persons };
}

function nodeMoments({ model }: FittedRows): readonly NodeMoments[] {
  return model.curves.map((curve) => {
    const { expected, variance } = itemMoments(curve);
    const second = variance.map((v, q) => v + expected[q]! * expected[q]!);
    return { first: expected, second };
  });
}

/** ∫ Π E[x | θ] f, with E[x² | θ] for an item that comes twice. */
function mean(
  { model }: FittedRows,
  nodes: readonly NodeMoments[],
  moment: Moment,
): number {
  let sum = 0;
  for (let q = 0; q < model.nodes.length; q++) {
    let value = exp(model.logPriors[q]!);
    for (let k = 0; k < moment.length; k++) {
      const item = moment[k]!;
      if (moment.indexOf(item) < k) continue;
      value *= moment.lastIndexOf(item) > k
        ? nodes[item]!.second[q]!
        : nodes[item]!.first[q]!;
    }
    sum += value;
  }
  return sum;
}

/** E[ab] − E[a] E[b] of all moments. */
function momentCovariance(
  fitted: FittedRows,
  moments: readonly Moment[],
  nodes: readonly NodeMoments[],
): Float64Array {
  const n = moments.length;
  const Q = fitted.model.nodes.length;
  const density = fitted.model.logPriors.map(exp);
  const single = moments.map((moment) => {
    const values = new Float64Array(Q).fill(1);
    for (const i of moment) {
      for (let q = 0; q < Q; q++) values[q]! *= nodes[i]!.first[q]!;
    }
    return values;
  });
  const means = single.map((values) => dot(values, density));
  const weighted = single.map((values) =>
    values.map((value, q) => value * density[q]!)
  );
  const result = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const shared = moments[a]!.some((i) => moments[b]!.includes(i));
      const product = shared
        ? mean(fitted, nodes, [...moments[a]!, ...moments[b]!])
        : dot(single[a]!, weighted[b]!);
      result[a * n + b] = product - means[a]! * means[b]!;
      result[b * n + a] = result[a * n + b]!;
    }
  }
  return result;
}

/** Derivatives of every moment, one column per free parameter. */
function momentDerivatives(
  calibration: Calibration,
  fitted: FittedRows,
  moments: readonly Moment[],
): readonly Float64Array[] {
  const { layout, map } = freeParameters(calibration, new Set());
  const { nodes: thetas, curves, logPriors } = fitted.model;
  const Q = thetas.length;
  const full = createMatrix({ rows: moments.length, columns: layout.size });
  const first = nodeMoments(fitted);
  const { mean: centre, standardDeviation } = calibration.groups[0]!;
  const add = (a: number, column: number, at: Float64Array): void => {
    if (column >= 0) full.values[a * layout.size + column]! += dotPrior(at);
  };
  const density = logPriors.map(exp);
  const dotPrior = (values: Float64Array): number => dot(values, density);
  const spread = thetas.map((theta) => {
    const z = (theta - centre) / standardDeviation;
    return z * z - 1;
  });
  moments.forEach((moment, a) => {
    const whole = new Float64Array(Q).fill(1);
    for (const i of moment) {
      whole.forEach((v, q) => whole[q] = v * first[i]!.first[q]!);
    }
    add(a, layout.groups[0]!.spread, whole.map((v, q) => v * spread[q]!));
    for (const i of moment) {
      const others = moment.filter((j) => j !== i);
      const rest = new Float64Array(Q).fill(1);
      for (const j of others) {
        rest.forEach((v, q) => rest[q] = v * first[j]!.first[q]!);
      }
      const { expected, variance } = itemMoments(curves[i]!);
      const place = layout.items[i]!;
      add(a, place.slope, rest.map((v, q) => v * thetas[q]! * variance[q]!));
      place.intercepts.forEach((at, c) => {
        const k = curves[i]!.categories[c + 1]!;
        const p = curves[i]!.probabilities.subarray(
          (c + 1) * Q,
          (c + 2) * Q,
        );
        add(a, at, rest.map((v, q) => v * p[q]! * (k - expected[q]!)));
      });
    }
  });
  const free = multiply(full, map);
  return Array.from(
    { length: free.columns },
    (_, j) =>
      Float64Array.from(
        moments,
        (_, a) => free.values[a * free.columns + j]!,
      ),
  );
}
