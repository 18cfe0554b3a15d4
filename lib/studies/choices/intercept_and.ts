import type { NamedDesign } from "#lib/inference/mod.ts";

/** A design of a constant and one column. */
export function interceptAnd(name: string, column: Float64Array): NamedDesign {
  const rows = column.length;
  const values = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    values[2 * i] = 1;
    values[2 * i + 1] = column[i]!;
  }
  return {
    matrix: { rows, columns: 2, values },
    names: ["(Intercept)", name],
  };
}
