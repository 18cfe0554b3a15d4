import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FolderContents, folderContents, sha256 } from "#lib/data/mod.ts";
import type { ReportSources } from "#lib/notebook/mod.ts";
import { codeFiles, ROOT } from "#lib/profiles/mod.ts";
import { SAMPLE_FOLDER, SCORING_SEED } from "./prepare.ts";

const WORKS_CITED = "notebooks/litteratur.json";

/** Works that the reports cite, CSL JSON. */
export const BIBLIOGRAPHY: string = fileURLToPath(new URL(WORKS_CITED, ROOT));

/** Where the files lie that {@linkcode reportSources} lists. */
export interface SourcePlaces {
  /** Folder of the answers. @default {SAMPLE_FOLDER} */
  readonly data?: URL;
  /** Root of the project. @default {ROOT} */
  readonly root?: URL;
}

/**
 * Lists every file that the reports are computed from, also the lottery's
 * answers; nothing is computed for it.
 */
export function reportSources(
  { data = SAMPLE_FOLDER, root = ROOT }: SourcePlaces = {},
): ReportSources {
  return {
    data: folderContents(fileURLToPath(data), [".csv", ".json"]),
    codebook: {
      ...filesBelow("data-samples/codebook/", { root, ending: ".json" }),
      ...fileAt(WORKS_CITED, root),
      ...filesBelow("reports/studier/", { root, ending: ".csv" }),
    },
    code: withPrefix("lib/", codeFiles(root)),
    lock: fileAt("package-lock.json", root),
    seed: SCORING_SEED,
  };
}

function fileAt(path: string, root: URL): FolderContents {
  return { [path]: sha256(readFileSync(new URL(path, root))) };
}

function filesBelow(
  path: string,
  { root, ending }: { readonly root: URL; readonly ending: string },
): FolderContents {
  const folder = fileURLToPath(new URL(path, root));
  return existsSync(folder)
    ? withPrefix(path, folderContents(folder, [ending]))
    : {};
}

function withPrefix(prefix: string, contents: FolderContents): FolderContents {
  return Object.fromEntries(
    Object.entries(contents).map(([path, digest]) => [prefix + path, digest]),
  );
}
