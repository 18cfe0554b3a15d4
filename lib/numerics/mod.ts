/**
 * Mathematics that knows nothing of schools: elementary functions with the same
 * bits on every engine, distributions, random numbers, matrices.
 * @module
 */
export * from "./cholesky.ts";
export * from "./distributions.ts";
export * from "./elementary.ts";
export * from "./find_root.ts";
export * from "./hash_string.ts";
export { DependentColumnError } from "./householder.ts";
export * from "./largest.ts";
export * from "./least_squares.ts";
export * from "./matrix.ts";
export * from "./orthonormal_basis.ts";
export * from "./philox.ts";
export * from "./random_stream.ts";
export * from "./sorted_order.ts";
export * from "./sum.ts";
export * from "./symmetric_eigen.ts";
export * from "./symmetric_rank_update.ts";
