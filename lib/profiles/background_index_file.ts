import { readFile, writeFile } from "node:fs/promises";
import {
  freezeIndex,
  type FrozenIndex,
  parseFrozenIndex,
  serialiseFrozenIndex,
} from "#lib/background/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import { gather } from "./scale_input.ts";
import { currentFolder, frozenIndexFile } from "./results_store.ts";

/** The frozen index with what the first wave's homes say of it; null where too few answered. */
export function backgroundIndexOf(data: ProgrammeData): FrozenIndex | null {
  const { codebook, frames, programme } = data;
  const parents = frames.get("parents");
  if (!parents || parents.components.length === 0) return null;
  const rows: number[] = [];
  parents.wave.forEach((wave, row) => {
    if (wave === 0) rows.push(row);
  });
  const first = Int32Array.from(rows);
  try {
    return freezeIndex(codebook.background, {
      codebook: codebook.version,
      wave: programme.waves[0]!,
      values: parents.components.map((column) =>
        gather(column, first, new Float64Array(first.length))
      ),
      weight: gather(parents.weight, first, new Float64Array(first.length)),
    });
  } catch (error) {
    // A folder where hardly a home answered still has all its other results.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Writes the frozen index beside the frozen scales. */
export async function writeBackgroundIndex(
  folder: URL,
  data: ProgrammeData,
): Promise<void> {
  const frozen = backgroundIndexOf(data);
  if (frozen === null) return;
  await writeFile(frozenIndexFile(folder), serialiseFrozenIndex(frozen));
}

/**
 * Opens the frozen index of the current results.
 *
 * @returns Null where too few homes answered to freeze one.
 * @throws {Error} If nothing has been computed yet.
 */
export async function openBackgroundIndex(): Promise<FrozenIndex | null> {
  const file = frozenIndexFile(await currentFolder());
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return null;
  }
  return parseFrozenIndex(text);
}
