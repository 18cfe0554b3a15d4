import {
  checkNotebooks,
  describeProblem,
  ownNotebooks,
} from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { ROOT_PATH, selectNotebooks } from "./select_notebooks.ts";

/** Type-checks and lints the cells of the notebooks. */
export const checkCommand: Command = {
  name: "check",
  purpose: "type-check and lint the cells of the notebooks",
  usage: "npm run check [-- NAME …]",
  run: async (args) => {
    const { names } = parseArguments(args);
    const reports = selectNotebooks(names);
    const own = names.length === 0 ? ownNotebooks(ROOT_PATH, reports) : [];
    const problems = await checkNotebooks({
      paths: [...reports.map(({ path }) => path), ...own],
      root: ROOT_PATH,
    });
    for (const problem of problems) console.error(describeProblem(problem));
    return problems.length > 0 ? 1 : 0;
  },
};
