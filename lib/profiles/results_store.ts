/**
 * Where computed results lie: `.cache/results/<key>/`, one folder per
 * combination of data, codebook and code, and a note of which is current.
 * @module
 */
import { mkdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type NationalMean, writeWhole } from "#lib/data/mod.ts";
import type { DoseResults } from "./development_types.ts";
import type { DecompositionResults } from "./expected/decomposition_types.ts";
import type { ConditionResults } from "./expected/expected_types.ts";
import type {
  ParticipationResults,
  Provenance,
  ScaleQuality,
  UnitRef,
} from "./types.ts";

/** Repository root, found from this file's own place. */
export const ROOT: URL = new URL("../../", import.meta.url);

/** Environment variable that moves the cache, e.g. for a user's own data. */
export const CACHE_VARIABLE = "LAERINGSRAPPORT_CACHE";

/**
 * Folder for everything that can be computed again: `.cache` of the repository,
 * or the one named by {@linkcode CACHE_VARIABLE}.
 */
export function cacheFolder(): URL {
  const path = process.env[CACHE_VARIABLE];
  // A relative path is read from the root, since kernels run in other folders.
  return path
    ? pathToFileURL(`${resolve(fileURLToPath(ROOT), path)}/`)
    : new URL(".cache/", ROOT);
}

function resultsRoot(): URL {
  return new URL("results/", cacheFolder());
}

function currentFile(): URL {
  return new URL("current.json", resultsRoot());
}

/** What lies beside the estimate tables. */
export interface ResultsIndex {
  /** Id of the programme. */
  readonly programme: string;
  /** Years. */
  readonly waves: readonly number[];
  /** Units in the order of their number in the tables. */
  readonly units: readonly UnitRef[];
  /** Number of the first school. */
  readonly firstSchool: number;
  /** Number of the first class. */
  readonly firstClass: number;
  /** Municipality index of each school. */
  readonly municipalityOfSchool: readonly number[];
  /** School index of each class. */
  readonly schoolOfClass: readonly number[];
  /** Wave index of each class. */
  readonly waveOfClass: readonly number[];
  /** Programme first, then municipalities, then schools. */
  readonly participation: readonly (readonly ParticipationResults[])[];
  /** Per scale. */
  readonly quality: readonly ScaleQuality[];
  /** Participation against development, over the whole programme. */
  readonly dose: readonly DoseResults[];
  /** What the programme's and municipalities' differences are made of. */
  readonly decompositions: readonly DecompositionResults[];
  /** What goes with a flatter gradient, over the whole programme. */
  readonly conditions: readonly ConditionResults[];
  /** Means of the whole country. */
  readonly national: readonly NationalMean[];
  /** Where the numbers come from. */
  readonly provenance: Provenance;
}

/** Folder of the results with this key. */
export function resultsFolder(key: string): URL {
  return new URL(`${key}/`, resultsRoot());
}

/** File of one estimate table: `programme`, or a municipality's id. */
export function estimatesFile(folder: URL, part: string): URL {
  return new URL(`estimates/${part}.parquet`, folder);
}

/** File with expected results: `programme`, or a municipality's id for its schools. */
export function expectedFile(folder: URL, part: string): URL {
  return new URL(`expected/${part}.json`, folder);
}

/** File with one scale's plausible values. */
export function scoresFile(folder: URL, scale: string): URL {
  return new URL(`scores/${scale}.parquet`, folder);
}

/** File with one scale's item parameters and scale constants. */
export function frozenFile(folder: URL, scale: string): URL {
  return new URL(`frozen/${scale}.json`, folder);
}

/** File with the frozen index of social background, beside the frozen scales. */
export function frozenIndexFile(folder: URL): URL {
  return frozenFile(folder, "social-baggrund");
}

/** File with the documentation of one scale. */
export function scalingFile(folder: URL, scale: string): URL {
  return new URL(`scaling/${scale}.json`, folder);
}

/** File with the school means of the lottery. */
export function lotteryFile(folder: URL): URL {
  return new URL("lottery.json", folder);
}

/** Makes the folders of a set of results. */
export async function makeResultsFolders(folder: URL): Promise<void> {
  for (
    const part of ["estimates/", "expected/", "scores/", "frozen/", "scaling/"]
  ) {
    await mkdir(new URL(part, folder), { recursive: true });
  }
}

/** Writes the index last: a folder with an index is complete. */
export function writeIndex(folder: URL, index: ResultsIndex): void {
  const path = fileURLToPath(new URL("index.json", folder));
  writeWhole(path, JSON.stringify(index));
}

/** Reads the index, or null where the results are missing or unfinished. */
export async function readIndex(folder: URL): Promise<ResultsIndex | null> {
  try {
    return JSON.parse(await readFile(new URL("index.json", folder), "utf8"));
  } catch {
    return null;
  }
}

/** Notes which results the notebooks open. */
export function setCurrent(key: string): void {
  writeWhole(fileURLToPath(currentFile()), JSON.stringify({ key }));
}

/**
 * Folder of the current results.
 *
 * @throws {Error} If nothing has been computed yet.
 */
export async function currentFolder(): Promise<URL> {
  try {
    const { key } = JSON.parse(await readFile(currentFile(), "utf8"));
    return resultsFolder(key);
  } catch {
    throw new Error(
      "Cannot open results: none have been computed yet; run `npm run scale`",
    );
  }
}
