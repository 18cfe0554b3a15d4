import { studentQuantile } from "#lib/numerics/mod.ts";

/** A regression coefficient's t-value and residual degrees of freedom. */
export interface CoefficientTest {
  /** Coefficient by its standard error. */
  readonly t: number;
  /** Rows less columns of the regression, above 1. */
  readonly degreesOfFreedom: number;
}

/** Options for {@linkcode robustnessValue}. */
export interface RobustnessOptions {
  /** Part of the coefficient that an unmeasured confounder takes away. @default {1} */
  readonly share?: number;
  /**
   * Level at which the rest shall no longer be different from 0; 1 asks only for the
   * coefficient itself. @default {1}
   */
  readonly alpha?: number;
}

/**
 * Share of the outcome's variance that goes with one regressor alone, when all the
 * others are in: t² / (t² + df).
 *
 * @returns 0–1.
 */
export function partialR2({ t, degreesOfFreedom }: CoefficientTest): number {
  return t * t / (t * t + degreesOfFreedom);
}

/**
 * How strong an unmeasured confounder would have to be: the share of what is left of
 * both regressor and outcome that it must explain to take a coefficient away.
 *
 * With f = share · |t| / √df, less t*(α, df − 1) / √(df − 1) where a level is given,
 * it is (√(f⁴ + 4 f²) − f²) / 2; 0 where f is not above 0. A confounder that explains
 * less than this of either cannot do it unless it explains more of the other.
 *
 * @returns 0–1.
 * @throws {RangeError} If the degrees of freedom are not above 1.
 * @see Cinelli & Hazlett (2020), Journal of the Royal Statistical Society B 82, 39–67.
 */
export function robustnessValue(
  { t, degreesOfFreedom: df }: CoefficientTest,
  { share = 1, alpha = 1 }: RobustnessOptions = {},
): number {
  if (!(df > 1)) {
    throw new RangeError(
      `Cannot compute a robustness value: ${df} degrees of freedom are not above 1`,
    );
  }
  const whole = share * Math.abs(t) / Math.sqrt(df);
  const critical = alpha < 1
    ? studentQuantile(1 - alpha / 2, df - 1) / Math.sqrt(df - 1)
    : 0;
  const f = whole - critical;
  if (!(f > 0)) return 0;
  // With a strong regressor the bound on the outcome's side does not bind.
  if (critical > 0 && whole > 1 / critical) {
    return (whole * whole - critical * critical) / (1 + whole * whole);
  }
  const square = f * f;
  return (Math.sqrt(square * square + 4 * square) - square) / 2;
}
