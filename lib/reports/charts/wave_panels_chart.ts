import * as Plot from "@observablehq/plot";
import type { Estimate } from "#lib/inference/mod.ts";
import { formatEstimate, formatValue, formatYear } from "../format.ts";
import { type PointAxis, pointAxis, tickText } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** An estimate in one wave. */
export interface WavePoint {
  readonly year: number;
  readonly estimate: Estimate;
}

/** One panel: a scale over the waves, the unit's own and the reference's. */
export interface WavePanel {
  readonly label: string;
  readonly own: readonly WavePoint[];
  readonly reference: readonly WavePoint[];
}

/** Options for {@linkcode wavePanelsChart}. */
export interface WavePanelsOptions extends ChartWords {
  /** "narrow" has two panels beside each other, "wide" up to four. @default {"wide"} */
  readonly layout?: "wide" | "narrow";
  /** All years of the programme, also those without a number. */
  readonly years: readonly number[];
  /** Value that must be on the axis, e.g. 500; absent where none is special. */
  readonly include?: number;
  /** Factor from the estimate to what is drawn, e.g. 100 for per cent. @default {1} */
  readonly factor?: number;
  /** Smallest width of the axis in drawn units. @default {40} */
  readonly smallestWidth?: number;
}

const layouts = {
  wide: { width: 740, columns: 4, panelHeight: 182, left: 34, titleEms: 12.5 },
  narrow: {
    width: 350,
    columns: 2,
    panelHeight: 172,
    left: 30,
    titleEms: 11.5,
  },
} as const;

const titleHeight = 44;
const yearHeight = 22;

interface Place {
  readonly column: number;
  readonly row: number;
}

interface PlacedPoint extends Place {
  readonly year: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly text: string;
  /** Value and interval with the scale and the year. */
  readonly tip: string;
}

/**
 * Draws small multiples of development: one panel per scale, common axes,
 * the unit with 95 % intervals and the reference as a dashed grey line.
 *
 * @param panels In the order of the codebook; they fill rows from the left.
 * @returns SVG text.
 */
