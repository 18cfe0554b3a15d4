/**
 * Does an item work alike in groups of persons?
 * @module
 */
export * from "./differential_item_functioning.ts";
export type { GroupDistance } from "./invariance_fit.ts";
export type { LiuAgresti } from "./liu_agresti.ts";
export type { DifTest, LogisticDif } from "./logistic_dif.ts";
export type { DifClass, MantelHaenszel } from "./mantel_haenszel.ts";
export type { MantelTest } from "./mantel_test.ts";
export {
  type FrameGrouping,
  groupingOfFrame,
  type PersonGrouping,
} from "./person_grouping.ts";
