import type { Domain } from "#lib/codebook/mod.ts";
import type { ScaleResults } from "#lib/profiles/mod.ts";
import {
  type WavePanel,
  wavePanelsChart,
  type WavePoint,
} from "../charts/wave_panels_chart.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatList,
  formatPeriod,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { markup } from "../markup.ts";
import {
  entriesOfDomain,
  isProgrammeReport,
  isShown,
  type Report,
  type ScaleEntry,
  wavesOf,
} from "../report.ts";
import { dataTable, type TableSpec } from "../table.ts";
import { domainName } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { changeSummary } from "./change_summary.ts";
import { changeName, named, waveName } from "./estimate_names.ts";
import { chartKey } from "./key.ts";
import { nationalTrend } from "./national_trend.ts";

/**
 * Shows how the scales of one domain developed over the waves, as small
 * multiples with 95 % intervals, and all changes as a table; where no scale has
 * numbers from two waves, the table says why.
 *
 * @throws {RangeError} If no scale of the report belongs to the domain.
 */
export function development(report: Report, domain: Domain): Display {
  const all = entriesOfDomain(report, domain);
  if (all.length === 0) {
    throw new RangeError(
      `Cannot show the development of "${domain}": found no scale in the report of ${report.results.unit.label}`,
    );
  }
  const entries = all.filter(({ own }) => pointsOf(own).length >= 2);
  if (entries.length === 0) return withoutDevelopment(all, domain);
  const years = wavesOf(report);
  const message = changeSummary(entries);
  const content = figure({
    message,
    scope: `${domainName(domain)}, middelværdi i point ${
      formatList(years.map(formatYear))
    } med ${intervalLabel}. ${report.results.unit.label}.`,
    key: chartKey([
      {
        form: "own",
        label: `${report.results.unit.label} med ${intervalLabel}`,
      },
      ...(isProgrammeReport(report)
        ? []
        : [{ form: "reference-line", label: "Programmet" } as const]),
    ]),
    draw: (layout) =>
      wavePanelsChart(panelsOf(report, entries), {
        layout,
        years,
        include: 500,
        title: `Udvikling: ${domainName(domain)}`,
        description: message,
      }),
    table: tableOf(entries, domain),
  });
  const national = nationalTrend(report, entries);
  return display(markup`${content}${national.content}`, [
    ...namesOf(entries),
    ...national.estimates,
  ]);
}

function withoutDevelopment(
  entries: readonly ScaleEntry[],
  domain: Domain,
): Display {
  return display(
    markup`<p>Udviklingen kan ikke vises, for ingen af skalaerne har tal fra to år.</p>${
      dataTable(tableOf(entries, domain))
    }`,
    namesOf(entries),
  );
}

function pointsOf(results: ScaleResults | null): readonly WavePoint[] {
  return (results?.waves ?? []).flatMap(({ wave, mean }) =>
    isShown(mean) ? [{ year: wave, estimate: mean }] : []
  );
}

function panelsOf(
  report: Report,
  entries: readonly ScaleEntry[],
): readonly WavePanel[] {
  return entries.map(({ scale, own, programme }) => ({
    label: scale.label,
    own: pointsOf(own),
    reference: isProgrammeReport(report) ? [] : pointsOf(programme),
  }));
}

function tableOf(entries: readonly ScaleEntry[], domain: Domain): TableSpec {
  const years = [
    ...new Set(entries.flatMap(({ own }) => own.waves.map(({ wave }) => wave))),
  ];
  const periods = entries[0]?.own.changes ?? [];
  const cells = entries.flatMap(({ own }) => [
    ...own.waves.map(({ mean }) => mean),
    ...own.changes.map(({ mean }) => mean),
  ]);
  return {
    caption: `${
      domainName(domain)
    }: middelværdi i point og ændring med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      ...years.map((year) => ({ label: formatYear(year) })),
      ...periods.map(({ from, to }) => ({
        label: `Ændring ${formatPeriod(from, to)}`,
      })),
    ],
    rows: entries.map(({ scale, own }) => [
      scale.label,
      ...years.map((year) =>
        cellText(
          own.waves.find(({ wave }) => wave === year)?.mean,
          (e) => formatPoints(e.value),
        )
      ),
      ...periods.map(({ from, to }) =>
        cellText(
          own.changes.find((change) => change.from === from && change.to === to)
            ?.mean,
          formatDifference,
        )
      ),
    ]),
    ...noteOf(cells),
  };
}

function namesOf(entries: readonly ScaleEntry[]): NamedEstimate[] {
  return entries.flatMap(({ scale, own, programme }) => [
    ...own.waves.flatMap(({ wave, mean }) =>
      named(waveName(scale.id, wave, "mean"), mean)
    ),
    ...(programme?.waves ?? []).flatMap(({ wave, mean }) =>
      named(`programme/${waveName(scale.id, wave, "mean")}`, mean)
    ),
    ...own.changes.flatMap(({ from, to, mean }) =>
      named(changeName(scale.id, { from, to, statistic: "mean" }), mean)
    ),
  ]);
}
