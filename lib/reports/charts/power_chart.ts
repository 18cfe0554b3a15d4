import * as Plot from "@observablehq/plot";
import { formatCount, formatPoints } from "../format.ts";
import { type PointAxis, pointAxis, tickText } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour, type ColourName, palette } from "./palette.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** What can be found with one number of schools. */
export interface PowerPoint {
  readonly schools: number;
  /** Smallest effect or change that is found, points. */
  readonly points: number;
}

/** One design, e.g. a number of pupils per school, over numbers of schools. */
export interface PowerCurve {
  /** Short: it stands at the end of the line. */
  readonly label: string;
  /** By rising number of schools, two or more. */
  readonly points: readonly PowerPoint[];
  /** Lines differ by colour and dashes. */
  readonly colour: ColourName;
  /** @default {"whole"} */
  readonly line?: "whole" | "dashed" | "dotted";
}

/** Options for {@linkcode powerChart}. */
export interface PowerChartOptions extends ChartWords {
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
  /** The design at hand, marked on its line. */
  readonly own?: PowerPoint;
  /** Smallest change that matters, points: a dashed line. */
  readonly smallestThatMatters?: number;
}

const layouts = {
  wide: { width: 740, height: 330, left: 44, right: 130 },
  narrow: { width: 350, height: 300, left: 38, right: 92 },
} as const;

const margins = { top: 26, bottom: 46 } as const;
/** Least distance of two labels at the ends of lines, pixels. */
const labelHeight = 17;
const dashes = { whole: "none", dashed: "7 4", dotted: "2 4" } as const;
/** Places on the axis of schools; those within its range are written. */
const schoolTicks: readonly number[] = [
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1000,
  2000,
  5000,
];

/** Keeps text readable where it lies on a line. */
const halo = { stroke: colour("paper"), strokeWidth: 4 } as const;

interface EndLabel {
  readonly text: string;
  readonly points: number;
  readonly shift: number;
  readonly colour: ColourName;
}

/** Labels at the ends of lines, moved down as far as those above need room. */
function endLabels(
  curves: readonly PowerCurve[],
  pixelsPerPoint: number,
): readonly EndLabel[] {
  const ends = curves.map((curve) => ({
    text: curve.label,
    points: curve.points.at(-1)!.points,
    colour: curve.colour,
  })).toSorted((a, b) => b.points - a.points);
  let lowest = -Infinity;
  return ends.map((end) => {
    const place = -end.points * pixelsPerPoint;
    const y = Math.max(place, lowest + labelHeight);
    lowest = y;
    return { ...end, shift: y - place };
  });
}

/** Grid and texts of both axes. */
function frame(
  axis: PointAxis,
  schools: readonly number[],
): Plot.Markish[] {
  const small = {
    fill: colour("muted"),
    fontSize: 12,
    fontVariant: "tabular-nums",
  } as const;
  return [
    Plot.ruleY(axis.ticks, { stroke: colour("line") }),
    Plot.text(axis.ticks, {
      ...small,
      y: (tick: number) => tick,
      text: tickText(axis),
      frameAnchor: "left",
      textAnchor: "end",
      dx: -7,
    }),
    Plot.text(["Point"], {
      ...small,
      text: (word: string) => word,
      frameAnchor: "top-left",
      textAnchor: "start",
      dx: -36,
      dy: -22,
    }),
    Plot.text(schools, {
      ...small,
      x: (tick: number) => tick,
      text: (tick: number) => formatCount(tick),
      frameAnchor: "bottom",
      dy: 16,
    }),
    Plot.text(["Antal skoler"], {
      ...small,
      text: (word: string) => word,
      frameAnchor: "bottom",
      dy: 36,
    }),
  ];
}

function threshold(points: number | undefined): Plot.Markish[] {
  if (points === undefined) return [];
  return [
    Plot.ruleY([points], {
      stroke: colour("good"),
      strokeWidth: 1.5,
      strokeDasharray: "3 3",
    }),
    Plot.text([points], {
      ...halo,
      y: (y: number) => y,
      text: (y: number) => `${formatPoints(y)} point`,
      frameAnchor: "left",
      textAnchor: "start",
      dx: 5,
      dy: -9,
      fill: colour("good"),
    }),
  ];
}

function ownMark(own: PowerPoint | undefined): Plot.Markish[] {
  if (own === undefined) return [];
  return [
    Plot.dot([own], {
      x: "schools",
      y: "points",
      r: 5.5,
      fill: colour("own"),
      stroke: colour("paper"),
      strokeWidth: 1.5,
    }),
    Plot.text([own], {
      x: "schools",
      y: "points",
      text: ({ points }: PowerPoint) => formatPoints(points),
      ...halo,
      fill: colour("ink"),
      dy: -15,
      fontWeight: 600,
      fontVariant: "tabular-nums",
    }),
  ];
}

/**
 * Draws the smallest effect that can be found against the number of schools, one line
 * per design; the axis of schools is logarithmic, since uncertainty falls with its root.
 *
 * @throws {RangeError} If there is no curve or one has fewer than two points.
 */
export function powerChart(
  curves: readonly PowerCurve[],
  { layout: name = "wide", own, smallestThatMatters, ...words }:
    PowerChartOptions,
): string {
  const wrong = curves.find(({ points }) => points.length < 2);
  if (curves.length === 0 || wrong) {
    throw new RangeError(
      `Cannot draw a power chart: found ${
        wrong
          ? `${wrong.points.length} points of "${wrong.label}"`
          : "no curves"
      }, at least one curve of two points is needed`,
    );
  }
  const layout = layouts[name];
  const all = curves.flatMap(({ points }) => points);
  const axis = pointAxis(
    [...all.map(({ points }) => points), smallestThatMatters ?? 0],
    { include: 0, smallestWidth: 10 },
  );
  const numbers = all.map(({ schools }) => schools);
  const domain = [Math.min(...numbers), Math.max(...numbers)] as const;
  const [low, high] = axis.domain;
  const inner = layout.height - margins.top - margins.bottom;
  const drawing = Plot.plot({
    document: chartDocument(),
    width: layout.width,
    height: layout.height,
    marginLeft: layout.left,
    marginRight: layout.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { type: "log", domain, axis: null },
    y: { domain: [low, high], axis: null },
    marks: [
      ...frame(
        axis,
        schoolTicks.filter((n) => n >= domain[0] && n <= domain[1]),
      ),
      ...threshold(smallestThatMatters),
      ...curves.map((curve) =>
        Plot.line(curve.points, {
          x: "schools",
          y: "points",
          stroke: colour(curve.colour),
          strokeWidth: 2,
          strokeDasharray: dashes[curve.line ?? "whole"],
        })
      ),
      ...endLabels(curves, inner / (high - low)).map((label) =>
        Plot.text([label], {
          y: "points",
          text: "text",
          frameAnchor: "right",
          textAnchor: "start",
          dx: 7,
          dy: label.shift,
          // Some colours are dark enough for a line but not for text.
          fill: colour(
            palette[label.colour].use === "text" ? label.colour : "muted",
          ),
        })
      ),
      ...ownMark(own),
    ],
  });
  return finishSvg(drawing, words);
}
