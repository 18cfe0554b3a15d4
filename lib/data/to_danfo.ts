import type { TableColumns } from "./frame_columns.ts";

/** A Danfo.js data frame. */
export type DanfoFrame = InstanceType<
  (typeof import("danfojs-node"))["DataFrame"]
>;

/**
 * Makes a Danfo.js data frame of columns, for those who know pandas; danfo is
 * loaded on first use (about a second), the library itself never uses it.
 *
 * @param columns Columns of equal length, e.g. from `frameColumns`.
 */
export async function toDanfo(columns: TableColumns): Promise<DanfoFrame> {
  const { DataFrame } = await import("danfojs-node");
  return new DataFrame(
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        Array.from<number | string>(values),
      ]),
    ),
  );
}
