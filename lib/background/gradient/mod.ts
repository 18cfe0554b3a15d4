export * from "./background_sums.ts";
export * from "./between_schools.ts";
export * from "./estimate_gradients.ts";
export * from "./gradient_measures.ts";
export { BACKGROUND_WIDTH } from "./layout.ts";
export * from "./measures.ts";
export * from "./pool_gradients.ts";
export * from "./rank_measures.ts";
