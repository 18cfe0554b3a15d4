import { escapeHtml } from "../markup.ts";

/** The words that go with a drawing. */
export interface ChartWords {
  /** What the chart shows, e.g. "Trivsel 2019". */
  readonly title: string;
  /** The main message and the numbers, for those who do not see the drawing. */
  readonly description: string;
}

/** Attributes that hold coordinates; only these are rounded. */
const coordinates =
  /\b(d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)="([^"]*)"/g;

/**
 * Turns a drawing of Plot into static, accessible SVG text.
 *
 * The drawing scales with the page up to its own width, takes font and colours
 * from the page, and is one image with a title and a description. Coordinates
 * are rounded to a tenth of a pixel: smaller files, and the same bytes where two
 * engines differ in the last digit of a cosine.
 *
 * @param drawing The svg element that Plot made.
 * @returns An svg element as text.
 * @throws {TypeError} If the drawing is not an svg element (a plot with a legend is not).
 */
export function finishSvg(drawing: Element, words: ChartWords): string {
  if (drawing.tagName.toLowerCase() !== "svg") {
    throw new TypeError(
      `Cannot finish a chart: found <${drawing.tagName}>, allowed is <svg>`,
    );
  }
  const width = drawing.getAttribute("width") ?? "";
  const viewBox = drawing.getAttribute("viewBox") ?? "";
  drawing.querySelector("style")?.remove();
  const content = roundCoordinates(
    drawing.innerHTML.replace(/ (aria-label|aria-hidden)="[^"]*"/g, ""),
  );
  return `<svg role="img" viewBox="${viewBox}" style="width:100%;max-width:${width}px;height:auto" ` +
    `fill="currentColor" font-family="inherit" font-size="13" text-anchor="middle">` +
    `<title>${escapeHtml(words.title)}</title>` +
    `<desc>${escapeHtml(words.description)}</desc>${content}</svg>`;
}

function roundCoordinates(content: string): string {
  return content.replace(/<[^>]+>/g, (tag) =>
    tag.replace(
      coordinates,
      (_, name: string, value: string) => `${name}="${roundNumbers(value)}"`,
    ));
}

function roundNumbers(text: string): string {
  return text.replace(
    /-?\d+\.\d+(e-?\d+)?/g,
    (number) => String(Math.round(Number(number) * 10) / 10),
  );
}
