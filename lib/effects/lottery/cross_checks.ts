import {
  coefficientTable,
  fitRegression,
  type NamedDesign,
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

/** Name of the coefficient that is the effect. */
const DRAWN = "drawn";

/** Outcome on draw, strata and baseline, each school one cluster. */
function regressionOf(
  { baseline = [], weights }: LotteryOutcome,
  { treated, schools, stratum, strata }: DrawSet,
): {
  readonly design: NamedDesign;
  readonly options: {
    readonly clusters: Float64Array;
    readonly weights?: ArrayLike<number>;
  };
} {
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
  return {
    design: {
      matrix,
      names: columns.map((_, k) => k === 0 ? DRAWN : `column ${k}`),
    },
    options: {
      clusters: Float64Array.from(treated.keys()),
      ...(weights && { weights }),
    },
  };
}

/**
 * Checks an effect by regression over the schools with CR2 errors and Satterthwaite's
 * degrees of freedom. It rests on a model instead of the draw; where it differs much
 * from the randomisation test, few schools carry the result.
 *
 * Strata enter as constants of their own; the adjustment is the residual one.
 *
 * @throws {RangeError} As `fitRegression`.
 * @see Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36, 672–683.
 */
export function robustEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
): CrossCheck {
  const { design, options } = regressionOf(outcome, draws);
  const fit = fitRegression(design, outcome.outcome, {
    ...options,
    covariance: "CR2",
  });
  const row = coefficientTable(fit).find(({ name }) => name === DRAWN)!;
  return {
    effect: row.value,
    interval: row.interval,
    pValue: row.pValue,
    degreesOfFreedom: row.degreesOfFreedom,
    method: fit.method,
  };
}

/**
 * Checks an effect by the same regression and the wild cluster bootstrap.
 *
 * @throws {RangeError} As `wildClusterBootstrap`.
 * @see Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427.
 */
export function wildEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
): CrossCheck {
  const { design, options } = regressionOf(outcome, draws);
  const wild = wildClusterBootstrap(design, outcome.outcome, {
    ...options,
    coefficient: DRAWN,
  });
  return {
    effect: wild.value,
    interval: wild.interval,
    pValue: wild.pValue,
    degreesOfFreedom: NaN,
    method: wild.method,
  };
}
