import type { Calibration } from "../types.ts";
import type { CalibrationErrors } from "./calibration_errors.ts";

/** An item in the classical form: slope and the θ at which neighbours are equally likely. */
export interface StepErrors {
  /** Id of the item. */
  readonly id: string;
  /** Steps 1…maxScore in θ units; null beside a category that never occurs. */
  readonly steps: readonly (number | null)[];
  /** Standard error of each step. */
  readonly standardErrors: readonly (number | null)[];
  /** Mean of the steps, the item's location; null when a step is. */
  readonly location: number | null;
  /** Standard error of the location. */
  readonly locationError: number | null;
}

/**
 * Classical step parameters b_k = (d_(k−1) − d_k) / a with their standard errors.
 *
 * By the delta method from the covariance of slopes and intercepts: the derivatives
 * are −b/a by the slope and ±1/a by the two intercepts.
 *
 * @param errors Of the same calibration; fixed values count as known.
 */
export function stepErrors(
  calibration: Calibration,
  errors: CalibrationErrors,
): readonly StepErrors[] {
  const { parameters, covariance } = errors;
  const n = parameters.length;
  const errorOf = (derivative: ReadonlyMap<number, number>): number => {
    let variance = 0;
    for (const [i, x] of derivative) {
      for (const [j, y] of derivative) {
        variance += x * y * covariance.values[i * n + j]!;
      }
    }
    return Math.sqrt(variance);
  };
  return calibration.items.map(({ id, slope, intercepts }) => {
    const slopeAt = parameters.findIndex((p) =>
      p.kind === "slope" && p.item === id
    );
    const interceptAt = (category: number): number =>
      parameters.findIndex((p) =>
        p.kind === "intercept" && p.item === id && p.category === category
      );
    const steps = intercepts.slice(1).map((d, k) =>
      d > -Infinity && intercepts[k]! > -Infinity
        ? (intercepts[k]! - d) / slope
        : null
    );
    const derivatives = steps.map((step, k) => {
      const derivative = new Map<number, number>();
      if (slopeAt >= 0) derivative.set(slopeAt, -(step ?? 0) / slope);
      for (
        const [at, sign] of [[interceptAt(k), 1], [interceptAt(k + 1), -1]]
      ) {
        if (at! >= 0) derivative.set(at!, sign! / slope);
      }
      return derivative;
    });
    const complete = steps.every((step) => step !== null);
    const mean = new Map<number, number>();
    for (const derivative of derivatives) {
      for (const [at, x] of derivative) {
        mean.set(at, (mean.get(at) ?? 0) + x / steps.length);
      }
    }
    return {
      id,
      steps,
      standardErrors: steps.map((step, k) =>
        step === null ? null : errorOf(derivatives[k]!)
      ),
      location: complete
        ? steps.reduce<number>((sum, b) => sum + b!, 0) / steps.length
        : null,
      locationError: complete ? errorOf(mean) : null,
    };
  });
}
