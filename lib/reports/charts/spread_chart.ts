import * as Plot from "@observablehq/plot";
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
import { swarm } from "./swarm.ts";

/** The schools of one scale: means in points, without names. */
export interface SpreadRow {
  readonly label: string;
  /** In any order; drawn by value. */
  readonly means: readonly number[];
  /** Half the width of a typical school's 95 % interval, points. */
  readonly typicalMargin: number;
  /** Mean of the unit. */
  readonly reference: number | null;
}

/** Options for {@linkcode spreadChart}. */
export interface SpreadOptions extends ChartWords {
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 222, right: 14, rowHeight: 70, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 10, rowHeight: 92, labelLift: 44 },
};

interface Dot {
  readonly x: number;
  readonly y: number;
  /** Half the width of the halo, points. */
  readonly margin: number;
}

/**
 * Draws the schools of a unit as a swarm of unnamed dots per scale.
 *
 * Each dot carries the interval of a *typical* school: the width of a school's
 * own interval would tell its size, and with it often its name.
 *
 * @returns SVG text; dots of one row are one path, which keeps 242 schools small.
 */
export function spreadChart(
  rows: readonly SpreadRow[],
  { layout: layoutName = "wide", ...words }: SpreadOptions,
): string {
  const layout = layouts[layoutName];
  const axis = pointAxis(
    rows.flatMap(({ means, typicalMargin }) =>
      means.flatMap((mean) => [mean - typicalMargin, mean + typicalMargin])
    ),
    { include: 500 },
  );
  const width = layout.width - layout.left - layout.right;
  const pixelsPerUnit = width / (axis.domain[1] - axis.domain[0]);
  const dots = rows.flatMap((row, i) =>
    placeDots(row, { pixelsPerUnit, middle: middleOfRow(i, layout) })
  );
  const references = rows.flatMap(({ reference }, i) =>
    reference === null ? [] : [{ x: reference, y: middleOfRow(i, layout) }]
  );
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height: rows.length * layout.rowHeight }),
    marks: [
      ...rowGrid(axis, { baseline: 500 }),
      rowLabels(rows.map(({ label }) => label), layout),
      haloMark(dots),
      dotMark(dots),
      referenceMark(references),
    ],
  });
  return finishSvg(drawing, words);
}

function placeDots(
  { means, typicalMargin }: SpreadRow,
  { pixelsPerUnit, middle }: {
    readonly pixelsPerUnit: number;
    readonly middle: number;
  },
): Dot[] {
  const radius = means.length > 60 ? 2 : 3;
  return swarm(means, { pixelsPerUnit, radius, largestShift: 24 })
    .map(({ value, shift }) => ({
      x: value,
      y: middle + shift,
      margin: typicalMargin,
    }));
}

/** Dots as zero-length strokes with round ends: twelve bytes each. */
function dotMark(dots: readonly Dot[]): Plot.Markish {
  return pathMark(dots, {
    step: ({ x, y }, scale) => `M${scale.x(x)} ${scale.y(y)}h0`,
    width: dots.length > 400 ? 4 : 6,
    opacity: 0.85,
  });
}

function haloMark(dots: readonly Dot[]): Plot.Markish {
  return pathMark(dots, {
    step: ({ x, y, margin }, scale) =>
      `M${scale.x(x - margin)} ${scale.y(y)}H${scale.x(x + margin)}`,
    width: 1,
    opacity: dots.length > 400 ? 0.12 : 0.25,
  });
}

interface PathSpec {
  readonly step: (
    dot: Dot,
    scale: { x(value: number): string; y(value: number): string },
  ) => string;
  readonly width: number;
  readonly opacity: number;
}

function pathMark(
  dots: readonly Dot[],
  { step, width, opacity }: PathSpec,
): Plot.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const pixel = (scale: unknown) => (value: number) =>
      (scale as (value: number) => number)(value).toFixed(1);
    const scale = { x: pixel(scales.x), y: pixel(scales.y) };
    const path = context.document.createElementNS(
      "http://www.w3.org/2000/svg",
      "path",
    );
    path.setAttribute("d", dots.map((dot) => step(dot, scale)).join(""));
    path.setAttribute("fill", "none");
    path.setAttribute("stroke", colour("own"));
    path.setAttribute("stroke-width", String(width));
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-opacity", String(opacity));
    return path;
  };
}

function referenceMark(
  references: readonly { readonly x: number; readonly y: number }[],
): Plot.Markish {
  return Plot.ruleX(references, {
    x: "x",
    y1: (place: { y: number }) => place.y - 27,
    y2: (place: { y: number }) => place.y + 27,
    stroke: colour("warn"),
    strokeWidth: 2,
  });
}
