import { type Markup, markup } from "./markup.ts";
import { plainText } from "./plain_text.ts";

/** Letters of a table's row that stand beside each other on A4. */
const PAPER_WIDTH = 135;

/** A column of a table. */
export interface TableColumn {
  /** Heading of the column. */
  readonly label: string;
  /**
   * Numbers stand to the right; they and short texts are never broken.
   * @default {"number"}
   */
  readonly kind?: "text" | "short-text" | "number";
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
  /**
   * On a phone: "scroll" within itself, or "stack" every row's cells under each
   * other, for columns of text. @default {"scroll"}
   */
  readonly phone?: "scroll" | "stack";
}

/**
 * Writes a table with caption and scopes, which on a narrow screen scrolls within
 * itself or stacks its cells; the roles keep a stacked table a table to those who
 * listen.
 *
 * @throws {RangeError} If a row has another number of cells than there are columns.
 */
export function dataTable(
  { caption, columns, rows, note, phone = "scroll" }: TableSpec,
): Markup {
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
  if (phone === "stack") return stackedTable({ caption, columns, rows });
  return markup`<div class="table-scroll" role="group" aria-label="${caption}" tabindex="0"><table${
    isWide(rows) && markup` class="wide"`
  }><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${
    note ? markup`<p class="note">${note}</p>` : null
  }`;
}

/** Whether the longest texts of the columns do not stand beside each other on A4. */
function isWide(rows: TableSpec["rows"]): boolean {
  const longest: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) {
      const text = typeof cell === "string" ? cell : plainText(cell.markup);
      longest[i] = Math.max(longest[i] ?? 0, text.length);
    }
  }
  return longest.reduce((sum, length) => sum + length, 0) > PAPER_WIDTH;
}

/** Every cell names its column, which a phone shows before it. */
function stackedTable({ caption, columns, rows }: TableSpec): Markup {
  const head = columns.map(({ label }) =>
    markup`<th scope="col" role="columnheader">${label}</th>`
  );
  const body = rows.map((row) =>
    markup`<tr role="row">${
      row.map((cell, i) =>
        i === 0
          ? markup`<th scope="row" role="rowheader">${cell}</th>`
          : markup`<td role="cell"><span class="column" aria-hidden="true">${
            columns[i]!.label
          }</span>${cell}</td>`
      )
    }</tr>`
  );
  return markup`<table class="stacked" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`;
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
  const { kind = "number" } = column ?? {};
  return kind === "text" ? markup`` : markup` class="${kind}"`;
}
