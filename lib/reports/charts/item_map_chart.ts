import * as Plot from "@observablehq/plot";
import { formatPoints } from "../format.ts";
import { pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import { rowGrid, rowMargins } from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** One item of the map: a label and where its steps lie, points. */
export interface ItemMapRow {
  readonly label: string;
  readonly steps: readonly number[];
}

const size = { width: 350, left: 26, right: 12, row: 22 } as const;
/** Steps farther out are drawn at the edge. */
const range: readonly [number, number] = [100, 900];

/**
 * Draws where the steps of every item lie on the scale, one band per item, the
 * number of the step as its mark. One drawing serves wide pages and phones.
 */
export function itemMapChart(
  rows: readonly ItemMapRow[],
  words: ChartWords,
): string {
  const height = rows.length * size.row;
  const marks = rows.flatMap(({ steps }, i) =>
    steps.map((step, k) => ({
      x: Math.max(range[0], Math.min(range[1], step)),
      y: (i + 0.5) * size.row,
      label: String(k + 1),
      tip: `Spørgsmål ${i + 1}, trin ${k + 1}: ${formatPoints(step)} point`,
    }))
  );
  const axis = pointAxis(marks.map(({ x }) => x), { include: 500 });
  const drawing = Plot.plot({
    document: chartDocument(),
    width: size.width,
    height: height + rowMargins.top + rowMargins.bottom,
    marginLeft: size.left,
    marginRight: size.right,
    marginTop: rowMargins.top,
    marginBottom: rowMargins.bottom,
    x: { domain: [...axis.domain], axis: null },
    y: {
      domain: [0, height],
      range: [rowMargins.top, height + rowMargins.top],
      axis: null,
    },
    marks: [
      ...rowGrid(axis, { baseline: 500 }),
      Plot.text(rows, {
        text: "label",
        y: (_, i: number) => (i + 0.5) * size.row,
        frameAnchor: "left",
        textAnchor: "start",
        dx: -size.left,
      }),
      Plot.text(marks, {
        x: "x",
        y: "y",
        text: "label",
        fill: colour("own"),
        fontWeight: 650,
        title: "tip",
      }),
    ],
  });
  return finishSvg(drawing, words);
}
