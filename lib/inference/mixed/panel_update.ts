import type { PanelStructure } from "./panel_structure.ts";

/** What an earlier panel d takes from a panel, or gives its adjoint back to. */
export interface PanelUpdate {
  /** Where the later panel's values begin, less its first column. */
  readonly target: number;
  /** Columns of the later panel. */
  readonly width: number;
  /** Where the values of panel d begin. */
  readonly source: number;
  /** Columns of panel d. */
  readonly inner: number;
  /** Where the rows of panel d begin in `rows`. */
  readonly begin: number;
  /** The first of the rows of d that lie among the later panel's columns. */
  readonly low: number;
  /** The one after the last of them. */
  readonly high: number;
  /** Rows of panel d. */
  readonly count: number;
  /** Rows of all panels. */
  readonly rows: Int32Array;
  /** Place in the later panel of each of its rows. */
  readonly place: Int32Array;
}

/** The updates of panel s, one after the other; fills `place` with the panel's own rows. */
export function* panelUpdates(
  s: number,
  structure: PanelStructure,
  place: Int32Array,
): Generator<PanelUpdate> {
  const { firstColumn, rowStart, rows, valueStart, updateStart, updates } =
    structure;
  const first = firstColumn[s]!;
  const width = firstColumn[s + 1]! - first;
  const own = rowStart[s]!;
  for (let r = own; r < rowStart[s + 1]!; r++) place[rows[r]!] = r - own;
  for (let u = updateStart[s]!; u < updateStart[s + 1]!; u += 3) {
    const d = updates[u]!;
    yield {
      target: valueStart[s]! - first,
      width,
      source: valueStart[d]!,
      inner: firstColumn[d + 1]! - firstColumn[d]!,
      begin: rowStart[d]!,
      low: updates[u + 1]!,
      high: updates[u + 2]!,
      count: rowStart[d + 1]! - rowStart[d]!,
      rows,
      place,
    };
  }
}
