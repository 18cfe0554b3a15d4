/**
 * Results held against the pupils' background, and what goes with a flatter gradient.
 * @module
 */
export type * from "./decomposition_types.ts";
export * from "./estimate_decompositions.ts";
export * from "./estimate_expected.ts";
export { countVerdicts } from "./expected_store.ts";
export * from "./expected_types.ts";
export * from "./gradient_scales.ts";
export type { HomeComponent } from "./region_columns.ts";
