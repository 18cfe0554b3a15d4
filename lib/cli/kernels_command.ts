import { installKernels, uninstallKernels } from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { ROOT_PATH } from "./select_notebooks.ts";
import { UsageError } from "./usage_error.ts";

const WORDS = ["project", "uninstall"];

/** Registers the kernels with the user's Jupyter, or removes them again. */
export const kernelsCommand: Command = {
  name: "kernels",
  purpose: "register the notebook kernels with your Jupyter",
  usage: "npm run kernels [-- project] [-- uninstall]",
  run: (args) => {
    const { names } = parseArguments(args);
    const unknown = names.find((name) => !WORDS.includes(name));
    if (unknown !== undefined) {
      throw new UsageError(
        `Cannot read arguments: "${unknown}" is not one of ${WORDS.join(", ")}`,
      );
    }
    const place = {
      scope: names.includes("project") ? "project" : "user",
      root: ROOT_PATH,
    } as const;
    if (names.includes("uninstall")) {
      const removed = uninstallKernels(place);
      console.log(removed ? "Removed the kernels" : "No kernels to remove");
      return Promise.resolve(0);
    }
    const installed = installKernels(place);
    for (const { name, folder } of installed) {
      console.log(`Registered ${name} in ${folder}`);
    }
    const path = installed[0]?.jupyterPath;
    if (path) console.log(`Start Jupyter with JUPYTER_PATH=${path}`);
    return Promise.resolve(0);
  },
};
