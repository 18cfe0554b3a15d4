import { readyScales } from "./ready_scales.ts";
import { toTruth } from "./to_truth.ts";
import type { Reference } from "./truth_collector.ts";
import type { Truth } from "./truth.ts";
import { rollsOf } from "./wave_rolls.ts";
import type { FileSink, World } from "./world.ts";
import { writeGroup } from "./write_group.ts";
import { writeIntensity, writeRolls, writeSchools } from "./write_rolls.ts";

/**
 * Draws all files of a world, wave by wave, and states the truth behind them.
 *
 * @param sink Receives each file when it is finished; the bytes are the sink's.
 * @param references Reference of scales that are frozen elsewhere; the world's
 * own first wave by default.
 */
export function simulateFolder(
  world: World,
  sink: FileSink,
  references: ReadonlyMap<string, Reference> = new Map(),
): Truth {
  const ready = readyScales(world);
  const isAsked = (id: string) =>
    ready.some(({ scale }) => scale.group === id) ||
    (id === "parents" && world.staff !== null);
  const groups = world.codebook.groups.filter(({ id }) => isAsked(id));
  writeSchools(world, sink);
  writeIntensity(world, sink);
  world.programme.waves.forEach((_, wave) => {
    const rolls = rollsOf(world, wave);
    writeRolls(world, rolls, sink);
    for (const group of groups) {
      const ofGroup = ready.filter(({ scale }) => scale.group === group.id);
      writeGroup(group, { world, rolls, ready: ofGroup }, sink);
    }
  });
  return toTruth(world, ready, references);
}
