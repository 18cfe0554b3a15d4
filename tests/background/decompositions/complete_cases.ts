import { readReference } from "../../inference/read_reference.ts";

/** Columns of a reference file, without quotes round the names, rows with all `names` only. */
export function completeCases(
  file: string,
  names: readonly string[],
): Record<string, Float64Array> {
  const all = Object.fromEntries(
    Object.entries(readReference(file)).map((
      [name, column],
    ) => [name.replaceAll('"', ""), column]),
  );
  const columns = names.map((name) => all[name]!);
  const rows: number[] = [];
  columns[0]!.forEach((_, i) => {
    if (columns.every((column) => Number.isFinite(column[i]!))) rows.push(i);
  });
  return Object.fromEntries(
    names.map((
      name,
      k,
    ) => [name, Float64Array.from(rows, (i) => columns[k]![i]!)]),
  );
}

/** 1 − x. */
export function complement(column: Float64Array): Float64Array {
  return column.map((x) => 1 - x);
}
