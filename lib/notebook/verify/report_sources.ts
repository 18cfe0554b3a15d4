import { digestContents, type FolderContents } from "#lib/data/mod.ts";
import type { ReportInputs } from "../manifest.ts";

/** Every file that reports are computed from, by path with its SHA-256. */
export interface ReportSources {
  /** The answers, by path within their folder. */
  readonly data: FolderContents;
  /** The codebook and what else is read as given, e.g. the works cited. */
  readonly codebook: FolderContents;
  /** The library. */
  readonly code: FolderContents;
  /** The file that locks the packages. */
  readonly lock: FolderContents;
  /** Seed of all random numbers. */
  readonly seed: number;
}

/** Kinds of files that reports are computed from. */
export const SOURCE_KINDS = ["data", "codebook", "code", "lock"] as const;

/** The files of one kind as they were when reports were published. */
export interface SourceList {
  /** SHA-256 over the list, as the reports name it. */
  readonly digest: string;
  /** SHA-256 of each file by its path. */
  readonly files: FolderContents;
}

/** One digest per kind of files, for a report's foot and record. */
export function inputsOf(sources: ReportSources): ReportInputs {
  return {
    data: digestContents(sources.data),
    codebook: digestContents(sources.codebook),
    code: digestContents(sources.code),
    lock: digestContents(sources.lock),
    seed: sources.seed,
  };
}

/** What a report was computed from and what has changed since. */
export interface StaleInput {
  /** Kind of input. */
  readonly input: keyof ReportInputs;
  /** Changed, missing and new files; empty where the manifest has no list of them. */
  readonly files: readonly string[];
}

/**
 * Names the inputs that have changed since publication: such a report is stale.
 *
 * @param published Inputs in the manifest.
 * @param current Files of today.
 * @param lists Lists of files in the manifest.
 */
export function staleInputs(
  published: ReportInputs,
  current: ReportSources,
  lists: readonly SourceList[],
): readonly StaleInput[] {
  const now = inputsOf(current);
  const kinds = SOURCE_KINDS.filter((kind) => published[kind] !== now[kind]);
  const stale = kinds.map((input): StaleInput => {
    const list = lists.find(({ digest }) => digest === published[input]);
    const files = list && changedFiles(list.files, current[input]);
    return { input, files: files ?? [] };
  });
  return published.seed === now.seed
    ? stale
    : [...stale, { input: "seed", files: [] }];
}

function changedFiles(
  before: FolderContents,
  after: FolderContents,
): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}
