import type { DecompositionResults } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import type { Markup } from "../markup.ts";
import type { ScaleEntry } from "../report.ts";

/** A part of the chapter on social background with the numbers in it. */
export interface BackgroundPart {
  /** What the reader sees. */
  readonly content: Markup;
  /** What is published beside it. */
  readonly estimates: readonly NamedEstimate[];
}

/** One scale with what its differences are made of. */
export interface ComposedScale {
  /** The scale's own numbers. */
  readonly entry: ScaleEntry;
  /** Of the report's unit. */
  readonly parts: DecompositionResults;
}
