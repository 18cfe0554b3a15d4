/**
 * Linear mixed models for nested and crossed groups.
 * @module
 */
export type { Contrast, ContrastTest } from "./contrast.ts";
export { fitMixedModel, type FitMixedModelOptions } from "./fit_mixed_model.ts";
export { kenwardRoger } from "./kenward_roger.ts";
export {
  type KenwardRogerAdjustment,
  kenwardRogerAdjustment,
} from "./kenward_roger_adjustment.ts";
export * from "./likelihood_ratio_test.ts";
export type {
  LevelWeights,
  MixedDesign,
  MixedTerm,
  NamedColumn,
} from "./mixed_design.ts";
export * from "./mixed_model_fit.ts";
export * from "./pool_mixed_models.ts";
export * from "./random_effects.ts";
export { satterthwaite } from "./satterthwaite.ts";
export * from "./to_mixed_design.ts";
