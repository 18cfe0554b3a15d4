import type { Item, Scale } from "./types.ts";

/** Lists the items of a scale that were asked in a year, e.g. 2017. */
export function itemsInWave(scale: Scale, wave: number): readonly Item[] {
  return scale.items.filter((item) => item.waves.includes(wave));
}
