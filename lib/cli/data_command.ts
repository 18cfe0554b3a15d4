import { ensureSample, SAMPLE_SEED } from "#lib/samples/mod.ts";
import type { Command } from "./command.ts";
import { SAMPLE_FOLDER } from "./prepare.ts";
import { startProgress } from "./progress.ts";

/** Makes the simulated programme where it is missing or out of date. */
export const dataCommand: Command = {
  name: "data",
  purpose: "make the simulated sample programme",
  usage: "npm run data",
  run: async () => {
    await ensureSample(SAMPLE_FOLDER, {
      seed: SAMPLE_SEED,
      onProgress: startProgress().step,
    });
    return 0;
  },
};
