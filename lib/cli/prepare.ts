import { createHash } from "node:crypto";
import { codebookDigest, loadCodebook } from "#lib/codebook/mod.ts";
import { digestFolder, readProgramme } from "#lib/data/mod.ts";
import {
  codeDigests,
  computeResults,
  readIndex,
  resultsFolder,
  type ResultsIndex,
  ROOT,
  setCurrent,
} from "#lib/profiles/mod.ts";
import { ensureSample, SAMPLE_SEED } from "#lib/samples/mod.ts";
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
    await ensureSample(data, { seed: SAMPLE_SEED, onProgress: progress.step });
  }
  const key = await resultsKey(data);
  const folder = resultsFolder(key);
  const index = await readIndex(folder) ??
    await compute(data, { folder, jobs, progress });
  await setCurrent(key);
  return index;
}

async function resultsKey(data: URL): Promise<string> {
  const parts = [
    await digestFolder(data),
    codebookDigest(loadCodebook()),
    (await codeDigests()).numbers,
    String(SCORING_SEED),
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(
    0,
    24,
  );
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
  progress.step(
    `Read ${programme.answersRead} answers, set ${programme.quarantine.length} aside`,
  );
  const index = await computeResults(programme, {
    folder,
    seed: SCORING_SEED,
    jobs,
    onProgress: (done, total, scale) =>
      progress.count("Scaling", done, total, scale),
  });
  progress.step("Scaled all scales");
  return index;
}
