import {
  coefficientTable,
  fitRegression,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";
import { createMatrix } from "#lib/numerics/mod.ts";
import type { DrawSet } from "./draw_set.ts";
import type { LotteryOutcome } from "./lottery_outcome.ts";

/** The same effect with another kind of uncertainty. */
export interface CrossCheck {
  /** Effect in the unit of the outcome. */
  readonly effect: number;
  /** 95 % interval. */
  readonly interval: readonly [lower: number, upper: number];
  /** Two-sided. */
  readonly pValue: number;
  /** Degrees of freedom; NaN where none are used. */
  readonly degreesOfFreedom: number;
  /** For the reader. */
  readonly method: string;
}

/** An effect checked by methods that do not use the draw. */
export interface CrossChecks {
  /** Analysis of covariance with CR2 errors and Satterthwaite's degrees of freedom. */
  readonly robust: CrossCheck;
  /** The same by the wild cluster bootstrap. */
  readonly wild: CrossCheck;
}

/** Name of the coefficient that is the effect. */
const DRAWN = "drawn";

/**
 * Checks an effect by regression: outcome on draw and baseline over the schools, each
 * one cluster, by CR2 with Satterthwaite's degrees of freedom and by the wild cluster
 * bootstrap. They rest on a model instead of the draw; where they differ much from the
 * randomisation test, few schools carry the result.
 *
 * Strata enter as constants of their own; the adjustment is the residual one.
 *
 * @throws {RangeError} As `fitRegression`.
 * @see Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36, 672–683.
 */
export function crossCheckEffect(
  { outcome, baseline = [], weights }: LotteryOutcome,
  { treated, schools, stratum, strata }: DrawSet,
): CrossChecks {
  const columns = [
    treated,
    ...Array.from(
      { length: strata },
      (_, s) => Float64Array.from(stratum, (one) => one === s ? 1 : 0),
    ),
    ...baseline,
  ];
  const matrix = createMatrix({ rows: schools, columns: columns.length });
  columns.forEach((values, k) => {
    for (let i = 0; i < schools; i++) {
      matrix.values[i * columns.length + k] = values[i]!;
    }
  });
  const design = {
    matrix,
    names: columns.map((_, k) => k === 0 ? DRAWN : `column ${k}`),
  };
  const options = {
    clusters: Float64Array.from(treated.keys()),
    ...(weights && { weights }),
  };
  const fit = fitRegression(design, outcome, { ...options, covariance: "CR2" });
  const row = coefficientTable(fit).find(({ name }) => name === DRAWN)!;
  const wild = wildClusterBootstrap(design, outcome, {
    ...options,
    coefficient: DRAWN,
  });
  return {
    robust: {
      effect: row.value,
      interval: row.interval,
      pValue: row.pValue,
      degreesOfFreedom: row.degreesOfFreedom,
      method: fit.method,
    },
    wild: {
      effect: wild.value,
      interval: wild.interval,
      pValue: wild.pValue,
      degreesOfFreedom: NaN,
      method: wild.method,
    },
  };
}
