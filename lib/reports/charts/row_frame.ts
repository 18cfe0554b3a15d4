import * as Plot from "@observablehq/plot";
import { type PointAxis, tickText } from "./axis.ts";
import { colour } from "./palette.ts";

/** Sizes of a chart with one band per row, in pixels. */
export interface RowLayout {
  readonly width: number;
  /** Room for labels at the left; about 10 where labels stand above their row. */
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  /** How far above the middle of the row its label stands. */
  readonly labelLift: number;
}

/** Room above and below the rows, pixels. */
export const rowMargins = { top: 8, bottom: 28 } as const;

/** Plot options of a chart with one band per row; y is in pixels from the top. */
export function rowScales(
  layout: RowLayout,
  { axis, height }: { readonly axis: PointAxis; readonly height: number },
): Plot.PlotOptions {
  const { top, bottom } = rowMargins;
  return {
    width: layout.width,
    height: height + top + bottom,
    marginLeft: layout.left,
    marginRight: layout.right,
    marginTop: top,
    marginBottom: bottom,
    x: { domain: [...axis.domain], axis: null },
    y: { domain: [0, height], range: [top, height + top], axis: null },
  };
}

/** Grid, baseline and tick texts of a horizontal axis. */
export function rowGrid(
  axis: PointAxis,
  { baseline }: { readonly baseline: number | null },
): Plot.Markish[] {
  return [
    Plot.ruleX(axis.ticks, { stroke: colour("line") }),
    Plot.ruleX(baseline === null ? [] : [baseline], {
      stroke: colour("other"),
      strokeWidth: 1.5,
    }),
    Plot.text(axis.ticks, {
      x: (tick: number) => tick,
      text: tickText(axis),
      frameAnchor: "bottom",
      dy: 17,
      fill: colour("muted"),
      fontSize: 12,
      fontVariant: "tabular-nums",
    }),
  ];
}

/** Labels of equally high rows, at the left or above the row. */
export function rowLabels(
  labels: readonly string[],
  layout: RowLayout,
): Plot.Markish {
  return Plot.text(labels, {
    text: (label: string) => label,
    y: (_: string, i: number) => middleOfRow(i, layout),
    frameAnchor: "left",
    textAnchor: "start",
    dx: -layout.left,
    dy: -layout.labelLift,
    // Above a row, grid lines run behind the text: an edge of paper keeps it readable.
    ...(layout.labelLift > 0
      ? { stroke: colour("paper"), strokeWidth: 5, fill: "currentColor" }
      : {}),
  });
}

/** Middle of the drawing in row i; below the label where that stands above. */
export function middleOfRow(i: number, layout: RowLayout): number {
  const room = layout.labelLift > 0 ? 9 : 0;
  return (i + 0.5) * layout.rowHeight + room;
}
