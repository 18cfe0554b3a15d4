import * as Plot from "@observablehq/plot";
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
  wide: { width: 740, left: 240, right: 14, rowHeight: 30, labelLift: 0 },
  narrow: { width: 350, left: 10, right: 10, rowHeight: 48, labelLift: 17 },
};

/** Draws the change of every scale under every linking choice, one band per scale. */
export function linkingChart(
  rows: readonly LinkingRow[],
  { styles, layout: name = "wide", ...words }: LinkingChartOptions,
): string {
  const layout = layouts[name];
  const marks = rows.flatMap(({ changes }, i) =>
    changes.flatMap((x, choice) =>
      x === null ? [] : [{ x, y: middleOfRow(i, layout), choice }]
    )
  );
  const axis = pointAxis(marks.map(({ x }) => x), { include: 0 });
  const drawing = Plot.plot({
    document: chartDocument(),
    ...rowScales(layout, { axis, height: rows.length * layout.rowHeight }),
    marks: [
      ...rowGrid(axis, { baseline: 0 }),
      rowLabels(rows.map(({ label }) => label), layout),
      // The published choice last, so that it lies on top.
      ...styles.map((style, choice) => {
        const ink = colour(style.colour);
        return Plot.dot(marks.filter((mark) => mark.choice === choice), {
          x: "x",
          y: "y",
          symbol: style.symbol === "cross" ? "times" : style.symbol,
          r: 4.5,
          stroke: ink,
          strokeWidth: 1.75,
          fill: style.fill === "filled" ? ink : "none",
        });
      }).reverse(),
    ],
  });
  return finishSvg(drawing, words);
}
