/**
 * Results held against the pupils' background, and what goes with a flatter gradient.
 * @module
 */
export * from "./estimate_conditions.ts";
export * from "./estimate_expected.ts";
export { countVerdicts } from "./expected_store.ts";
export * from "./expected_types.ts";
export * from "./gradient_scales.ts";
