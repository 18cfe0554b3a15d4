import * as Plot from "@observablehq/plot";
import type { MeasurementError } from "#lib/profiles/mod.ts";
import { formatNumber } from "../format.ts";
import { pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import { rowGrid, rowMargins } from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

const size = { width: 350, height: 130, left: 34, right: 12 } as const;
/** Larger errors are not told apart: nobody is measured there. */
const MOST = 150;

/**
 * Draws the standard error of a person's score along the scale. One drawing serves
 * wide pages and phones.
 */
export function precisionChart(
  points: readonly MeasurementError[],
  words: ChartWords,
): string {
  const shown = points.filter(({ standardError }) => standardError <= MOST);
  const x = pointAxis(shown.map(({ at }) => at), { include: 500 });
  const errors = [0, 50, 100, 150];
  const drawing = Plot.plot({
    document: chartDocument(),
    width: size.width,
    height: size.height + rowMargins.top + rowMargins.bottom,
    marginLeft: size.left,
    marginRight: size.right,
    marginTop: rowMargins.top,
    marginBottom: rowMargins.bottom,
    x: { domain: [...x.domain], axis: null },
    y: { domain: [0, MOST], axis: null },
    marks: [
      ...rowGrid(x, { baseline: 500 }),
      Plot.ruleY(errors, { stroke: colour("line") }),
      Plot.text(errors, {
        y: (error: number) => error,
        text: (error: number) => formatNumber(error, { decimals: 0 }),
        frameAnchor: "left",
        textAnchor: "end",
        dx: -6,
        fill: colour("muted"),
        fontSize: 12,
      }),
      Plot.line(shown, {
        x: "at",
        y: "standardError",
        stroke: colour("own"),
        strokeWidth: 2.25,
        curve: "monotone-x",
      }),
    ],
  });
  return finishSvg(drawing, words);
}
