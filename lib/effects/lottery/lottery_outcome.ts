import { createMatrix, leastSquares } from "#lib/numerics/mod.ts";
import type { DrawSet } from "./draw_set.ts";

/** How the baseline is used; both keep the test exact. */
export type Adjustment = "residual" | "interacted";

/** One outcome of the schools, in the order of the draw. */
export interface LotteryOutcome {
  /** Value of the school after the programme, e.g. a mean over pupils and plausible values. */
  readonly outcome: ArrayLike<number>;
  /** School values from before the draw, one array per covariate. @default {[]} */
  readonly baseline?: readonly ArrayLike<number>[];
  /**
   * Weight of each school, above 0. None: every school counts once. Pupils: the
   * effect on the average pupil. Choose before any result. @default {all 1}
   */
  readonly weights?: ArrayLike<number>;
  /**
   * "residual" takes the baseline out of outcome and draw once (analysis of
   * covariance); "interacted" fits it anew in both groups of every draw, which is
   * never less precise with many schools but costs more freedom. @default {"residual"}
   */
  readonly adjustment?: Adjustment;
}

/** A checked outcome, ready for the sums over draws. */
export interface PreparedOutcome {
  /** Outcome less what strata, and with "residual" the baseline, explain. */
  readonly residuals: Float64Array;
  /** The exposure likewise. */
  readonly exposure: Float64Array;
  /** Null when all schools count alike. */
  readonly weights: Float64Array | null;
  /** Centred covariates that are fitted in every draw; empty with "residual". */
  readonly interacted: readonly Float64Array[];
  /** Number of covariates, however used. */
  readonly covariates: number;
}

/** Residual sums of squares below this part of the total are rounding. */
const NOTHING_LEFT = 1e-18;

function finite(
  values: ArrayLike<number>,
  name: string,
  schools: number,
): Float64Array {
  if (values.length !== schools) {
    throw new RangeError(
      `Cannot test a lottery: found ${values.length} values of ${name} for ${schools} schools`,
    );
  }
  for (let i = 0; i < schools; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new RangeError(
        `Cannot test a lottery: ${name} of school ${i} is ${
          values[i]
        }, it must be a finite number`,
      );
    }
  }
  return Float64Array.from(values);
}

function checkWeights(
  weights: ArrayLike<number> | undefined,
  schools: number,
): Float64Array | null {
  if (weights === undefined) return null;
  const checked = finite(weights, "weight", schools);
  const light = checked.findIndex((weight) => !(weight > 0));
  if (light >= 0) {
    throw new RangeError(
      `Cannot test a lottery: weight of school ${light} is ${
        checked[light]
      }, it must be above 0`,
    );
  }
  return checked.every((weight) => weight === checked[0]) ? null : checked;
}

/** Columns: one per stratum, then the covariates less their mean. */
function residualsOn(
  baseline: readonly Float64Array[],
  { stratum, strata }: DrawSet,
  weights: Float64Array | null,
): (values: Float64Array) => Float64Array {
  const columns = strata + baseline.length;
  const design = createMatrix({ rows: stratum.length, columns });
  const centred = baseline.map(centre);
  stratum.forEach((s, i) => {
    design.values[i * columns + s] = 1;
    centred.forEach((values, k) =>
      design.values[i * columns + strata + k] = values[i]!
    );
  });
  return (values) => {
    try {
      return leastSquares(design, centre(values), {
        ...(weights && { weights }),
      })
        .residuals;
    } catch (error) {
      throw new RangeError(
        `Cannot test a lottery: the ${baseline.length} covariates are constant or dependent on each other`,
        { cause: error },
      );
    }
  };
}

function centre(values: Float64Array): Float64Array {
  const mean = values.reduce((total, value) => total + value, 0) /
    values.length;
  return values.map((value) => value - mean);
}

function squares(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}

/**
 * Checks an outcome and takes out of it, and of the exposure, what strata and
 * baseline explain; the draw plays no part in that, so the test stays exact.
 *
 * @param exposure What the effect is per unit of: the draw, or who took part.
 * @throws {RangeError} If lengths differ, a value is missing, the outcome is the same
 * everywhere, covariates are dependent or decide the draw.
 * @see Rosenbaum (2002), Statistical Science 17, 286–327.
 */
export function prepareOutcome(
  { outcome, baseline = [], weights, adjustment = "residual" }: LotteryOutcome,
  draws: DrawSet,
  exposure: Float64Array = draws.treated,
): PreparedOutcome {
  const { schools } = draws;
  const values = finite(outcome, "outcome", schools);
  const covariates = baseline.map((b, k) =>
    finite(b, `baseline ${k}`, schools)
  );
  const checked = checkWeights(weights, schools);
  const isInteracted = adjustment === "interacted" && covariates.length > 0;
  if (isInteracted) checkInteracted(draws, covariates.length, checked);
  if (values.every((value) => value === values[0])) {
    throw new RangeError(
      `Cannot test a lottery: the outcome is ${
        values[0]
      } at all ${schools} schools, nothing can be compared`,
    );
  }
  const all = residualsOn(covariates, draws, checked);
  if (!(squares(all(exposure)) > NOTHING_LEFT * schools)) {
    throw new RangeError(
      "Cannot test a lottery: strata and baseline tell exactly which schools were drawn, nothing is left to compare",
    );
  }
  const take = isInteracted ? residualsOn([], draws, checked) : all;
  return {
    residuals: take(values),
    exposure: take(exposure),
    weights: checked,
    interacted: isInteracted ? covariates.map(centre) : [],
    covariates: covariates.length,
  };
}

function checkInteracted(
  { strata, schools, drawn, sizes }: DrawSet,
  covariates: number,
  weights: Float64Array | null,
): void {
  if (strata > 1 || weights !== null || sizes === "varying") {
    throw new RangeError(
      `Cannot adjust within groups: found ${strata} strata, ${
        weights === null ? "equal" : "unequal"
      } weights and ${sizes} group sizes, one stratum, equal weights and fixed sizes are needed`,
    );
  }
  const smaller = Math.min(drawn, schools - drawn);
  if (!(smaller > covariates + 1)) {
    throw new RangeError(
      `Cannot adjust within groups: the smaller group has ${smaller} schools for ${covariates} covariates, at least ${
        covariates + 2
      } are needed`,
    );
  }
}
