/**
 * Does the model describe the answers: of an item, a pair, a group, a person?
 * @module
 */
export * from "./group_item_fit.ts";
export * from "./item_fit.ts";
export * from "./limited_information_fit.ts";
export * from "./local_dependence.ts";
export * from "./person_fit.ts";
export * from "./predictive_check.ts";
export * from "./score_item_fit.ts";
