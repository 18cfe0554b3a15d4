import {
  choleskyInPlace,
  choleskySolveInPlace,
  type RandomStream,
  solveLowerTransposedInPlace,
} from "#lib/numerics/mod.ts";
import type { ClusterPlan } from "./cluster_plan.ts";

/** The conditioning model at one iteration. */
export interface EffectState {
  /** blocks × columns. */
  readonly coefficients: Float64Array;
  readonly schoolEffects: Float64Array;
  readonly classEffects: Float64Array;
  /** Variances per group. */
  readonly residualVariance: Float64Array;
  readonly schoolVariance: Float64Array;
  readonly classVariance: Float64Array;
}

/** Sums of the drawn θ, all that the effects depend on. */
export interface ThetaSums {
  /** Per class. */
  readonly byClass: Float64Array;
  /** blocks × columns: design′ θ. */
  readonly cross: Float64Array;
  /** Σ θ² per group. */
  readonly squares: Float64Array;
}

/** Prior precision of the coefficients, per column. */
export type PriorPrecision = Float64Array;

interface Moments {
  readonly precision: Float64Array;
  readonly mean: Float64Array;
  /** Per school, class effects integrated out: Σ n / d, Σ x / d, Σ θ / d. */
  readonly schoolWeight: Float64Array;
  readonly schoolDesign: Float64Array;
  readonly schoolTheta: Float64Array;
}

/** Subtracts factor · x x′ (lower triangle) and factor · x · y. */
function subtractInPlace(
  { precision, mean }: Moments,
  { at, columns, x, from, y, factor }: {
    readonly at: number;
    readonly columns: number;
    readonly x: Float64Array;
    readonly from: number;
    readonly y: number;
    readonly factor: number;
  },
): void {
  for (let i = 0; i < columns; i++) {
    const scaled = factor * x[from + i]!;
    mean[at * columns + i]! -= scaled * y;
    const row = at * columns * columns + i * columns;
    for (let j = 0; j <= i; j++) precision[row + j]! -= scaled * x[from + j]!;
  }
}

function variancesOf(
  plan: ClusterPlan,
  state: EffectState,
  c: number,
): { residual: number; between: number; denominator: number } {
  const group = plan.groupOfClass[c]!;
  const residual = state.residualVariance[group]!;
  const between = plan.classEffect[c] ? state.classVariance[group]! : 0;
  return {
    residual,
    between,
    denominator: residual + plan.classSize[c]! * between,
  };
}

/** Precision and right side of the coefficients with all effects integrated out. */
function integrateEffects(
  plan: ClusterPlan,
  state: EffectState,
  { sums, prior }: {
    readonly sums: ThetaSums;
    readonly prior: PriorPrecision;
  },
): Moments {
  const { columns, designSums } = plan;
  const square = columns * columns;
  const residualOf = (block: number): number =>
    state.residualVariance[plan.groupOfBlock[block]!]!;
  const moments: Moments = {
    precision: plan.crossProducts.map((x, i) =>
      x / residualOf(Math.floor(i / square))
    ),
    mean: sums.cross.map((x, i) => x / residualOf(Math.floor(i / columns))),
    schoolWeight: new Float64Array(plan.schoolCount),
    schoolDesign: new Float64Array(plan.schoolCount * columns),
    schoolTheta: new Float64Array(plan.schoolCount),
  };
  for (let i = 0; i < moments.precision.length; i += square) {
    for (let j = 0; j < columns; j++) {
      moments.precision[i + j * columns + j]! += prior[j]!;
    }
  }
  for (let c = 0; c < plan.classCount; c++) {
    const { residual, between, denominator } = variancesOf(plan, state, c);
    const s = plan.schoolOfClass[c]!;
    moments.schoolWeight[s]! += plan.classSize[c]! / denominator;
    moments.schoolTheta[s]! += sums.byClass[c]! / denominator;
    for (let i = 0; i < columns; i++) {
      moments.schoolDesign[s * columns + i]! += designSums[c * columns + i]! /
        denominator;
    }
    if (between === 0) continue;
    subtractInPlace(moments, {
      at: plan.blockOfClass[c]!,
      columns,
      x: designSums,
      from: c * columns,
      y: sums.byClass[c]!,
      factor: between / (residual * denominator),
    });
  }
  for (let s = 0; s < plan.schoolCount; s++) {
    subtractInPlace(moments, {
      at: plan.blockOfSchool[s]!,
      columns,
      x: moments.schoolDesign,
      from: s * columns,
      y: moments.schoolTheta[s]!,
      factor: schoolFactor(plan, state, moments.schoolWeight[s]!, s),
    });
  }
  return moments;
}

/** Variance of a school's effect given the coefficients. */
function schoolFactor(
  plan: ClusterPlan,
  state: EffectState,
  weight: number,
  s: number,
): number {
  if (!plan.schoolEffect[s]) return 0;
  const variance = state.schoolVariance[plan.groupOfSchool[s]!]!;
  return variance / (1 + variance * weight);
}

function dot(
  a: Float64Array,
  from: number,
  b: Float64Array,
  at: number,
  n: number,
): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += a[from + i]! * b[at + i]!;
  return total;
}

/**
 * Draws coefficients, school and class effects jointly, given θ and the variances.
 *
 * The effects are integrated out class by class and school by school (two
 * Woodbury steps), the coefficients drawn from their normal posterior, and the
 * effects then drawn back down. A joint draw mixes at once where drawing each
 * given the others would creep.
 *
 * @param state Coefficients and effects are replaced.
 */
export function drawEffectsInPlace(
  plan: ClusterPlan,
  state: EffectState,
  { sums, prior, stream }: {
    readonly sums: ThetaSums;
    readonly prior: PriorPrecision;
    readonly stream: RandomStream;
  },
): void {
  const { columns, designSums } = plan;
  const moments = integrateEffects(plan, state, { sums, prior });
  const { coefficients, schoolEffects, classEffects } = state;
  for (let b = 0; b < plan.groupOfBlock.length; b++) {
    const factor = moments.precision.slice(
      b * columns * columns,
      (b + 1) * columns * columns,
    );
    choleskyInPlace(factor, columns);
    const mean = moments.mean.slice(b * columns, (b + 1) * columns);
    choleskySolveInPlace(factor, columns, mean);
    const noise = Float64Array.from({ length: columns }, () => stream.normal());
    solveLowerTransposedInPlace(factor, columns, noise);
    for (let j = 0; j < columns; j++) {
      coefficients[b * columns + j] = mean[j]! + noise[j]!;
    }
  }
  for (let s = 0; s < plan.schoolCount; s++) {
    const variance = schoolFactor(plan, state, moments.schoolWeight[s]!, s);
    const block = plan.blockOfSchool[s]! * columns;
    const rest = moments.schoolTheta[s]! -
      dot(moments.schoolDesign, s * columns, coefficients, block, columns);
    schoolEffects[s] = variance === 0
      ? 0
      : variance * rest + Math.sqrt(variance) * stream.normal();
  }
  for (let c = 0; c < plan.classCount; c++) {
    const { residual, between, denominator } = variancesOf(plan, state, c);
    const block = plan.blockOfClass[c]! * columns;
    const rest = sums.byClass[c]! -
      dot(designSums, c * columns, coefficients, block, columns) -
      plan.classSize[c]! * schoolEffects[plan.schoolOfClass[c]!]!;
    classEffects[c] = between === 0 ? 0 : between / denominator * rest +
      Math.sqrt(between * residual / denominator) * stream.normal();
  }
}
