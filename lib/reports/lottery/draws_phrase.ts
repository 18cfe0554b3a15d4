import type { DrawComparison, DrawSet } from "#lib/effects/mod.ts";
import { formatCount, formatNumber } from "../format.ts";

/** Names the draws that results are counted over, e.g. "alle 646.646 mulige lodtrækninger". */
export function drawsPhrase(
  { coverage, size, possible }: Pick<
    DrawSet,
    "coverage" | "size" | "possible"
  >,
): string {
  if (coverage === "all") {
    return `alle ${formatCount(size)} mulige lodtrækninger`;
  }
  const all = Number.isFinite(possible) ? ` ${formatCount(possible)}` : "";
  return `${
    formatCount(size)
  } tilfældigt valgte af de${all} mulige lodtrækninger`;
}

/** What a sample of draws leaves open about p, e.g. " (0,030–0,033)"; nothing where all are counted. */
export function sampledPhrase(
  { pInterval }: Pick<DrawComparison, "pInterval">,
): string {
  if (pInterval === null) return "";
  const [lower, upper] = pInterval.map((p) => formatNumber(p, { decimals: 3 }));
  return ` (${lower}–${upper})`;
}
