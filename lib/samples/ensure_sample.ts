import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Codebook, codebookDigest } from "#lib/codebook/mod.ts";
import {
  type FileDigests,
  formatDigests,
  parseDigests,
} from "./file_digests.ts";
import { generateProgramme } from "./generate_programme.ts";
import { SIMULATOR_VERSION } from "./to_truth.ts";

/** Seed of the sample that the reports are made from. */
export const SAMPLE_SEED = 20150901;

/** What {@linkcode ensureSample} found or made. */
export interface EnsuredSample {
  /** False when the folder already held the sample asked for. */
  readonly generated: boolean;
  /** SHA-256 of every file, as it was when made. */
  readonly digests: FileDigests;
}

/** Options for {@linkcode ensureSample}. */
export interface EnsureSampleOptions {
  /** The instrument. */
  readonly codebook: Codebook;
  /** Seed of the simulation. @default {SAMPLE_SEED} */
  readonly seed?: number;
  /** Share of the full size. @default {1} */
  readonly fraction?: number;
}

const STAMP_FILE = "stamp.json";
const DIGEST_FILE = "files.sha256";

function stampOf(
  { codebook, seed = SAMPLE_SEED, fraction = 1 }: EnsureSampleOptions,
): string {
  return `${
    JSON.stringify({
      simulator: SIMULATOR_VERSION,
      seed,
      fraction,
      codebook: codebookDigest(codebook),
    })
  }\n`;
}

/** Digests of the files in the folder when its stamp is the one wanted. */
function existingDigests(folder: string, stamp: string): FileDigests | null {
  const path = join(folder, STAMP_FILE);
  if (!existsSync(path) || readFileSync(path, "utf8") !== stamp) return null;
  return parseDigests(readFileSync(join(folder, DIGEST_FILE), "utf8"));
}

/**
 * Makes the sample programme unless the folder holds it already.
 *
 * A stamp with seed, size, simulator version and codebook digest decides; it is
 * written last, so a run that was cut short counts as nothing. A finished sample
 * is left as it is found: a file that somebody changed or removed is for the
 * reader to see and tell, not to be made good in silence.
 *
 * @param folder Folder of the sample; its former content is removed.
 * @throws {RangeError} If an option is outside its range.
 */
export function ensureSample(
  folder: string,
  options: EnsureSampleOptions,
): EnsuredSample {
  const stamp = stampOf(options);
  const existing = existingDigests(folder, stamp);
  if (existing !== null) return { generated: false, digests: existing };
  rmSync(folder, { recursive: true, force: true });
  const { codebook, seed = SAMPLE_SEED, fraction = 1 } = options;
  const { digests } = generateProgramme({
    codebook,
    seed,
    fraction,
    outFolder: folder,
  });
  writeFileSync(join(folder, DIGEST_FILE), formatDigests(digests));
  writeFileSync(join(folder, STAMP_FILE), stamp);
  return { generated: true, digests };
}
