/**
 * The simulator: a sample programme in the sizes of the real one, drawn from a
 * seed with known truth. Used by the command line and by tests, never by the
 * estimates.
 * @module
 */
export type { WorldOptions } from "./build_world.ts";
export {
  type EnsuredSample,
  ensureSample,
  type EnsureSampleOptions,
  SAMPLE_SEED,
} from "./ensure_sample.ts";
export {
  type FileDigests,
  formatDigests,
  parseDigests,
} from "./file_digests.ts";
export type { DifItem, DriftItem, Flaws } from "./flaws.ts";
export { generateMini } from "./generate_mini.ts";
export {
  type GeneratedProgramme,
  type GenerateOptions,
  generateProgramme,
} from "./generate_programme.ts";
export type { ItemParameters } from "./item_parameters.ts";
export {
  reduceCodebook,
  type ReduceCodebookOptions,
} from "./reduce_codebook.ts";
export type { ScaleProfile } from "./scale_profile.ts";
export type { SizeOptions } from "./school_plan.ts";
export {
  LOTTERY_FOLDER,
  type SimulatedTruth,
  type SimulateOptions,
  simulateProgramme,
} from "./simulate_programme.ts";
export { SIMULATOR_VERSION } from "./to_truth.ts";
export {
  type LotteryTruth,
  readTruth,
  type ScaleTruth,
  scaleTruth,
  type Truth,
  TRUTH_FILE,
  truthMean,
} from "./truth.ts";
export type { FileSink } from "./world.ts";
