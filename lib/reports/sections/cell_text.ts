import type { Estimate } from "#lib/inference/mod.ts";
import type { Cell, HiddenReason } from "#lib/profiles/mod.ts";
import { capitalise, hiddenText } from "../words.ts";

/** Writes a cell: the number, or "–" where it is hidden. */
export function cellText(
  cell: Cell | null | undefined,
  write: (estimate: Estimate) => string,
): string {
  if (!cell || "hidden" in cell) return "–";
  return write(cell);
}

/**
 * Explains the "–" of a table: each reason once, in the order of appearance.
 *
 * @returns e.g. "– betyder: ikke spurgt dette år; for få svar …", or undefined
 * where every number is shown.
 */
export function hiddenNote(
  cells: readonly (Cell | null | undefined)[],
): string | undefined {
  const reasons = new Set<HiddenReason>();
  for (const cell of cells) {
    if (cell && "hidden" in cell) reasons.add(cell.hidden);
  }
  if (reasons.size === 0) return undefined;
  const texts = [...reasons].map(hiddenText).join("; ");
  return `Hvor der står –, er tallet ikke vist. Grunden er: ${texts}.`;
}

/** A table note from the reasons behind hidden cells, or nothing to spread. */
export function noteOf(
  cells: readonly (Cell | null | undefined)[],
): { readonly note?: string } {
  const note = hiddenNote(cells);
  return note === undefined ? {} : { note };
}

/** The reason behind a hidden cell as a sentence start, e.g. "For få svar …". */
export function hiddenSentence(cell: Cell): string {
  return "hidden" in cell ? `${capitalise(hiddenText(cell.hidden))}.` : "";
}
