import type { Command } from "./command.ts";
import { makeSample } from "./prepare.ts";
import { startProgress } from "./progress.ts";

/** Makes the simulated programme where it is missing or out of date. */
export const dataCommand: Command = {
  name: "data",
  purpose: "make the simulated sample programme",
  usage: "npm run data",
  usesCache: true,
  run: () => {
    makeSample(startProgress());
    return Promise.resolve(0);
  },
};
