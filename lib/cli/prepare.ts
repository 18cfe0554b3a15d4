import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { codebookDigest, loadCodebook } from "#lib/codebook/mod.ts";
import {
  digestFolder,
  type ProgrammeData,
  readProgramme,
  sha256,
  writeQuarantine,
} from "#lib/data/mod.ts";
import {
  codeDigests,
  computeLottery,
  computeResults,
  lotteryFile,
  readIndex,
  resultsFolder,
  type ResultsIndex,
  ROOT,
  type ScalingWork,
  setCurrent,
} from "#lib/profiles/mod.ts";
import { ensureSample, LOTTERY_FOLDER, SAMPLE_SEED } from "#lib/samples/mod.ts";
import { type Progress, startProgress } from "./progress.ts";

/** Folder of the simulated programme. */
export const SAMPLE_FOLDER: URL = new URL("data-samples/programme/", ROOT);

/** Seed of the plausible values; stated in every report. */
export const SCORING_SEED = 20151001;

/** Options of the commands that need computed results. */
export interface PrepareOptions {
  /** Folder of the answers. @default {SAMPLE_FOLDER} */
  readonly data?: URL;
  /** Worker threads. @default {2} */
  readonly jobs?: number;
}

/**
 * Makes sure that results for the data, codebook and code at hand exist, and
 * makes them the current ones. Nothing is computed twice.
 */
export async function prepareResults(
  { data = SAMPLE_FOLDER, jobs = 2 }: PrepareOptions = {},
): Promise<ResultsIndex> {
  const progress = startProgress();
  if (data.href === SAMPLE_FOLDER.href) {
    makeSample(progress);
  }
  const key = resultsKey(data);
  const folder = resultsFolder(key);
  const index = await readComplete(data, folder) ??
    await compute(data, { folder, jobs, progress });
  setCurrent(key);
  return index;
}

/** Makes the sample programme where it is missing or of an older simulator. */
export function makeSample(progress: Progress): void {
  const { generated } = ensureSample(fileURLToPath(SAMPLE_FOLDER), {
    seed: SAMPLE_SEED,
    codebook: loadCodebook(),
  });
  if (generated) progress.step("Simulated the sample programme");
}

function resultsKey(data: URL): string {
  const parts = [
    digestFolder(fileURLToPath(data), [".csv", ".json"]),
    codebookDigest(loadCodebook()),
    codeDigests().numbers,
    String(SCORING_SEED),
  ];
  return sha256(parts.join("\n")).slice(0, 24);
}

/** The index of finished results; a lottery that was not scored is missing. */
async function readComplete(
  data: URL,
  folder: URL,
): Promise<ResultsIndex | null> {
  const isComplete = !existsSync(new URL(LOTTERY_FOLDER, data)) ||
    existsSync(lotteryFile(folder));
  return isComplete ? await readIndex(folder) : null;
}

async function compute(
  data: URL,
  { folder, jobs, progress }: {
    readonly folder: URL;
    readonly jobs: number;
    readonly progress: Progress;
  },
): Promise<ResultsIndex> {
  progress.step("Reading answers");
  const programme = readProgramme(
    data,
    loadCodebook(),
    "program-for-laeringsledelse",
  );
  const lottery = readLottery(data);
  progress.step(
    `Read ${programme.answersRead} answers, set ${programme.quarantine.length} aside`,
  );
  if (programme.quarantine.length > 0) {
    const path = fileURLToPath(new URL("quarantine.csv", folder));
    writeQuarantine(path, programme.quarantine);
    progress.step(`What was set aside, and why (confidential): ${path}`);
  }
  const index = await computeResults(programme, {
    folder,
    seed: SCORING_SEED,
    jobs,
    onProgress: (done, total, scale) =>
      progress.count("Scaling", done, total, scale),
    onScaled: (work) => progress.step(describeWork(work)),
  });
  if (lottery) {
    const dataFolder = new URL(LOTTERY_FOLDER, data);
    await computeLottery(lottery, { dataFolder, folder, seed: SCORING_SEED });
    progress.step("Placed the lottery on the scales");
  }
  return index;
}

/** Seconds of the threads per part of the work. */
export function describeWork({ seconds, scored }: ScalingWork): string {
  const parts: readonly (readonly [string, number])[] = [
    ["scoring and plausible values", seconds.score],
    ["documentation", seconds.document],
    ["estimates", seconds.estimate],
    ["writing", seconds.write],
  ];
  const times = parts.map(([name, s]) => `${name} ${s.toFixed(1)} s`);
  return `Scaled all scales, ${scored} persons × scales: ${
    times.join(", ")
  } of all threads`;
}

/** Reads the lottery where the data folder holds one, before anything long runs. */
function readLottery(data: URL): ProgrammeData | null {
  const folder = new URL(LOTTERY_FOLDER, data);
  return existsSync(folder)
    ? readProgramme(folder, loadCodebook(), "ledelse-for-oeget-laering")
    : null;
}
