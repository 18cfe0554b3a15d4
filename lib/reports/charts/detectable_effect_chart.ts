import * as Plot from "@observablehq/plot";
import { formatPoints } from "../format.ts";
import { pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import {
  middleOfRow,
  rowGrid,
  rowLabels,
  type RowLayout,
  rowScales,
} from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** One smallest effect that could be found. */
export interface DetectableRow {
  readonly label: string;
  /** Points. */
  readonly points: number;
}

/** Options for {@linkcode detectableEffectChart}. */
export interface DetectableEffectChartOptions extends ChartWords {
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
  /** Effects that are realistic, points; drawn as a band. */
  readonly realistic: readonly [number, number];
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 300, right: 50, rowHeight: 34, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 40, rowHeight: 52, labelLift: 20 },
};

/** Draws the smallest effects that a lottery can find, as bars beside a band of realistic ones. */
export function detectableEffectChart(
  rows: readonly DetectableRow[],
  { layout: layoutName = "wide", realistic, ...words }:
    DetectableEffectChartOptions,
): string {
  const layout = layouts[layoutName];
  const axis = pointAxis(rows.map(({ points }) => points), { include: 0 });
  const height = rows.length * layout.rowHeight;
  const placed = rows.map((row, i) => ({ ...row, y: middleOfRow(i, layout) }));
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height }),
    marks: [
      Plot.rectX([realistic], {
        x1: (band: readonly number[]) => band[0],
        x2: (band: readonly number[]) => band[1],
        y1: 0,
        y2: height,
        fill: colour("third"),
        fillOpacity: 0.22,
      }),
      ...rowGrid(axis, { baseline: 0 }),
      rowLabels(rows.map(({ label }) => label), layout),
      Plot.rectX(placed, {
        x1: 0,
        x2: "points",
        y1: (row: { y: number }) => row.y - 6,
        y2: (row: { y: number }) => row.y + 6,
        fill: colour("own"),
        title: ({ label, points }: DetectableRow) =>
          `${label}: ${formatPoints(points)} point`,
      }),
      Plot.text(placed, {
        x: "points",
        y: "y",
        text: (row: DetectableRow) => formatPoints(row.points),
        textAnchor: "start",
        dx: 6,
        fontVariant: "tabular-nums",
      }),
    ],
  });
  return finishSvg(drawing, words);
}
