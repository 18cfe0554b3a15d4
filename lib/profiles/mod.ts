/**
 * All numbers of one class, school, municipality or the programme.
 * @module
 */
export * from "./disclosure.ts";
export * from "./estimate_scale.ts";
export * from "./open_report.ts";
export * from "./results_store.ts";
export * from "./statistics.ts";
export * from "./types.ts";
export * from "./units.ts";
