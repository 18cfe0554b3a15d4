/**
 * Regression: a formula or typed model to a design, fitted by least squares, by
 * logistic or by quantile regression, with errors that know of schools.
 * @module
 */
export * from "./build_design.ts";
export type { ClusterCorrection } from "./cluster_adjustment.ts";
export * from "./coefficients.ts";
export * from "./fit_logistic.ts";
export * from "./fit_quantile.ts";
export * from "./fit_regression.ts";
export type { ModelColumn, ModelColumns } from "./model_columns.ts";
export * from "./model_spec.ts";
export * from "./parse_formula.ts";
export * from "./pool_coefficients.ts";
export type { RegressionGroups } from "./prepare_regression.ts";
export type { QuantileCovariance } from "./quantile_covariance.ts";
export type { RandomDesignTerm } from "./random_design.ts";
export * from "./regress.ts";
export type {
  RegressionCovariance,
  UncertaintyOptions,
} from "./regression_uncertainty.ts";
export type { RowCovariance } from "./row_covariance.ts";
export type { DesignColumn } from "./term_columns.ts";
export { toModel } from "./to_model.ts";
export * from "./wild_cluster_bootstrap.ts";
export type { WildWeights } from "./wild_signs.ts";
