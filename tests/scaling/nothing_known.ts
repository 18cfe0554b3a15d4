import { createMatrix } from "#lib/numerics/mod.ts";
import type { Conditioning } from "#lib/scaling/mod.ts";

/** Persons of one group of whom nothing is known. */
export function nothingKnown(persons: number): Conditioning {
  const design = createMatrix({ rows: persons, columns: 1 });
  design.values.fill(1);
  return {
    persons,
    design,
    block: new Int32Array(persons),
    blockCount: 1,
    group: new Uint8Array(persons),
    groupCount: 1,
    school: new Int32Array(persons).fill(-1),
    classIndex: new Int32Array(persons).fill(-1),
    key: Int32Array.from({ length: persons }, (_, p) => p),
  };
}