export function wavePanelsChart(
  panels: readonly WavePanel[],
  { layout: layoutName = "wide", factor = 1, smallestWidth = 40, ...options }:
    WavePanelsOptions,
): string {
  const layout = layouts[layoutName];
  const columns = Math.min(layout.columns, Math.max(panels.length, 2));
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const placeOf = (i: number): Place => ({
    column: i % columns,
    row: Math.floor(i / columns),
  });
  const own = panels.flatMap(({ label, own }, i) =>
    placePoints(own, { ...placeOf(i), factor, label })
  );
  const reference = panels.flatMap(({ label, reference }, i) =>
    placePoints(reference, {
      ...placeOf(i),
      factor,
      label: `${label}, programmet`,
    })
  );
  const axis = pointAxis(
    [
      ...own.flatMap(({ lower, upper }) => [lower, upper]),
      ...reference.map(({ value }) => value),
    ],
    {
      smallestWidth,
      mostTicks: 5,
      ...(options.include === undefined ? {} : { include: options.include }),
    },
  );
  const titles = panels.map((panel, i) => ({
    ...placeOf(i),
    label: panel.label,
  }));
  const drawing = Plot.plot({
    document: chartDocument(),
    width: layout.width,
    height: rows * layout.panelHeight,
    margin: 0,
    marginLeft: layout.left,
    marginRight: 6,
    fx: { domain: range(columns), padding: 0.1, axis: null },
    fy: { domain: range(rows), padding: 0, axis: null },
    x: {
      domain: [Math.min(...options.years), Math.max(...options.years)],
      axis: null,
      insetLeft: 16,
      insetRight: 32,
    },
    y: {
      domain: [...axis.domain],
      axis: null,
      insetTop: titleHeight,
      insetBottom: yearHeight + 4,
    },
    marks: [
      ...frameMarks(titles, {
        axis,
        years: options.years,
        titleEms: layout.titleEms,
      }),
      ...referenceMarks(reference),
      ...ownMarks(own),
    ],
  });
  return finishSvg(drawing, options);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function placePoints(
  points: readonly WavePoint[],
  { column, row, factor, label }: Place & {
    readonly factor: number;
    readonly label: string;
  },
): PlacedPoint[] {
  return points.map(({ year, estimate }) => ({
    column,
    row,
    year,
    value: estimate.value * factor,
    lower: estimate.interval[0] * factor,
    upper: estimate.interval[1] * factor,
    text: formatValue(estimate).replace(/\s?%$/, ""),
    tip: `${label} ${formatYear(year)}: ${formatEstimate(estimate)}`,
  }));
}

const facet = { fx: "column", fy: "row" } as const;

function frameMarks(
  titles: readonly (Place & { readonly label: string })[],
  { axis, years, titleEms }: {
    readonly axis: PointAxis;
    readonly years: readonly number[];
    readonly titleEms: number;
  },
): Plot.Markish[] {
  const grid = titles.flatMap((place) =>
    axis.ticks.map((tick) => ({ ...place, tick }))
  );
  const yearLabels = titles.flatMap((place) =>
    years.map((year) => ({ ...place, year }))
  );
  const small = {
    fill: colour("muted"),
    fontSize: 11,
    fontVariant: "tabular-nums",
  } as const;
  return [
    Plot.ruleY(grid, { ...facet, y: "tick", stroke: colour("line") }),
    Plot.text(grid.filter(({ column }) => column === 0), {
      ...facet,
      ...small,
      y: "tick",
      frameAnchor: "left",
      textAnchor: "end",
      dx: -6,
      text: (row: { tick: number }) => tickText(axis)(row.tick),
    }),
    Plot.text(yearLabels, {
      ...facet,
      ...small,
      x: "year",
      frameAnchor: "bottom",
      dy: -8,
      text: (row: { year: number }) => formatYear(row.year),
    }),
    Plot.text(titles, {
      ...facet,
      text: "label",
      frameAnchor: "top-left",
      lineAnchor: "top",
      textAnchor: "start",
      dy: 6,
      fontSize: 12.5,
      fontWeight: 600,
      lineWidth: titleEms,
    }),
  ];
}

function referenceMarks(points: readonly PlacedPoint[]): Plot.Markish[] {
  const position = { ...facet, x: "year", y: "value" } as const;
  const series = (point: PlacedPoint) => `${point.row}/${point.column}`;
  return [
    Plot.line(points, {
      ...position,
      z: series,
      stroke: colour("other"),
      strokeWidth: 1.5,
      strokeDasharray: "4 3",
    }),
    Plot.dot(points, {
      ...position,
      symbol: "diamond",
      r: 4,
      stroke: colour("other"),
      strokeWidth: 1.5,
      fill: colour("paper"),
      title: "tip",
    }),
  ];
}

function ownMarks(points: readonly PlacedPoint[]): Plot.Markish[] {
  const position = { ...facet, x: "year", y: "value" } as const;
  const series = (point: PlacedPoint) => `${point.row}/${point.column}`;
  const last = points.filter((point, i) => {
    const next = points[i + 1];
    return !next || series(next) !== series(point);
  });
  return [
    Plot.ruleX(points, {
      ...facet,
      x: "year",
      y1: "lower",
      y2: "upper",
      stroke: colour("own"),
      strokeWidth: 3,
      strokeLinecap: "round",
      strokeOpacity: 0.45,
    }),
    Plot.line(points, {
      ...position,
      z: series,
      stroke: colour("own"),
      strokeWidth: 1.75,
    }),
    Plot.dot(points, {
      ...position,
      r: 3.75,
      fill: colour("own"),
      stroke: colour("paper"),
      strokeWidth: 1,
      title: "tip",
    }),
    Plot.text(last, {
      ...position,
      text: "text",
      dx: 9,
      textAnchor: "start",
      fill: colour("own"),
      fontWeight: 600,
      fontSize: 11,
      fontVariant: "tabular-nums",
    }),
  ];
}
