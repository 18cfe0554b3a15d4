import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256 } from "#lib/data/mod.ts";
import type { FileDigests } from "./file_digests.ts";
import {
  type SimulatedTruth,
  type SimulateOptions,
  simulateProgramme,
} from "./simulate_programme.ts";

/** Options for {@linkcode generateProgramme}. */
export interface GenerateOptions extends SimulateOptions {
  /** Folder to write to; made when it does not exist. */
  readonly outFolder: string;
}

/** What {@linkcode generateProgramme} wrote. */
export interface GeneratedProgramme {
  /** What is true of it. */
  readonly truth: SimulatedTruth;
  /** SHA-256 of every file. */
  readonly digests: FileDigests;
  /** Bytes of all files. */
  readonly bytes: number;
}

/**
 * Simulates the programme into a folder of CSV files, with the truth beside it.
 *
 * @throws {RangeError} If an option is outside its range.
 */
export function generateProgramme(
  { outFolder, ...options }: GenerateOptions,
): GeneratedProgramme {
  const digests = new Map<string, string>();
  let total = 0;
  const truth = simulateProgramme(options, (name, bytes) => {
    const path = join(outFolder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    digests.set(name, sha256(bytes));
    total += bytes.length;
  });
  return { truth, digests, bytes: total };
}
