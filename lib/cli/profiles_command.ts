import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "#lib/data/mod.ts";
import { openProfiles } from "#lib/profiles/mod.ts";
import { profilePages } from "#lib/reports/mod.ts";
import type { Command } from "./command.ts";
import { programmeMunicipalities } from "./municipalities.ts";
import { parseArguments, toMunicipalityIds } from "./parse_arguments.ts";
import { prepareResults } from "./prepare.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

/** Writes the quality profiles of municipalities, their schools and classes. */
export const profilesCommand: Command = {
  name: "profiles",
  purpose:
    "write the quality profiles of a municipality, its schools and classes",
  usage:
    "npm run profiles [-- NAME …] [--data FOLDER] [--out FOLDER] [--jobs N]",
  usesCache: true,
  run: async (args) => {
    const { names, data, jobs, out } = parseArguments(args);
    const ids = names.length > 0
      ? toMunicipalityIds(names)
      : programmeMunicipalities().map(({ id }) => id);
    await prepareResults({ ...(data && { data }), jobs });
    for (const id of ids) {
      const folder = join(out ?? join(ROOT_PATH, "profiles"), id);
      const pages = replaceFolder(folder, profilePages(await openProfiles(id)));
      console.error(`${pages} profiles: ${join(folder, "index.html")}`);
    }
    return 0;
  },
};

/** Earlier profiles stay when the new ones cannot all be written. */
function replaceFolder(
  folder: string,
  pages: Iterable<{ readonly file: string; readonly html: string }>,
): number {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  let count = 0;
  try {
    for (const { file, html } of pages) {
      writeWhole(join(fresh, file), html);
      count++;
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return count;
}
