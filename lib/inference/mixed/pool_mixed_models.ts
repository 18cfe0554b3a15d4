import {
  type PooledEstimate,
  poolPlausibleValues,
} from "../replication/pool_plausible_values.ts";
import { type FitMixedModelOptions, fitPrepared } from "./fit_mixed_model.ts";
import type { MixedDesign } from "./mixed_design.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";
import { type PreparedModel, prepareModel } from "./prepared_model.ts";
import { satterthwaite } from "./satterthwaite.ts";

/** Fits of the same model to several outcomes as one. */
export interface PooledMixedModel {
  /** Per fixed column. */
  readonly coefficients: readonly PooledEstimate[];
  /** Names of the fixed columns. */
  readonly fixedNames: readonly string[];
  /** Per term the pooled variances and covariances, k × k each. */
  readonly components: readonly {
    /** Name of the factor. */
    readonly name: string;
    /** Names of its effects. */
    readonly effects: readonly string[];
    /** k × k by rows; `null` where a draw's fit is singular, so that it has no error. */
    readonly covariance: readonly (PooledEstimate | null)[];
    /** Means over the draws, k × k by rows. */
    readonly meanCovariance: Float64Array;
    /** Draws whose fit of this term is singular. */
    readonly singularDraws: number;
  }[];
  /** σ². */
  readonly residualVariance: PooledEstimate;
  /** Number of draws. */
  readonly draws: number;
}

/**
 * Fits the same model to several outcomes, e.g. plausible values; the order of
 * elimination is found once and each fit starts where the last one ended.
 *
 * @param outcomes Each of length n.
 * @throws {RangeError} As {@linkcode fitMixedModel}.
 */
export function fitMixedModels(
  design: Omit<MixedDesign, "outcome">,
  outcomes: readonly Float64Array[],
  options: FitMixedModelOptions = {},
): MixedModelFit[] {
  let model: PreparedModel | undefined;
  let start = options.start;
  return outcomes.map((outcome) => {
    const own = { ...design, outcome };
    model = prepareModel(own, model);
    const fit = fitPrepared(own, model, {
      ...options,
      ...(start === undefined ? {} : { start }),
    });
    start = fit.theta;
    return fit;
  });
}

function unit(length: number, place: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => i === place ? 1 : 0);
}

/** Degrees of freedom of a coefficient had the outcome been known: the mean over the draws. */
function completeDegrees(
  fits: readonly MixedModelFit[],
  place: number,
): number {
  const all = fits.map((fit) =>
    fit.uncertainty === null
      ? Infinity
      : satterthwaite(fit, unit(fit.coefficients.length, place))
        .degreesOfFreedom
  );
  return all.reduce((a, b) => a + b, 0) / all.length;
}

/**
 * Pools fits of one model to M outcomes by Rubin's rules, with Satterthwaite's degrees
 * of freedom as those of complete data.
 *
 * @throws {RangeError} If there are fewer than 2 fits or their models differ.
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3.
 */
export function poolMixedModels(
  fits: readonly MixedModelFit[],
): PooledMixedModel {
  const first = fits[0];
  if (first === undefined || fits.length < 2) {
    throw new RangeError(
      `Cannot pool mixed models: found ${fits.length} fits, at least 2 are needed`,
    );
  }
  for (const fit of fits) {
    if (
      fit.fixedNames.join() !== first.fixedNames.join() ||
      fit.theta.length !== first.theta.length || fit.n !== first.n
    ) {
      throw new RangeError(
        "Cannot pool mixed models: their columns, terms or rows differ",
      );
    }
  }
  return {
    coefficients: first.fixedNames.map((_, i) =>
      poolPlausibleValues(
        fits.map((f) => f.coefficients[i]!),
        fits.map((f) => f.standardErrors[i]! * f.standardErrors[i]!),
        { completeDegreesOfFreedom: completeDegrees(fits, i) },
      )
    ),
    fixedNames: first.fixedNames,
    components: first.components.map((component, t) => {
      const own = fits.map((f) => f.components[t]!);
      const elements = Array.from(component.covariance, (_, at) => {
        const errors = own.map((c) => c.standardErrors[at]!);
        return errors.some(Number.isNaN) ? null : poolPlausibleValues(
          own.map((c) => c.covariance[at]!),
          errors.map((e) => e * e),
        );
      });
      return {
        name: component.name,
        effects: component.effects,
        covariance: elements,
        meanCovariance: component.covariance.map((_, at) =>
          own.reduce((s, c) => s + c.covariance[at]! / own.length, 0)
        ),
        singularDraws: own.filter((c) => c.isSingular).length,
      };
    }),
    residualVariance: poolPlausibleValues(
      fits.map((f) => f.residualVariance),
      fits.map((f) =>
        f.residualVarianceStandardError * f.residualVarianceStandardError
      ),
    ),
    draws: fits.length,
  };
}
