import { type Markup, markup, trusted } from "./markup.ts";
import { dataTable, type TableSpec } from "./table.ts";

/** A chart with the words and the table that belong to it. */
export interface FigureSpec {
  /** The main message as a sentence; it stands as the figure's heading. */
  readonly message: string;
  /** What, who, where and when. */
  readonly scope: string;
  /** What the marks mean; made by `chartKey`. */
  readonly key: Markup;
  /** Draws the chart for a wide page or a phone. */
  readonly draw: (layout: "wide" | "narrow") => string;
  /** The same numbers as a table. */
  readonly table: TableSpec;
}

/**
 * Puts a chart together: message, drawing in two widths, key, and the numbers
 * as a folded table.
 *
 * The narrow drawing is `hidden` in itself, so that a notebook without the
 * page's style shows one drawing; the page's style swaps them on a phone.
 */
export function figure(
  { message, scope, key, draw, table }: FigureSpec,
): Markup {
  return markup`<figure class="chart"><figcaption><p class="message">${message}</p><p class="scope">${scope}</p></figcaption><div class="chart-wide">${
    trusted(draw("wide"))
  }</div><div class="chart-narrow" hidden>${
    trusted(draw("narrow"))
  }</div><p class="key">${key}</p><details class="numbers"><summary>Vis tallene som tabel</summary>${
    dataTable(table)
  }</details></figure>`;
}
