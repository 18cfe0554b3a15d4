import { studentQuantile } from "#lib/numerics/mod.ts";

/** A number with its standard error; normal where no degrees of freedom are given. */
export interface IntervalOf {
  /** The estimate. */
  readonly value: number;
  /** Its standard error. */
  readonly standardError: number;
  /** Of the t distribution. @default {Infinity} */
  readonly degreesOfFreedom?: number;
}

/** Whether the 95 % interval of a number holds the truth. */
export function intervalHolds(
  { value, standardError, degreesOfFreedom = Infinity }: IntervalOf,
  truth: number,
): boolean {
  return Math.abs(value - truth) <=
    standardError * studentQuantile(0.975, degreesOfFreedom);
}
