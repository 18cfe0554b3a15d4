import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults } from "./prepare.ts";

/** Scales the answers and computes the standard estimates. */
export const scaleCommand: Command = {
  name: "scale",
  purpose: "scale the answers and compute all estimates",
  usage: "npm run scale [-- --data FOLDER] [--jobs N]",
  usesCache: true,
  run: async (args) => {
    const { data, jobs } = parseArguments(args, { positionals: 0 });
    await prepareResults({ ...(data && { data }), jobs });
    return 0;
  },
};
