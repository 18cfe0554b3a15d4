import type { Scale } from "#lib/codebook/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatInterval,
  formatMagnitude,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  isProgrammeReport,
  latestYear,
  longestChange,
  type Report,
  scaleEntries,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { directionOf, groupPhrase } from "../words.ts";
import { changeName, named, waveName } from "./estimate_names.ts";

/** The key numbers at the head of a summary. */
export interface HeadlineNumbers {
  readonly content: Markup;
  readonly estimates: readonly NamedEstimate[];
}

/**
 * Shows the key numbers: the tests, and the first scale of well-being of the
 * older pupils and of the parents' trust, each with comparison and development.
 */
export function headlineNumbers(report: Report): HeadlineNumbers {
  const year = latestYear(report);
  const entries = headlineEntries(scaleEntries(report))
    .filter(({ own }) => shownOrNull(waveOf(own, year)?.mean));
  const content = markup`<dl class="key-numbers">${
    entries.map((entry) => keyNumber(report, entry, year))
  }</dl>`;
  return {
    content,
    estimates: entries.flatMap((entry) => namesOf(entry, year)),
  };
}

function headlineEntries(entries: readonly ScaleEntry[]): ScaleEntry[] {
  const first = (matches: (scale: Scale) => boolean) =>
    entries.filter(({ scale }) => matches(scale)).slice(0, 1);
  return [
    ...entries.filter(({ scale }) => scale.kind === "test").slice(0, 2),
    ...first(({ group, domain }) =>
      group === "pupils-4-9" && domain === "well-being"
    ),
    ...first(({ group, domain }) =>
      group === "parents" && domain === "home-and-school"
    ),
  ];
}

function keyNumber(
  report: Report,
  { scale, own }: ScaleEntry,
  year: number,
): Markup {
  const mean = shownOrNull(waveOf(own, year)?.mean);
  if (!mean) return markup``;
  return markup`<div><dt>${scale.label}</dt><dd><span class="big">${
    formatPoints(mean.value)
  }</span></dd><dd class="small">${formatYear(year)}, ${
    groupPhrase(scale.group)
  }. ${intervalLabel} ${formatInterval(mean)}.</dd>${
    isProgrammeReport(report) ? null : comparisonLine(own, year)
  }${changeLine(own)}</div>`;
}

function comparisonLine(own: ScaleEntry["own"], year: number): Markup {
  const difference = shownOrNull(waveOf(own, year)?.versusProgramme);
  if (!difference) return markup``;
  const direction = directionOf(difference);
  const words = direction === "same"
    ? "Ikke sikkert forskellig fra programmet."
    : `${formatMagnitude(difference)} ${
      direction === "higher" ? "over" : "under"
    } programmet.`;
  return markup`<dd class="small">${words}</dd>`;
}

function changeLine(own: ScaleEntry["own"]): Markup {
  const change = longestChange(own);
  const estimate = shownOrNull(change?.mean);
  if (!change || !estimate) return markup``;
  const direction = directionOf(estimate);
  const words = direction === "same"
    ? `Ikke sikkert forskellig fra ${formatYear(change.from)}.`
    : `${direction === "higher" ? "Steget" : "Faldet"} ${
      formatMagnitude(estimate)
    } siden ${formatYear(change.from)}.`;
  return markup`<dd class="small">${words}</dd>`;
}

function namesOf({ scale, own }: ScaleEntry, year: number): NamedEstimate[] {
  const wave = waveOf(own, year);
  const change = longestChange(own);
  return [
    ...named(waveName(scale.id, year, "mean"), wave?.mean),
    ...named(
      waveName(scale.id, year, "versus-programme"),
      wave?.versusProgramme,
    ),
    ...(change
      ? named(
        changeName(scale.id, { ...change, statistic: "mean" }),
        change.mean,
      )
      : []),
  ];
}
