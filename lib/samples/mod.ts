/**
 * The simulator: a sample programme in the sizes of the real one, drawn from a
 * seed with known truth. Used by the command line and by tests, never by the
 * estimates.
 * @module
 */
export {
  type EnsuredSample,
  ensureSample,
  type EnsureSampleOptions,
  SAMPLE_SEED,
} from "./ensure_sample.ts";
export {
  differingFiles,
  digestOf,
  type FileDigests,
  formatDigests,
  parseDigests,
} from "./file_digests.ts";
export { generateMini } from "./generate_mini.ts";
export {
  type GeneratedProgramme,
  type GenerateOptions,
  generateProgramme,
} from "./generate_programme.ts";
export {
  reduceCodebook,
  type ReduceCodebookOptions,
} from "./reduce_codebook.ts";
export { SIMULATOR_VERSION } from "./simulate_folder.ts";
export {
  LOTTERY_FOLDER,
  type SimulatedTruth,
  type SimulateOptions,
  simulateProgramme,
} from "./simulate_programme.ts";
export {
  type LotteryTruth,
  readTruth,
  type ScaleTruth,
  scaleTruth,
  type Truth,
  truthMean,
} from "./truth.ts";
