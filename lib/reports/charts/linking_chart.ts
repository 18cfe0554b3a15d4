import * as Plot from "@observablehq/plot";
import { formatNumber } from "../format.ts";
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

/** One scale: its change in points under every choice, null where there is none. */
export interface LinkingRow {
  readonly label: string;
  readonly changes: readonly (number | null)[];
  /** Half of a 95 % interval, the same around every mark; null where not known. */
  readonly margin: number | null;
}

/** How one choice is drawn. */
export interface ChoiceStyle {
  readonly symbol: "circle" | "square" | "triangle" | "diamond" | "cross";
  readonly colour: ColourName;
  readonly fill: "filled" | "open";
}

/** Options for {@linkcode linkingChart}. */
export interface LinkingChartOptions extends ChartWords {
  /** One per choice. */
  readonly styles: readonly ChoiceStyle[];
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
}

const layouts: Readonly<Record<"wide" | "narrow", RowLayout>> = {
  wide: { width: 740, left: 240, right: 14, rowHeight: 44, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 10, rowHeight: 62, labelLift: 26 },
};

/** Pixels between the marks of a row, so that their intervals do not cover each other. */
const LANE = 7;

/** Draws the change of every scale under every linking choice, one band per scale. */
export function linkingChart(
  rows: readonly LinkingRow[],
  { styles, layout: name = "wide", ...words }: LinkingChartOptions,
): string {
  const layout = layouts[name];
  const middle = (styles.length - 1) / 2;
  const marks = rows.flatMap(({ label, changes, margin }, i) =>
    changes.flatMap((x, choice) =>
      x === null ? [] : [{
        x,
        y: middleOfRow(i, layout) + (choice - middle) * LANE,
        choice,
        from: x - (margin ?? 0),
        to: x + (margin ?? 0),
        tip: `${label}: ${formatNumber(x, { decimals: 1, sign: "always" })}`,
      }]
    )
  );
  const axis = pointAxis(marks.flatMap(({ from, to }) => [from, to]), {
    include: 0,
  });
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height: rows.length * layout.rowHeight }),
    marks: [
      ...rowGrid(axis, { baseline: 0 }),
      rowLabels(rows.map(({ label }) => label), layout),
      ...styles.map((style, choice) =>
        Plot.ruleY(marks.filter((mark) => mark.choice === choice), {
          y: "y",
          x1: "from",
          x2: "to",
          stroke: colour(style.colour),
          strokeOpacity: 0.55,
          strokeWidth: choice === 0 ? 2.5 : 1.25,
        })
      ),
      // The published choice last, so that it lies on top.
      ...styles.map((style, choice) => {
        const ink = colour(style.colour);
        return Plot.dot(marks.filter((mark) => mark.choice === choice), {
          x: "x",
          y: "y",
          symbol: style.symbol === "cross" ? "times" : style.symbol,
          r: 3.5,
          stroke: ink,
          strokeWidth: 1.75,
          fill: style.fill === "filled" ? ink : "none",
          title: "tip",
        });
      }).reverse(),
    ],
  });
  return finishSvg(drawing, words);
}
