import * as Plot from "@observablehq/plot";
import {
  formatDifference,
  formatEstimate,
  formatInterval,
  formatPoints,
  formatValue,
} from "../format.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import { type PointAxis, pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import { rowGrid, type RowLayout, rowScales } from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** One row of a dot and interval chart: a heading, or a label with its numbers. */
export interface DotRow {
  readonly label: string;
  /** Null in a heading, or where the number is hidden. */
  readonly estimate: Estimate | null;
  /** Value of the reference on the same scale; null draws none. */
  readonly reference: number | null;
  /** Short words at the end of the row, e.g. "▲ over". */
  readonly remark: string;
  /** True for a line that only heads the rows below it. */
  readonly heading: boolean;
}

/** Options for {@linkcode dotIntervalChart}. */
export interface DotIntervalOptions extends ChartWords {
  /** "narrow" puts the label above its row, for phones. @default {"wide"} */
  readonly layout?: "wide" | "narrow";
  /** Value with a stronger grid line, e.g. 500 for levels, 0 for differences. */
  readonly baseline: number;
  /** How an estimate is written at the end of its row. @default {value only} */
  readonly valueText?: (estimate: Estimate) => string;
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 222, right: 226, rowHeight: 28, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 10, rowHeight: 52, labelLift: 22 },
};

/**
 * Draws one dot with its 95 % interval per row, against a reference.
 *
 * The own unit is a filled dot in the strong colour, the reference an open grey
 * diamond: form tells them apart without colour. Rows keep the given order.
 *
 * @param rows Headings and rows from top to bottom.
 * @returns SVG text.
 */
export function dotIntervalChart(
  rows: readonly DotRow[],
  { layout: layoutName = "wide", ...options }: DotIntervalOptions,
): string {
  const layout = layouts[layoutName];
  const axis = axisOf(rows, options.baseline);
  const placed = placeRows(rows, layout);
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height: placed.height }),
    marks: [
      ...rowGrid(axis, { baseline: options.baseline }),
      ...valueMarks(placed.rows, options),
      ...(layoutName === "wide"
        ? wideText(placed.rows, layout, options)
        : narrowText(placed.rows, layout, options)),
    ],
  });
  return finishSvg(drawing, options);
}

interface PlacedRow extends DotRow {
  /** Middle of the row in pixels from the top. */
  readonly y: number;
}

function placeRows(
  rows: readonly DotRow[],
  layout: RowLayout,
): { readonly rows: readonly PlacedRow[]; readonly height: number } {
  let top = 0;
  const placed = rows.map((row, i) => {
    const height = row.heading ? (i === 0 ? 24 : 34) : layout.rowHeight;
    const y = row.heading
      ? top + height - 11
      : top + (height + layout.labelLift) / 2;
    top += height;
    return { ...row, y };
  });
  return { rows: placed, height: top + 6 };
}

function axisOf(rows: readonly DotRow[], baseline: number): PointAxis {
  const values = rows.flatMap(({ estimate, reference }) => [
    ...(estimate ? [...estimate.interval] : []),
    ...(reference === null ? [] : [reference]),
  ]);
  return pointAxis(values, { include: baseline });
}

function valueMarks(
  rows: readonly PlacedRow[],
  { baseline }: DotIntervalOptions,
): Plot.Markish[] {
  const shown = rows.filter(({ estimate }) => estimate !== null);
  const write = baseline === 0 ? formatDifference : formatEstimate;
  const compared = rows.filter(({ reference }) => reference !== null);
  return [
    Plot.ruleY(shown, {
      y: "y",
      x1: (row: PlacedRow) => row.estimate?.interval[0],
      x2: (row: PlacedRow) => row.estimate?.interval[1],
      stroke: colour("own"),
      strokeWidth: 3,
      strokeLinecap: "round",
      strokeOpacity: 0.55,
    }),
    Plot.dot(compared, {
      x: (row: PlacedRow) => row.reference ?? baseline,
      y: "y",
      symbol: "diamond",
      r: 5.5,
      stroke: colour("other"),
      strokeWidth: 1.75,
      fill: colour("paper"),
      title: ({ label, reference }: PlacedRow) =>
        `${label}, programmet: ${formatPoints(reference ?? baseline)}`,
    }),
    Plot.dot(shown, {
      x: (row: PlacedRow) => row.estimate?.value,
      y: "y",
      r: 5,
      fill: colour("own"),
      stroke: colour("paper"),
      strokeWidth: 1,
      title: ({ label, estimate }: PlacedRow) =>
        estimate && `${label}: ${write(estimate)}`,
    }),
  ];
}

function wideText(
  rows: readonly PlacedRow[],
  layout: RowLayout,
  options: DotIntervalOptions,
): Plot.Markish[] {
  const headings = rows.filter(({ heading }) => heading);
  const lines = rows.filter(({ heading }) => !heading);
  const atLeft = {
    frameAnchor: "left",
    textAnchor: "start",
    dx: -layout.left,
    y: "y",
  } as const;
  const atRight = {
    frameAnchor: "right",
    textAnchor: "start",
    y: "y",
  } as const;
  return [
    Plot.text(headings, {
      ...atLeft,
      text: "label",
      fill: colour("muted"),
      fontWeight: 600,
      fontSize: 12,
    }),
    Plot.text(lines, { ...atLeft, text: "label" }),
    Plot.text(lines, {
      ...atRight,
      dx: 14,
      text: valueTextOf(options),
      fontVariant: "tabular-nums",
    }),
    Plot.text(lines, {
      ...atRight,
      dx: 126,
      text: "remark",
      fill: colour("muted"),
      fontSize: 12,
    }),
  ];
}

function narrowText(
  rows: readonly PlacedRow[],
  layout: RowLayout,
  options: DotIntervalOptions,
): Plot.Markish[] {
  const headings = rows.filter(({ heading }) => heading);
  const lines = rows.filter(({ heading }) => !heading);
  const atLeft = {
    frameAnchor: "left",
    textAnchor: "start",
    dx: -layout.left,
    y: "y",
  } as const;
  const atRight = {
    frameAnchor: "right",
    textAnchor: "end",
    dx: layout.right,
    y: "y",
  } as const;
  const lift = { dy: -layout.labelLift };
  // Grid lines run behind the text: an edge of paper keeps it readable.
  const edge = { stroke: colour("paper"), strokeWidth: 5 };

  const endText = (row: PlacedRow) =>
    [valueTextOf(options)(row), row.remark].filter(Boolean).join(" · ");
  return [
    Plot.text(headings, {
      ...atLeft,
      ...edge,
      text: "label",
      fill: colour("muted"),
      fontWeight: 600,
      fontSize: 12,
    }),
    Plot.text(lines, {
      ...atLeft,
      ...lift,
      ...edge,
      text: "label",
      fill: "currentColor",
      fontSize: 13.5,
    }),
    Plot.text(lines, {
      ...atRight,
      ...lift,
      ...edge,
      fill: "currentColor",
      text: endText,
      fontSize: 12.5,
      fontVariant: "tabular-nums",
    }),
  ];
}

function valueTextOf(
  { valueText }: DotIntervalOptions,
): (row: PlacedRow) => string {
  const write = valueText ??
    ((estimate: Estimate) =>
      `${formatValue(estimate)} (${formatInterval(estimate)})`);
  return ({ estimate }) => estimate ? write(estimate) : "–";
}
