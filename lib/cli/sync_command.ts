import { syncNotebooks } from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { programmeMunicipalities } from "./municipalities.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

/** Brings the templates into all notebooks; authors' cells stay. */
export const syncCommand: Command = {
  name: "sync",
  purpose: "bring the templates into all notebooks",
  usage: "npm run sync",
  run: () => {
    const { changed, conflicts } = syncNotebooks({
      root: ROOT_PATH,
      municipalities: programmeMunicipalities(),
    });
    for (const path of changed) console.log(`changed  ${path}`);
    for (const conflict of conflicts) {
      console.error(`conflict ${JSON.stringify(conflict)}`);
    }
    return Promise.resolve(conflicts.length > 0 ? 1 : 0);
  },
};
