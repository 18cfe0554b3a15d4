import * as Plot from "@observablehq/plot";
import type { Estimate } from "#lib/inference/mod.ts";
import { formatEstimate } from "../format.ts";
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

/** Means of several groups on one scale. */
export interface GroupsRow {
  readonly label: string;
  /** One per group, in the order of `groups`; null where hidden. */
  readonly estimates: readonly (Estimate | null)[];
}

/** How a group is drawn: form and colour together. */
export interface GroupStyle {
  readonly label: string;
  readonly symbol: "circle" | "square" | "triangle" | "diamond";
  readonly colour: ColourName;
  readonly fill: "filled" | "open";
}

/** Options for {@linkcode groupsChart}. */
export interface GroupsOptions extends ChartWords {
  readonly groups: readonly GroupStyle[];
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 222, right: 14, rowHeight: 60, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 10, rowHeight: 80, labelLift: 40 },
};

/** Distance between the lines of two groups, pixels. */
const lineDistance = 11;

interface GroupMark {
  readonly y: number;
  readonly estimate: Estimate;
  readonly style: GroupStyle;
  /** Label of the row. */
  readonly label: string;
}

/**
 * Draws the means of groups with 95 % intervals, one band per scale; within a
 * band each group has a line of its own so that intervals do not hide each other.
 *
 * @returns SVG text, with a key of the groups at the top.
 */
export function groupsChart(
  rows: readonly GroupsRow[],
  { groups, layout: layoutName = "wide", ...words }: GroupsOptions,
): string {
  const layout = layouts[layoutName];
  const marks = placeMarks(rows, { groups, layout });
  const axis = pointAxis(
    marks.flatMap(({ estimate }) => [...estimate.interval]),
    { include: 500 },
  );
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height: rows.length * layout.rowHeight }),
    marks: [
      ...rowGrid(axis, { baseline: 500 }),
      rowLabels(rows.map(({ label }) => label), layout),
      ...groups.flatMap((style) => styleMarks(style, marks)),
    ],
  });
  return finishSvg(drawing, words);
}

function placeMarks(
  rows: readonly GroupsRow[],
  { groups, layout }: {
    readonly groups: readonly GroupStyle[];
    readonly layout: RowLayout;
  },
): GroupMark[] {
  return rows.flatMap((row, i) =>
    row.estimates.flatMap((estimate, g) => {
      const style = groups[g];
      if (!estimate || !style) return [];
      const shift = (g - (groups.length - 1) / 2) * lineDistance;
      return [{
        y: middleOfRow(i, layout) + shift,
        estimate,
        style,
        label: row.label,
      }];
    })
  );
}

function styleMarks(
  style: GroupStyle,
  all: readonly GroupMark[],
): Plot.Markish[] {
  const marks = all.filter((mark) => mark.style === style);
  const ink = colour(style.colour);
  return [
    Plot.ruleY(marks, {
      y: "y",
      x1: (mark: GroupMark) => mark.estimate.interval[0],
      x2: (mark: GroupMark) => mark.estimate.interval[1],
      stroke: ink,
      strokeWidth: 2.5,
      strokeLinecap: "round",
      strokeOpacity: 0.5,
    }),
    Plot.dot(marks, {
      y: "y",
      x: (mark: GroupMark) => mark.estimate.value,
      symbol: style.symbol,
      r: 4.5,
      stroke: ink,
      strokeWidth: 1.75,
      fill: style.fill === "filled" ? ink : colour("paper"),
      title: ({ label, estimate }: GroupMark) =>
        `${label}, ${style.label}: ${formatEstimate(estimate)}`,
    }),
  ];
}
