import * as Plot from "@observablehq/plot";
import { formatShare } from "../format.ts";
import { pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour, type ColourName } from "./palette.ts";
import {
  middleOfRow,
  rowGrid,
  rowLabels,
  type RowLayout,
  rowScales,
} from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** One share with the limits of its own uncertainty, 0–1. */
export interface SharePoint {
  readonly share: number;
  readonly limits: readonly [lower: number, upper: number];
}

/** One row: a share per series, null where there is none. */
export interface ShareRow {
  readonly label: string;
  /** In the order of the series. */
  readonly points: readonly (SharePoint | null)[];
}

/** Options for {@linkcode sharesChart}. */
export interface SharesChartOptions extends ChartWords {
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
  /** The share that is promised, 0–1: a stronger line. */
  readonly promised: number;
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 306, right: 18, rowHeight: 40, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 14, rowHeight: 58, labelLift: 22 },
};

/** Form and colour of each series: form tells them apart without colour. */
export const shareSeries: readonly {
  readonly symbol: "circle" | "square" | "triangle" | "diamond";
  readonly colour: ColourName;
  /** Squares and diamonds are open. */
  readonly fill: ColourName;
}[] = [
  { symbol: "circle", colour: "own", fill: "own" },
  { symbol: "square", colour: "third", fill: "paper" },
  { symbol: "triangle", colour: "warn", fill: "warn" },
  { symbol: "diamond", colour: "other", fill: "paper" },
];

/** Pixels between two series of a row. */
const seriesStep = 8;

/**
 * Draws shares from 0 to 100 per cent against the share that is promised, one row per
 * choice and one mark per series.
 *
 * @throws {RangeError} If there are more series than forms.
 */
export function sharesChart(
  rows: readonly ShareRow[],
  { layout: name = "wide", promised, ...words }: SharesChartOptions,
): string {
  const most = Math.max(...rows.map(({ points }) => points.length));
  if (most > shareSeries.length) {
    throw new RangeError(
      `Cannot draw shares: found ${most} series, allowed are ${shareSeries.length}`,
    );
  }
  const layout = layouts[name];
  const axis = pointAxis([0, 100], { include: 0 });
  const marks = rows.flatMap(({ label, points }, i) =>
    points.flatMap((point, k) =>
      point
        ? [{
          y: middleOfRow(i, layout) + seriesStep * (k - (most - 1) / 2),
          x: 100 * point.share,
          x1: 100 * point.limits[0],
          x2: 100 * point.limits[1],
          tip: `${label}: ${formatShare(point.share, 1)}`,
          ...shareSeries[k]!,
        }]
        : []
    )
  );
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, {
      axis,
      height: rows.length * layout.rowHeight + layout.labelLift / 2,
    }),
    symbol: { type: "identity" },
    marks: [
      ...rowGrid(axis, { baseline: 100 * promised }),
      rowLabels(rows.map(({ label }) => label), layout),
      Plot.ruleY(marks, {
        y: "y",
        x1: "x1",
        x2: "x2",
        stroke: (mark: { colour: ColourName }) => colour(mark.colour),
        strokeWidth: 1.5,
      }),
      ...shareSeries.map((series) =>
        Plot.dot(marks.filter(({ symbol }) => symbol === series.symbol), {
          x: "x",
          y: "y",
          symbol: series.symbol,
          r: 4,
          fill: colour(series.fill),
          stroke: colour(series.colour),
          strokeWidth: 1.5,
          title: "tip",
        })
      ),
    ],
  });
  return finishSvg(drawing, words);
}
