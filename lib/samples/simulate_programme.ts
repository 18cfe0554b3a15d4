import type { Codebook } from "#lib/codebook/mod.ts";
import { buildLotteryWorld } from "./build_lottery_world.ts";
import { buildWorld, type WorldOptions } from "./build_world.ts";
import { simulateFolder } from "./simulate_folder.ts";
import { toTruthBytes, type Truth, TRUTH_FILE } from "./truth.ts";
import type { FileSink } from "./world.ts";

/** Options for {@linkcode simulateProgramme}. */
export interface SimulateOptions extends WorldOptions {
  /** The instrument. */
  readonly codebook: Codebook;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Whether the lottery's subfolder is made too. @default {"include"} */
  readonly lottery?: "include" | "leave-out";
}

/** What is true of a simulated programme and its lottery. */
export interface SimulatedTruth {
  /** Program for læringsledelse. */
  readonly programme: Truth;
  /** Null where it was left out. */
  readonly lottery: Truth | null;
}

/** Subfolder of the lottery programme, with a trailing slash. */
export const LOTTERY_FOLDER = "ledelse-for-oeget-laering/";

function toJsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}

function programmeFile(id: string, seed: number): Uint8Array {
  return toJsonBytes({
    programme: id,
    synthetic: true,
    seed,
    note:
      "Simulerede data: ingen skoler, elever eller svar er virkelige. Skolenavnene er opdigtede.",
  });
}

/**
 * Simulates Program for læringsledelse, and the lottery beside it, and hands
 * every file to a sink.
 *
 * The same options give the same bytes on every machine. Nothing is kept, so the
 * largest file is the largest memory.
 *
 * @param sink Receives name and bytes of each finished file.
 * @throws {RangeError} If an option is outside its range.
 */
export function simulateProgramme(
  { codebook, seed, lottery = "include", ...size }: SimulateOptions,
  sink: FileSink,
): SimulatedTruth {
  const world = buildWorld(codebook, seed, size);
  sink("programme.json", programmeFile(world.programme.id, seed));
  const programme = simulateFolder(world, sink);
  sink(TRUTH_FILE, toTruthBytes(programme));
  if (lottery === "leave-out") return { programme, lottery: null };

  const { fraction = 1 } = size;
  const trial = buildLotteryWorld(codebook, world, { fraction });
  const into: FileSink = (name, bytes) => sink(LOTTERY_FOLDER + name, bytes);
  into("programme.json", programmeFile(trial.world.programme.id, seed));
  into("lodtraekning.json", toJsonBytes(trial.draw));
  const references = new Map(
    programme.scales.map(({ scale, reference }) => [scale, reference]),
  );
  const truth = simulateFolder(trial.world, into, references);
  into(TRUTH_FILE, toTruthBytes(truth));
  return { programme, lottery: truth };
}
