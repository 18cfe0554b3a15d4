import { studentQuantile } from "#lib/numerics/mod.ts";
import type { Estimate, EstimateUnit, VarianceLedger } from "./estimate.ts";
import { intervalOn, type IntervalScale } from "./interval_scale.ts";

/** What {@linkcode makeEstimate} makes an estimate of. */
export interface EstimateSpec {
  /** In `unit`. */
  readonly value: number;
  /** Variances in `unit`², 0 or more; a source that is left out counts as 0. */
  readonly variance: Partial<VarianceLedger>;
  /** Above 0; `Infinity` where normal. */
  readonly degreesOfFreedom: number;
  /** People behind the number. */
  readonly n: number;
  /** People left out for missing values. @default {0} */
  readonly dropped?: number;
  /** What the value is counted in. */
  readonly unit: EstimateUnit;
  /** How it was computed, for the reader. */
  readonly method: string;
  /**
   * Values that the true number can take; value and interval are cut there.
   * @default {[-Infinity, Infinity]}
   */
  readonly bounds?: readonly [lower: number, upper: number];
  /** Scale on which the interval is symmetric. @default {"plain"} */
  readonly scale?: IntervalScale;
}

const UPPER_TAIL = 0.975;

function completeLedger(variance: Partial<VarianceLedger>): VarianceLedger {
  const { sampling = 0, measurement = 0, missing = 0, link = 0 } = variance;
  for (
    const [source, part] of Object.entries({
      sampling,
      measurement,
      missing,
      link,
    })
  ) {
    if (!(part >= 0 && part < Infinity)) {
      throw new RangeError(
        `Cannot make an estimate: ${source} variance ${part} is not a number of 0 or more`,
      );
    }
  }
  return { sampling, measurement, missing, link };
}

/**
 * Makes a published number out of a value and the variances behind it.
 *
 * The standard error is the root of the sum of the variances; the 95 % interval
 * is value ± Student's 97.5 % point × standard error, or what that is on another
 * `scale`, cut at `bounds`.
 *
 * @throws {RangeError} If the value is not finite, a variance is negative or not
 * finite, or the degrees of freedom are not above 0.
 */
export function makeEstimate(
  {
    value: uncut,
    variance,
    degreesOfFreedom,
    n,
    dropped = 0,
    unit,
    method,
    bounds: [lowest, highest] = [-Infinity, Infinity],
    scale = "plain",
  }: EstimateSpec,
): Estimate {
  if (!Number.isFinite(uncut)) {
    throw new RangeError(
      `Cannot make an estimate: value ${uncut} is not a finite number`,
    );
  }
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(
      `Cannot make an estimate: degrees of freedom ${degreesOfFreedom} are not above 0`,
    );
  }
  const ledger = completeLedger(variance);
  const standardError = Math.sqrt(
    ledger.sampling + ledger.measurement + ledger.missing + ledger.link,
  );
  const margin = standardError === 0
    ? 0
    : standardError * studentQuantile(UPPER_TAIL, degreesOfFreedom);
  const within = (x: number): number => Math.min(highest, Math.max(lowest, x));
  const value = within(uncut);
  const [lower, upper] = intervalOn(scale, { value, margin });
  return {
    value,
    standardError,
    degreesOfFreedom,
    interval: [within(lower), within(upper)],
    variance: ledger,
    n,
    dropped,
    unit,
    method,
  };
}
