import { relative } from "node:path";
import { newNotebook } from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { ROOT_PATH } from "./select_notebooks.ts";
import { UsageError } from "./usage_error.ts";

/** Makes a notebook for a question of one's own. */
export const newCommand: Command = {
  name: "new",
  purpose: "make a notebook for a question of your own",
  usage: 'npm run new -- "TITLE"',
  run: ([title, ...rest]) => {
    if (title === undefined || rest.length > 0 || title.startsWith("--")) {
      throw new UsageError(
        "Cannot make a notebook: expected one title in quotation marks",
      );
    }
    console.log(relative(ROOT_PATH, newNotebook(ROOT_PATH, title)));
    return Promise.resolve(0);
  },
};
