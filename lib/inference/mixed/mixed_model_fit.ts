import type { MixedDesign } from "./mixed_design.ts";

/** Variances and covariances of one random term. */
export interface RandomComponent {
  /** Name of the factor. */
  readonly name: string;
  /** Names of its effects, length k: "intercept" and the slopes. */
  readonly effects: readonly string[];
  /** k × k by rows, in the outcome's unit squared per unit of the slopes. */
  readonly covariance: Float64Array;
  /** k × k by rows; NaN where a variance is 0. */
  readonly correlation: Float64Array;
  /**
   * Standard errors of `covariance`, k × k, from the curvature of the deviance, with
   * level weights from the outermost levels; NaN for a singular term.
   */
  readonly standardErrors: Float64Array;
  /** Levels with rows. */
  readonly levels: number;
  /** Levels without rows. */
  readonly emptyLevels: number;
  /** Whether a variance is 0 or a correlation ±1 in this fit. */
  readonly isSingular: boolean;
}

/** How a fit ended. */
export interface MixedConvergence {
  /** Steps of the optimiser. */
  readonly iterations: number;
  /** Times the deviance was computed, with those for its curvature. */
  readonly evaluations: number;
  /** Largest absolute derivative of the deviance by θ at the end. */
  readonly largestGradient: number;
  /** Deviance that a further Newton step would gain by its own promise. */
  readonly promisedDecrease: number;
  /** The optimiser stops when less than this is promised. */
  readonly tolerance: number;
  /** Names of singular terms. */
  readonly singular: readonly string[];
  /** A diagonal element of a term's scaled factor below this counts as 0. */
  readonly singularTolerance: number;
}

/** What degrees of freedom by Satterthwaite are made of; the parameters are θ and then σ. */
export interface VarianceUncertainty {
  /** Covariance of the parameters, (q + 1) × (q + 1). */
  readonly covariance: Float64Array;
  /** Per parameter the derivative of the coefficients' covariance, p × p. */
  readonly derivatives: readonly Float64Array[];
}

/** A fitted linear mixed model. */
export interface MixedModelFit {
  /** What was maximised; with level weights the pseudo-likelihood. */
  readonly criterion: "REML" | "ML";
  /** Names of the fixed columns, length p. */
  readonly fixedNames: readonly string[];
  /** Length p. */
  readonly coefficients: Float64Array;
  /** Length p. */
  readonly standardErrors: Float64Array;
  /** p × p by rows; by clusters of the outermost term with level weights. */
  readonly covariance: Float64Array;
  /** In the order of the design. */
  readonly components: readonly RandomComponent[];
  /** σ². */
  readonly residualVariance: number;
  /** Standard error of σ², as those of the components. */
  readonly residualVarianceStandardError: number;
  /** −2 log likelihood, restricted or not. */
  readonly deviance: number;
  /** −deviance / 2. */
  readonly logLikelihood: number;
  /** Fixed effects, variances and covariances, and σ². */
  readonly parameters: number;
  /** Rows. */
  readonly n: number;
  /** Number of levels of each term that have rows. */
  readonly groups: Readonly<Record<string, number>>;
  /** How it ended. */
  readonly convergence: MixedConvergence;
  /** Relative factors, of columns scaled to root mean square 1; to start another fit from. */
  readonly theta: Float64Array;
  /** `null` if it was not asked for or level weights are used. */
  readonly uncertainty: VarianceUncertainty | null;
  /** What was fitted; not copied. */
  readonly design: MixedDesign;
}
