import { type Markup, markup } from "./markup.ts";

/** A column of a table. */
export interface TableColumn {
  readonly label: string;
  /** Numbers stand to the right. @default {"number"} */
  readonly kind?: "text" | "number";
}

/** A table ready to be written; every cell is already text. */
export interface TableSpec {
  /** What the table holds; read first by a screen reader. */
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly TableColumn[];
  /** Rows of as many cells as there are columns. */
  readonly rows: readonly (readonly (string | Markup)[])[];
  /** Explanation under the table, e.g. why a cell is "–". */
  readonly note?: string;
}

/**
 * Writes a table with caption and scopes, which scrolls within itself on a
 * narrow screen.
 *
 * @throws {RangeError} If a row has another number of cells than there are columns.
 */
export function dataTable({ caption, columns, rows, note }: TableSpec): Markup {
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns.length) {
      throw new RangeError(
        `Cannot write table "${caption}": row ${
          i + 1
        } has ${row.length} cells, allowed is ${columns.length}`,
      );
    }
  }
  const head = columns.map((column) =>
    markup`<th scope="col"${classOf(column)}>${column.label}</th>`
  );
  const body = rows.map((row) =>
    markup`<tr>${row.map((cell, i) => tableCell(cell, i, columns[i]))}</tr>`
  );
  return markup`<div class="table-scroll" role="group" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${
    note ? markup`<p class="note">${note}</p>` : null
  }`;
}

function tableCell(
  content: string | Markup,
  i: number,
  column: TableColumn | undefined,
): Markup {
  return i === 0
    ? markup`<th scope="row">${content}</th>`
    : markup`<td${classOf(column)}>${content}</td>`;
}

function classOf(column: TableColumn | undefined): Markup {
  return column?.kind === "text" ? markup`` : markup` class="number"`;
}
