import type { Domain } from "#lib/codebook/mod.ts";
import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatCount,
  formatDifference,
  formatEstimate,
  formatInterval,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  entriesOfDomain,
  isProgrammeReport,
  latestYear,
  type Report,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import type { TableSpec } from "../table.ts";
import { domainName, groupPhrase, sideRemark } from "../words.ts";
import { capitalise } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { comparisonSummary } from "./comparison_summary.ts";
import { named, waveName } from "./estimate_names.ts";
import { chartKey } from "./key.ts";
import { scaleMeanings } from "./scale_meanings.ts";

/** Options for {@linkcode scaleSection}. */
export interface ScaleSectionOptions {
  /** Year of the results. @default {the latest} */
  readonly year?: number;
}

/**
 * Shows the scales of one domain in one wave: means with 95 % intervals beside
 * the programme's, in the order of the codebook.
 *
 * @throws {RangeError} If no scale of the report belongs to the domain.
 */
export function scaleSection(
  report: Report,
  domain: Domain,
  { year = latestYear(report) }: ScaleSectionOptions = {},
): Display {
  const entries = entriesOfDomain(report, domain);
  if (entries.length === 0) {
    throw new RangeError(
      `Cannot show the scales of "${domain}": found none in the report of ${report.results.unit.label}`,
    );
  }
  const message = comparisonSummary(report, entries, year);
  const content = markup`${
    figure({
      message,
      scope: `${domainName(domain)}, middelværdi i point ${
        formatYear(year)
      } med ${intervalLabel}. ${report.results.unit.label}.`,
      key: keyOf(report),
      draw: (layout) =>
        dotIntervalChart(dotRows(report, entries, year), {
          layout,
          baseline: 500,
          valueText: layout === "wide"
            ? (e) => `${formatPoints(e.value)} (${formatInterval(e)})`
            : (e) => formatPoints(e.value),
          title: `${domainName(domain)} ${formatYear(year)}`,
          description: message,
        }),
      table: tableOf(report, entries, year),
    })
  }${scaleMeanings(report, entries)}`;
  return display(content, entries.flatMap((entry) => namesOf(entry, year)));
}

function keyOf(report: Report): Markup {
  const own = {
    form: "own",
    label: `${report.results.unit.label} med ${intervalLabel}`,
  } as const;
  if (isProgrammeReport(report)) return chartKey([own]);
  return chartKey([own, { form: "reference", label: "Programmet" }]);
}

function dotRows(
  report: Report,
  entries: readonly ScaleEntry[],
  year: number,
): readonly DotRow[] {
  return entries.flatMap((entry, i) => {
    const previous = entries[i - 1]?.scale.group;
    const row = dotRow(report, entry, year);
    if (previous === entry.scale.group) return [row];
    const heading = {
      label: capitalise(groupPhrase(entry.scale.group)),
      estimate: null,
      reference: null,
      remark: "",
      heading: true,
    };
    return [heading, row];
  });
}

function dotRow(
  report: Report,
  { scale, own, programme }: ScaleEntry,
  year: number,
): DotRow {
  const wave = waveOf(own, year);
  const compared = !isProgrammeReport(report);
  const reference = shownOrNull(waveOf(programme, year)?.mean);
  return {
    label: scale.label,
    estimate: shownOrNull(wave?.mean),
    reference: compared ? reference?.value ?? null : null,
    remark: compared ? sideRemark(shownOrNull(wave?.versusProgramme)) : "",
    heading: false,
  };
}

function tableOf(
  report: Report,
  entries: readonly ScaleEntry[],
  year: number,
): TableSpec {
  const compared = !isProgrammeReport(report);
  const cells = entries.flatMap(({ own }) => {
    const wave = waveOf(own, year);
    return [wave?.mean, compared ? wave?.versusProgramme : null];
  });
  return {
    caption: `Middelværdier i point ${formatYear(year)} med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      { label: "Svar fra", kind: "text" },
      { label: "Antal svar" },
      { label: report.results.unit.label },
      ...(compared ? [{ label: "Programmet" }, { label: "Forskel" }] : []),
    ],
    rows: entries.map((entry) => tableRow(entry, { year, compared })),
    ...noteOf(cells),
  };
}

function tableRow(
  { scale, own, programme }: ScaleEntry,
  { year, compared }: { readonly year: number; readonly compared: boolean },
): string[] {
  const wave = waveOf(own, year);
  const mean = shownOrNull(wave?.mean);
  return [
    scale.label,
    groupPhrase(scale.group),
    mean ? formatCount(mean.n) : "–",
    cellText(wave?.mean, formatEstimate),
    ...(compared
      ? [
        cellText(waveOf(programme, year)?.mean, formatEstimate),
        cellText(wave?.versusProgramme, formatDifference),
      ]
      : []),
  ];
}

function namesOf({ scale, own, programme }: ScaleEntry, year: number) {
  const wave = waveOf(own, year);
  return [
    ...named(waveName(scale.id, year, "mean"), wave?.mean),
    ...named(
      `programme/${waveName(scale.id, year, "mean")}`,
      waveOf(programme, year)?.mean,
    ),
    ...named(
      waveName(scale.id, year, "versus-programme"),
      wave?.versusProgramme,
    ),
  ];
}
