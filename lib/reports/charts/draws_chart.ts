import * as Plot from "@observablehq/plot";
import type { DrawDistribution } from "#lib/effects/mod.ts";
import { formatCount, formatPoints } from "../format.ts";
import { pointAxis } from "./axis.ts";
import { chartDocument } from "./chart_document.ts";
import { colour } from "./palette.ts";
import { rowGrid, rowMargins } from "./row_frame.ts";
import { type ChartWords, finishSvg } from "./svg.ts";

/** Options for {@linkcode drawsChart}. */
export interface DrawsChartOptions extends ChartWords {
  /** @default {"wide"} */
  readonly layout?: "wide" | "narrow";
}

const sizes = {
  wide: { width: 740, height: 230 },
  narrow: { width: 350, height: 210 },
} as const;

/** Draws farther out than this, as a share at either end, are left to the table. */
const OUTERMOST = 0.0005;

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Draws all possible draws as a histogram, with the actual one as a marked line.
 * The very few that lie farthest out do not stretch the axis.
 */
export function drawsChart(
  { edges, counts, observed }: DrawDistribution,
  { layout = "wide", ...words }: DrawsChartOptions,
): string {
  const { width, height } = sizes[layout];
  const bins = withoutTails(Array.from(counts, (count, i) => ({
    from: edges[i] ?? 0,
    to: edges[i + 1] ?? 0,
    count,
  })));
  const axis = pointAxis([
    ...bins.flatMap(({ from, to }) => [from, to]),
    observed,
    -observed,
  ]);
  const most = Math.max(...bins.map(({ count }) => count));
  const drawing = Plot.plot({
    document: chartDocument(),
    width,
    height,
    marginLeft: 10,
    marginRight: 10,
    marginTop: 30,
    marginBottom: rowMargins.bottom,
    x: { domain: [...axis.domain], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      ...rowGrid(axis, { baseline: 0 }),
      Plot.rectY(bins, {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "count",
        fill: colour("other"),
        fillOpacity: 0.6,
        inset: 0.3,
        title: ({ from, to, count }: Bin) =>
          `${formatPoints(from)} til ${formatPoints(to)}: ${
            formatCount(count)
          } lodtrækninger`,
      }),
      Plot.ruleX([-observed], {
        stroke: colour("own"),
        strokeWidth: 2,
        strokeDasharray: "5 4",
      }),
      Plot.ruleX([observed], { stroke: colour("own"), strokeWidth: 3 }),
      Plot.text([observed], {
        x: (value: number) => value,
        frameAnchor: "top",
        dy: -18,
        text: () => "Den faktiske lodtrækning",
        fill: colour("own"),
        fontWeight: 600,
      }),
    ],
  });
  return finishSvg(drawing, words);
}

/** Bins from the first to the last that has more than the outermost share outside. */
function withoutTails(bins: readonly Bin[]): readonly Bin[] {
  const most = OUTERMOST * bins.reduce((sum, { count }) => sum + count, 0);
  const firstOf = (ordered: readonly Bin[]) => {
    let outside = 0;
    return ordered.findIndex(({ count }) => (outside += count) > most);
  };
  return bins.slice(firstOf(bins), bins.length - firstOf(bins.toReversed()));
}
