import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { CodebookFiles } from "./codebook_files.ts";
import { parseCodebookFile } from "./parse_codebook_file.ts";
import { toCodebook } from "./to_codebook.ts";
import type { Codebook, RespondentGroup } from "./types.ts";

const SAMPLE = new URL("../../data-samples/codebook/", import.meta.url);

const SCALE_FILES: readonly RespondentGroup[] = [
  "pupils-0-3",
  "pupils-4-9",
  "class-teachers",
  "parents",
  "staff",
  "leaders",
  "tests",
];

/**
 * Reads and checks the instrument; use it before any data are read.
 *
 * The folder holds `instrument.json` (version, groups, answer sets), one file
 * per respondent group under `scales/`, `municipalities.json`,
 * `background.json`, `criteria.json` and `programmes.json`.
 *
 * @param folder Folder of the codebook; the repository's own by default.
 * @throws {SyntaxError} If a file is not JSON.
 * @throws {TypeError} If a field is missing, unknown or of the wrong kind.
 * @throws {RangeError} If a file is missing or files contradict each other.
 */
export function loadCodebook(folder: URL | string = SAMPLE): Codebook {
  const base = toFolderUrl(folder);
  function read<Kind extends keyof CodebookFiles>(
    name: string,
    kind: Kind,
  ): CodebookFiles[Kind] {
    return parseCodebookFile(readText(base, name), { kind, name });
  }
  return toCodebook({
    instrument: read("instrument.json", "instrument"),
    scaleFiles: SCALE_FILES.map((g) => read(`scales/${g}.json`, "scaleFile")),
    municipalities: read("municipalities.json", "municipalities"),
    background: read("background.json", "background"),
    criteria: read("criteria.json", "criteria"),
    programmes: read("programmes.json", "programmes"),
  });
}

function toFolderUrl(folder: URL | string): URL {
  const url = typeof folder === "string" ? pathToFileURL(folder) : folder;
  return url.href.endsWith("/") ? url : new URL(`${url.href}/`);
}

function readText(base: URL, name: string): string {
  try {
    return readFileSync(new URL(name, base), "utf8");
  } catch (cause) {
    throw new RangeError(
      `Cannot read codebook "${name}": no such file in ${base.pathname}`,
      { cause },
    );
  }
}
