/**
 * Development over waves, success criteria, and the lottery between schools.
 * @module
 */
export * from "./development/dose_response.ts";
export * from "./development/national_difference.ts";
export * from "./development/robustness_value.ts";
export {
  PUPIL_STATISTICS,
  type PupilsBehind,
  pupilsBehind,
  type PupilStatistic,
  pupilStatistics,
} from "./development/pupil_statistics.ts";
export {
  changeSlot,
  type PupilLayout,
  pupilLayout,
  pupilSlot,
  type PupilSpec,
  type WavePair,
} from "./development/pupil_sums.ts";
export * from "./criteria/equivalence_test.ts";
export * from "./criteria/judge_changes.ts";
export * from "./criteria/shrink_changes.ts";
export {
  type DetectableEffect,
  type DetectableEffectOptions,
} from "./planning/detectable_effect.ts";
export * from "./planning/minimum_detectable_change.ts";
export * from "./planning/minimum_detectable_effect.ts";
export * from "./planning/power_of_test.ts";
export * from "./planning/required_schools.ts";
export * from "./lottery/mod.ts";
