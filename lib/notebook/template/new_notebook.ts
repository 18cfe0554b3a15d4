import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotebook, parseNotebook } from "../notebook_file.ts";
import { writeIfChanged } from "../write_if_changed.ts";

/** The starter for a question of one's own, and notebooks made from it. */
const STARTER = "vaerksted.ipynb";

const SPELLINGS: Readonly<Record<string, string>> = {
  æ: "ae",
  ø: "oe",
  å: "aa",
};

/** Longest name of a file, letters. */
const LONGEST_NAME = 60;

/**
 * Makes a notebook for a question of one's own from the starter
 * `notebooks/vaerksted.ipynb`; its title becomes the heading.
 *
 * @param root Folder that holds `notebooks/`.
 * @param title Danish, e.g. "Læselyst i 6. klasse".
 * @returns Path of the new file, e.g. "…/notebooks/laeselyst-i-6-klasse.ipynb".
 * @throws {RangeError} If the title has no letter or digit, or the file exists.
 */
export function newNotebook(root: string, title: string): string {
  const name = fileNameOf(title);
  const folder = join(root, "notebooks");
  const path = join(folder, `${name}.ipynb`);
  if (existsSync(path)) {
    throw new RangeError(
      `Cannot make notebook "${title}": "${path}" exists already, allowed are titles of new notebooks`,
    );
  }
  const starter = join(folder, STARTER);
  const { metadata, cells } = parseNotebook(
    readFileSync(starter, "utf8"),
    starter,
  );
  const heading = `# ${title.replace(/\s+/g, " ").trim()}`;
  const titled = cells.map((cell, index) =>
    index === 0
      ? { ...cell, source: cell.source.replace(/^# .*$/m, () => heading) }
      : cell
  );
  writeIfChanged(path, formatNotebook({ metadata, cells: titled }));
  return path;
}

/** A title in small ASCII letters: "Læselyst i 6. klasse" → "laeselyst-i-6-klasse". */
function fileNameOf(title: string): string {
  const name = title.toLowerCase()
    .replace(/[æøå]/g, (letter) => SPELLINGS[letter] ?? letter)
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, "");
  if (name === "") {
    throw new RangeError(
      `Cannot make notebook "${title}": no letter or digit in the title, at least one is needed`,
    );
  }
  return name;
}
