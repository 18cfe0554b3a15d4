import type { Estimate } from "#lib/inference/mod.ts";
import type { Cell } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import { shownOrNull } from "../report.ts";

/** The published name of a number in one wave, e.g. "e4_trivsel/2017/mean". */
export function waveName(
  scaleId: string,
  year: number,
  statistic: string,
): string {
  return `${scaleId}/${year}/${statistic}`;
}

/** Which change a name is for. */
export interface ChangeName {
  readonly from: number;
  readonly to: number;
  readonly statistic: string;
}

/** The published name of a change, e.g. "e4_trivsel/2015-2017/mean-change". */
export function changeName(
  scaleId: string,
  { from, to, statistic }: ChangeName,
): string {
  return `${scaleId}/${from}-${to}/${statistic}-change`;
}

/** The named estimate in a list, or an empty list where the cell is hidden. */
export function named(
  name: string,
  cell: Cell | null | undefined,
): readonly NamedEstimate[] {
  const estimate: Estimate | null = shownOrNull(cell ?? undefined);
  return estimate ? [{ name, estimate }] : [];
}
