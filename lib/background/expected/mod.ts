/**
 * Expected result: what pupils of the same background score in other schools.
 * @module
 */
export * from "./background_predictors.ts";
export * from "./coefficient_covariance.ts";
export * from "./generalised_inverse.ts";
export * from "./judge_deviations.ts";
export * from "./leave_unit_out.ts";
export * from "./pupil_residuals.ts";
export * from "./school_error_covariance.ts";
export * from "./school_error_variance.ts";
export {
  type ExpectationPupils,
  type SchoolProducts,
  schoolProducts,
} from "./school_products.ts";
