import * as Plot from "@observablehq/plot";
import { chartDocument } from "./charts/chart_document.ts";
import { type ChartWords, finishSvg } from "./charts/svg.ts";
import { type Display, display } from "./display.ts";
import { markup, trusted } from "./markup.ts";
import { formatPlainNumber } from "./plain_number.ts";

/** Options of `Plot.plot`, as far as they are read here; others are handed on. */
export interface DrawingOptions {
  /** Made by functions of Observable Plot, e.g. `Plot.dot(…)`. */
  readonly marks: readonly unknown[];
  /** Horizontal axis, e.g. `{ label: "Point" }`. */
  readonly x?: Readonly<Record<string, unknown>>;
  /** Vertical axis. */
  readonly y?: Readonly<Record<string, unknown>>;
  /** Any other option. */
  readonly [option: string]: unknown;
}

/**
 * Draws a chart of one's own for a notebook cell, with the marks of Observable
 * Plot: static, with Danish numbers on the axes, and with words for those who do
 * not see it.
 *
 * @param options Of `Plot.plot`; without a legend or a title of Plot's own, which
 * are no drawing.
 * @throws {TypeError} If the options make something else than one drawing.
 */
export function plot(options: DrawingOptions, words: ChartWords): Display {
  const drawing = Plot.plot({
    ...options,
    marks: [...options.marks] as Plot.Markish[],
    document: chartDocument(),
    x: { tickFormat: tickText, ...options.x },
    y: { tickFormat: tickText, ...options.y },
  });
  return display(
    markup`<figure class="chart"><figcaption><p class="message">${words.title}</p></figcaption>${
      trusted(finishSvg(drawing, words))
    }</figure>`,
  );
}

function tickText(value: unknown): string {
  return typeof value === "number" ? formatPlainNumber(value) : String(value);
}
