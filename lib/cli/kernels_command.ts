import { installKernels } from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

/** Registers the kernel with the user's Jupyter. */
export const kernelsCommand: Command = {
  name: "kernels",
  purpose: "register the notebook kernel with your Jupyter",
  usage: "npm run kernels [-- project]",
  run: (args) => {
    const { names } = parseArguments(args, { positionals: 1 });
    const scope = names[0] === "project" ? "project" : "user";
    for (
      const { name, folder, jupyterPath } of installKernels({
        scope,
        root: ROOT_PATH,
      })
    ) {
      console.log(`Registered ${name} in ${folder}`);
      if (jupyterPath) {
        console.log(`Start Jupyter with JUPYTER_PATH=${jupyterPath}`);
      }
    }
    return Promise.resolve(0);
  },
};
