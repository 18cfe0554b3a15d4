import { studentQuantile } from "#lib/numerics/mod.ts";

/** Options for what can be detected. */
export interface DetectableEffectOptions {
  /** Two-sided level. @default {0.05} */
  readonly alpha?: number;
  /** Chance to find the effect. @default {0.8} */
  readonly power?: number;
}

/** The smallest effect or change that a design can be expected to show. */
export interface DetectableEffect {
  /** In SDs of pupils' scores; times 100 gives points. */
  readonly standardised: number;
  /** Standard error of the effect, in the same SDs. */
  readonly standardError: number;
  /** Of that standard error. */
  readonly degreesOfFreedom: number;
  /** Standard errors that the effect must amount to. */
  readonly multiplier: number;
}

/** @throws {RangeError} If a value is not from 0 to 1. */
export function checkShare(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(
      `Cannot compute a detectable effect: ${name} ${value} is not between 0 and 1`,
    );
  }
}

/**
 * The effect that a test finds with the given power: its standard error times
 * t(1 − alpha/2) + t(power).
 *
 * @throws {RangeError} If the level or the power is not 0–1.
 */
export function detectableEffect(
  { standardError, degreesOfFreedom }: Pick<
    DetectableEffect,
    "standardError" | "degreesOfFreedom"
  >,
  { alpha = 0.05, power = 0.8 }: DetectableEffectOptions = {},
): DetectableEffect {
  checkShare(alpha, "level");
  checkShare(power, "power");
  const multiplier = studentQuantile(1 - alpha / 2, degreesOfFreedom) +
    studentQuantile(power, degreesOfFreedom);
  return {
    standardised: multiplier * standardError,
    standardError,
    degreesOfFreedom,
    multiplier,
  };
}
