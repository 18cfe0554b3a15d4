import type { NamedEstimate } from "../display.ts";
import type { Markup } from "../markup.ts";

/** A part of the chapter on social background with the numbers in it. */
export interface BackgroundPart {
  readonly content: Markup;
  readonly estimates: readonly NamedEstimate[];
}
