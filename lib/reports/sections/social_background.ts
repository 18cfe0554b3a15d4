import type {
  Cell,
  ChangeResults,
  ScaleResults,
  WaveResults,
} from "#lib/profiles/mod.ts";
import {
  wavePanelsChart,
  type WavePanelsOptions,
} from "../charts/wave_panels_chart.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatEstimate,
  formatList,
  formatPeriod,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  isProgrammeReport,
  isShown,
  latestYear,
  longestChange,
  type Report,
  scaleEntries,
  type ScaleEntry,
  waveOf,
  wavesOf,
} from "../report.ts";
import { gradientChangeSentence, gradientSentence } from "../sentences.ts";
import type { TableSpec } from "../table.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { educationGroups } from "./education_groups.ts";
import { changeName, named, waveName } from "./estimate_names.ts";
import { chartKey } from "./key.ts";

/** One of the three measures of what social background means. */
interface Measure {
  readonly statistic: "gradient" | "explained" | "education-gap";
  readonly title: string;
  readonly scope: string;
  readonly ofWave: (wave: WaveResults) => Cell;
  readonly ofChange: (change: ChangeResults) => Cell;
  readonly chart: Pick<
    WavePanelsOptions,
    "factor" | "smallestWidth" | "include"
  >;
}

const measures: readonly Measure[] = [
  {
    statistic: "gradient",
    title: "Hældningen: hvor meget resultatet følger social baggrund",
    scope:
      `Point for hver standardafvigelse i social baggrund, med ${intervalLabel}.`,
    ofWave: ({ gradient }) => gradient,
    ofChange: ({ gradient }) => gradient,
    chart: { smallestWidth: 20, include: 0 },
  },
  {
    statistic: "explained",
    title:
      "Den forklarede andel: hvor godt social baggrund kan forudsige resultatet",
    scope: `Procent af forskellene mellem eleverne, med ${intervalLabel}.`,
    ofWave: ({ explained }) => explained,
    ofChange: ({ explained }) => explained,
    chart: { factor: 100, smallestWidth: 8, include: 0 },
  },
  {
    statistic: "education-gap",
    title: "Afstanden mellem elever, hvis forældre har lang og kort uddannelse",
    scope:
      `Forskel i point mellem de to yderste uddannelsesgrupper, med ${intervalLabel}.`,
    ofWave: ({ educationGap }) => educationGap,
    ofChange: ({ educationGap }) => educationGap,
    chart: { smallestWidth: 30, include: 0 },
  },
];

/**
 * Shows what social background means for learning, by three measures side by
 * side since they can disagree, and the means of the education groups.
 *
 * @throws {RangeError} If the codebook names no scale for the social gradient.
 */
export function socialBackground(report: Report): Display {
  const entries = gradientEntries(report);
  if (entries.length === 0) {
    throw new RangeError(
      `Cannot show social background: found no scale with a criterion on the gradient in the report of ${report.results.unit.label}`,
    );
  }
  const groups = educationGroups(report, entries);
  const content = markup`${sentences(report, entries)}${
    measures.map((measure) => measureFigure(report, { entries, measure }))
  }${groups.content}<p class="note">De tre mål kan pege hver sin vej. Hældningen kan falde, fordi resultaterne ligger tættere; den forklarede andel kan falde, fordi baggrunden er målt dårligere. Derfor står de ved siden af hinanden. Forældrenes baggrund er oplyst af forældrene selv, og elever uden oplysning indgår ikke i de tre mål; de har deres egen gruppe, »uoplyst«, ovenfor.</p>`;
  return display(content, [
    ...entries.flatMap((entry) =>
      measures.flatMap((measure) => namesOf(entry, measure))
    ),
    ...groups.estimates,
  ]);
}

function gradientEntries(report: Report): readonly ScaleEntry[] {
  const wanted = new Set(
    report.codebook.criteria
      .filter(({ estimand }) => estimand !== "mean-change")
      .flatMap(({ scales }) => scales),
  );
  return scaleEntries(report).filter(({ scale }) => wanted.has(scale.id));
}

function sentences(report: Report, entries: readonly ScaleEntry[]): Markup {
  const year = latestYear(report);
  const lines = entries.flatMap(({ scale, own }) => {
    const wave = waveOf(own, year);
    const change = longestChange(own);
    return [
      ...(wave && isShown(wave.gradient)
        ? [gradientSentence(scale, wave.gradient)]
        : []),
      ...(change && isShown(change.gradient)
        ? [gradientChangeSentence(scale, change.gradient, change)]
        : []),
    ].join(" ");
  });
  return markup`<ul>${
    lines.filter(Boolean).map((line) => markup`<li>${line}</li>`)
  }</ul>`;
}

interface MeasureInput {
  readonly entries: readonly ScaleEntry[];
  readonly measure: Measure;
}

function measureFigure(
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

function pointsOf(results: ScaleResults | null, { ofWave }: Measure) {
  return (results?.waves ?? []).flatMap((wave) => {
    const cell = ofWave(wave);
    return isShown(cell) ? [{ year: wave.wave, estimate: cell }] : [];
  });
}

function descriptionOf(
  entries: readonly ScaleEntry[],
  measure: Measure,
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

function tableOf(entries: readonly ScaleEntry[], measure: Measure): TableSpec {
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

function namesOf(
  { scale, own, programme }: ScaleEntry,
  { statistic, ofWave, ofChange }: Measure,
): NamedEstimate[] {
  return [
    ...own.waves.flatMap((wave) =>
      named(waveName(scale.id, wave.wave, statistic), ofWave(wave))
    ),
    ...(programme?.waves ?? []).flatMap((wave) =>
      named(
        `programme/${waveName(scale.id, wave.wave, statistic)}`,
        ofWave(wave),
      )
    ),
    ...own.changes.flatMap((change) =>
      named(changeName(scale.id, { ...change, statistic }), ofChange(change))
    ),
  ];
}
