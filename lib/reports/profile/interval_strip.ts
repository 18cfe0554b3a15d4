import { colour } from "../charts/palette.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import { type Markup, trusted } from "../markup.ts";

/** Points at the two ends of a strip. */
const strip = { from: 400, to: 600, width: 140, height: 22 } as const;

/** Options for {@linkcode intervalStrip}. */
export interface IntervalStripOptions {
  /** Mean of the reference, points; null draws none. */
  readonly reference: number | null;
}

/**
 * Draws a mean with its interval as a small strip from 400 to 600 points, beside
 * which the numbers stand as text.
 *
 * Written as text and not by the chart library: a municipality has hundreds of
 * profiles with dozens of strips each. What reaches outside is cut at the ends.
 */
export function intervalStrip(
  { value, interval }: Estimate,
  { reference }: IntervalStripOptions,
): Markup {
  const { width, height } = strip;
  const middle = height / 2;
  const [left, right] = [place(interval[0]), place(interval[1])];
  const diamond = reference === null ? "" : diamondAt(place(reference));
  return trusted(
    `<svg class="strip" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
      `<path d="M0 ${middle}H${width}M${width / 2} 3V${height - 3}" stroke="${
        colour("line")
      }"/>` +
      `<path d="M${left} ${middle}H${right}" stroke="${
        colour("own")
      }" stroke-width="4" stroke-opacity=".5" stroke-linecap="round"/>${diamond}` +
      `<circle cx="${place(value)}" cy="${middle}" r="4.5" fill="${
        colour("own")
      }"/></svg>`,
  );
}

function place(points: number): number {
  const share = (points - strip.from) / (strip.to - strip.from);
  const pixels = 4 + Math.min(1, Math.max(0, share)) * (strip.width - 8);
  return Math.round(pixels * 10) / 10;
}

function diamondAt(x: number): string {
  const middle = strip.height / 2;
  return `<path d="M${x} ${middle - 6}l5 6l-5 6l-5 -6Z" fill="${
    colour("paper")
  }" stroke="${colour("other")}" stroke-width="1.6"/>`;
}
