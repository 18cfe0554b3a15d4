/** Counts figures and tables over a page. */
export interface CaptionCounter {
  /** Figures so far. */
  figures: number;
  /** Tables so far, without those folded into figures. */
  tables: number;
}

/** HTML whose figures and tables have numbers, and the first number of each. */
export interface NumberedHtml {
  /** The HTML. */
  readonly html: string;
  /** Number of the first figure; null without one. */
  readonly figure: number | null;
  /** Number of the first table; null without one. */
  readonly table: number | null;
}

const MARKS =
  /<figure class="chart">|<\/figure>|<p class="scope">|<table([^>]*)><caption>/g;

/**
 * Numbers figures ("Figur 3.") and tables ("Tabel 2.") through a page and gives
 * them ids that prose can link to. A table folded into a figure belongs to it.
 *
 * @param html What one cell shows.
 * @param counter Goes on from cell to cell; it is changed.
 */
export function numberCaptions(
  html: string,
  counter: CaptionCounter,
): NumberedHtml {
  const before = { ...counter };
  let isInFigure = false;
  const numbered = html.replace(MARKS, (mark, attributes: string = "") => {
    if (mark === "</figure>") {
      isInFigure = false;
      return mark;
    }
    if (mark.startsWith("<figure")) {
      isInFigure = true;
      counter.figures += 1;
      return `<figure class="chart" id="figur-${counter.figures}">`;
    }
    if (mark.startsWith("<p")) {
      return isInFigure ? `${mark}${label(`Figur ${counter.figures}.`)}` : mark;
    }
    if (isInFigure) return mark;
    counter.tables += 1;
    return `<table${attributes} id="tabel-${counter.tables}"><caption>${
      label(`Tabel ${counter.tables}.`)
    }`;
  });
  return {
    html: numbered,
    figure: counter.figures > before.figures ? before.figures + 1 : null,
    table: counter.tables > before.tables ? before.tables + 1 : null,
  };
}

function label(text: string): string {
  return `<span class="caption-number">${text.replace(" ", "\u00a0")}</span> `;
}
