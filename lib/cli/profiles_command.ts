import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  run: async (args) => {
    const { names, data, jobs, out } = parseArguments(args);
    const ids = names.length > 0
      ? toMunicipalityIds(names)
      : programmeMunicipalities().map(({ id }) => id);
    await prepareResults({ ...(data && { data }), jobs });
    for (const id of ids) {
      const folder = join(out ?? join(ROOT_PATH, "profiles"), id);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      let pages = 0;
      for (const { file, html } of profilePages(await openProfiles(id))) {
        writeFileSync(join(folder, file), html);
        pages++;
      }
      console.error(`${pages} profiles: ${join(folder, "index.html")}`);
    }
    return 0;
  },
};
