import type { Factorisation } from "./deviance.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { fixedCovariance } from "./solve_effects.ts";
import { positiveInverse } from "./positive_inverse.ts";

/** Curvature of the deviance around its minimum. */
export interface Curvature {
  /** By θ with σ profiled out, q × q. */
  readonly profiled: Float64Array;
  /** By θ and σ, (q + 1) × (q + 1). */
  readonly joint: Float64Array;
  /** Per parameter the derivative of the coefficients' covariance, p × p. */
  readonly derivatives: readonly Float64Array[];
}

/**
 * Step of the differences as part of a standard error of θ: the gradient is exact, so
 * the third derivative's share is 1e-6 and rounding stays below that.
 */
const RELATIVE_STEP = 1e-3;

/** Differences of the exact gradient, two evaluations per parameter. */
export function curvatureAt(
  model: PreparedModel,
  at: Factorisation,
  { fixedWeight, degrees, inverse }: {
    /** 1 in REML, 0 in ML. */
    readonly fixedWeight: number;
    /** Rows, less the fixed columns in REML. */
    readonly degrees: number;
    /** A rough inverse curvature, q × q, for the step. */
    readonly inverse: Float64Array;
  },
): Curvature {
  const { parts, layout, problem: { fixed } } = model;
  const { theta } = at, q = theta.length;
  const variance = at.residualSquares / degrees, sigma = Math.sqrt(variance);
  const weights = { random: 1, fixed: fixedWeight, residual: 1 / variance };
  const joint = new Float64Array((q + 1) * (q + 1));
  const derivatives: Float64Array[] = [];
  for (let j = 0; j < q; j++) {
    const error = Math.sqrt(2 * Math.abs(inverse[j * q + j]!));
    const step = RELATIVE_STEP * Math.min(1, Math.max(1e-2, error));
    const [up, down] = [step, -step].map((h) => {
      const moved = parts.factorise(theta.map((x, i) => i === j ? x + h : x));
      return {
        gradient: parts.gradient(moved, weights).theta,
        covariance: fixedCovariance(moved, layout, fixed),
      };
    }) as [Moved, Moved];
    for (let i = 0; i < q; i++) {
      joint[i * (q + 1) + j] = (up.gradient[i]! - down.gradient[i]!) /
        (2 * step);
    }
    derivatives.push(
      up.covariance.map((v, i) =>
        variance * (v - down.covariance[i]!) / (2 * step)
      ),
    );
  }
  const residual =
    parts.gradient(at, { random: 0, fixed: 0, residual: 1 }).theta;
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (joint[i * (q + 1) + j]! + joint[j * (q + 1) + i]!) / 2;
      joint[i * (q + 1) + j] = mean;
      joint[j * (q + 1) + i] = mean;
    }
    joint[i * (q + 1) + q] = -2 * residual[i]! / (variance * sigma);
    joint[q * (q + 1) + i] = joint[i * (q + 1) + q]!;
  }
  joint[q * (q + 1) + q] = 4 * degrees / variance;
  derivatives.push(
    fixedCovariance(at, layout, fixed).map((v) => 2 * sigma * v),
  );
  return { joint, derivatives, profiled: profileOut(joint, q) };
}

interface Moved {
  readonly gradient: Float64Array;
  readonly covariance: Float64Array;
}

/** The curvature by the first q parameters when the last one follows its optimum. */
function profileOut(joint: Float64Array, q: number): Float64Array {
  const last = joint[(q + 1) * (q + 1) - 1]!;
  return Float64Array.from({ length: q * q }, (_, at) => {
    const i = Math.floor(at / q), j = at % q;
    return joint[i * (q + 1) + j]! -
      joint[i * (q + 1) + q]! * joint[j * (q + 1) + q]! / last;
  });
}

/** Covariance of θ and σ: twice the inverse curvature of the deviance. */
export function parameterCovariance(
  { joint, derivatives }: Curvature,
): Float64Array {
  return positiveInverse(joint, derivatives.length).map((v) => 2 * v);
}
