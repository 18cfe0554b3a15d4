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
    for (const { notebook, cell, authorText, templateText } of conflicts) {
      console.error(
        [
          `conflict ${notebook}, cell ${cell}: changed by hand; the text was left as it is`,
          "  in the notebook:",
          indented(authorText),
          "  in the template:",
          indented(templateText || "(the template has no such cell)"),
        ].join("\n"),
      );
    }
    return Promise.resolve(conflicts.length > 0 ? 1 : 0);
  },
};

function indented(text: string): string {
  return text.split("\n").map((line) => `    ${line}`).join("\n");
}
