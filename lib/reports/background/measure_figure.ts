import type { ScaleResults } from "#lib/profiles/mod.ts";
import { wavePanelsChart } from "../charts/wave_panels_chart.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatEstimate,
  formatList,
  formatPeriod,
  formatYear,
  intervalLabel,
} from "../format.ts";
import type { Markup } from "../markup.ts";
import {
  isProgrammeReport,
  isShown,
  type Report,
  type ScaleEntry,
  wavesOf,
} from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { chartKey } from "../sections/key.ts";
import type { TableSpec } from "../table.ts";
import type { MeasureView } from "./measures.ts";

/** What {@linkcode measureFigure} shows. */
export interface MeasureInput {
  readonly entries: readonly ScaleEntry[];
  readonly measure: MeasureView;
}

/** One measure of every scale over the waves, the programme beside it. */
export function measureFigure(
  report: Report,
  { entries, measure }: MeasureInput,
): Markup {
  const years = wavesOf(report);
  const unit = report.results.unit.label;
  return figure({
    message: measure.title,
    scope: `${measure.scope} ${unit}, ${formatList(years.map(formatYear))}.`,
    key: chartKey([
      { form: "own", label: `${unit} med ${intervalLabel}` },
      ...(isProgrammeReport(report)
        ? []
        : [{ form: "reference-line", label: "Programmet" } as const]),
    ]),
    draw: (layout) =>
      wavePanelsChart(
        entries.map(({ scale, own, programme }) => ({
          label: scale.label,
          own: pointsOf(own, measure),
          reference: isProgrammeReport(report)
            ? []
            : pointsOf(programme, measure),
        })),
        {
          ...measure.chart,
          layout,
          years,
          title: measure.title,
          description: descriptionOf(entries, measure),
        },
      ),
    table: tableOf(entries, measure),
  });
}

function pointsOf(results: ScaleResults | null, { ofWave }: MeasureView) {
  return (results?.waves ?? []).flatMap((wave) => {
    const cell = ofWave(wave);
    return isShown(cell) ? [{ year: wave.wave, estimate: cell }] : [];
  });
}

function descriptionOf(
  entries: readonly ScaleEntry[],
  measure: MeasureView,
): string {
  const parts = entries.map(({ scale, own }) =>
    `${scale.label}: ${
      formatList(
        pointsOf(own, measure).map(({ year, estimate }) =>
          `${formatEstimate(estimate)} i ${year}`
        ),
      )
    }`
  );
  return `${parts.join(". ")}.`;
}

function tableOf(
  entries: readonly ScaleEntry[],
  measure: MeasureView,
): TableSpec {
  const [first] = entries;
  const years = first?.own.waves.map(({ wave }) => wave) ?? [];
  const periods = first?.own.changes ?? [];
  const cells = entries.flatMap(({ own }) => [
    ...own.waves.map(measure.ofWave),
    ...own.changes.map(measure.ofChange),
  ]);
  return {
    caption: `${measure.title} (${measure.scope.replace(/\.$/, "")})`,
    columns: [
      { label: "Skala", kind: "text" },
      ...years.map((year) => ({ label: formatYear(year) })),
      ...periods.map(({ from, to }) => ({
        label: `Ændring ${formatPeriod(from, to)}`,
      })),
    ],
    rows: entries.map(({ scale, own }) => [
      scale.label,
      ...own.waves.map((wave) =>
        cellText(measure.ofWave(wave), formatEstimate)
      ),
      ...own.changes.map((change) =>
        cellText(measure.ofChange(change), formatDifference)
      ),
    ]),
    ...noteOf(cells),
  };
}
