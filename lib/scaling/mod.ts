/**
 * From answers to the 500-point scale: item models, person scores, plausible
 * values, the frozen scale.
 * @module
 */
export * from "./calibrate.ts";
export * from "./grid.ts";
export * from "./types.ts";
