import type { ColumnTable } from "arquero";
import type { TableColumns } from "./frame_columns.ts";

/**
 * Makes an Arquero table of columns; arquero is loaded on first use.
 *
 * @param columns Columns of equal length, e.g. from `frameColumns`.
 */
export async function toArquero(columns: TableColumns): Promise<ColumnTable> {
  const { table } = await import("arquero");
  return table(columns);
}
