import type { Scale } from "#lib/codebook/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { ChangeResults } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatDifference,
  formatList,
  formatNumber,
  formatPeriod,
  formatYear,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { isShown, type Report } from "../report.ts";
import { dataTable } from "../table.ts";
import { groupPhrase } from "../words.ts";
import { changeName, named } from "./estimate_names.ts";

/**
 * Shows for the programme's changes from the first wave to the last where their
 * uncertainty comes from, and which questions were freed because they had moved.
 */
export function linkTables(report: Report): Markup {
  return markup`${uncertaintyTable(report)}${movedTable(report)}${
    missingText(report)
  }`;
}

/** The programme's changes in the tables, by name. */
export function linkEstimates(report: Report): NamedEstimate[] {
  return programmeChanges(report).flatMap(({ info, change, mean }) => {
    const { from, to } = change;
    const name = changeName(info.id, { from, to, statistic: "mean" });
    return named(`programme/${name}`, mean);
  });
}

interface ProgrammeChange {
  readonly info: Scale;
  readonly change: ChangeResults;
  readonly mean: Estimate;
}

/** Over most years, of every scale with a number. */
function programmeChanges(
  { programme, codebook }: Report,
): readonly ProgrammeChange[] {
  return programme.scales.flatMap(({ scale, changes }): ProgrammeChange[] => {
    const change = longest(changes);
    const info = codebook.scales.find(({ id }) => id === scale);
    return change && info && isShown(change.mean)
      ? [{ info, change, mean: change.mean }]
      : [];
  });
}

function uncertaintyTable(report: Report): Markup | null {
  const changes = programmeChanges(report);
  const [first] = changes;
  if (!first) return null;
  const part = (variance: number): string =>
    formatNumber(Math.sqrt(variance), { decimals: 1 });
  return markup`<details class="help"><summary>Hvor kommer usikkerheden på udviklingen fra?</summary>${
    dataTable({
      caption: `Hele programmet, ændring ${
        formatPeriod(first.change.from, first.change.to)
      } i point, og hvad usikkerheden består af (standardfejl i point)`,
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Svar fra", kind: "text" },
        { label: "Ændring" },
        { label: "Udvalg" },
        { label: "Måling" },
        { label: "Link" },
        { label: "I alt" },
      ],
      rows: changes.map(({ info, mean }) => [
        info.label,
        groupPhrase(info.group),
        formatDifference(mean),
        part(mean.variance.sampling),
        part(mean.variance.measurement),
        part(mean.variance.link),
        formatNumber(mean.standardError, { decimals: 1 }),
      ]),
      note:
        "Udvalg: skoler, klasser og elever kunne have været andre. Måling: få spørgsmål måler upræcist. Link: de fælles spørgsmål er ikke helt enige om, hvor meget der er sket. Delene lægges sammen kvadreret. En skala med 0,0 under Link har fælles spørgsmål, der ikke er mere uenige, end tilfældet forklarer.",
    })
  }</details>`;
}

/** The change over most years. */
function longest(
  changes: readonly ChangeResults[],
): ChangeResults | undefined {
  return changes.reduce<ChangeResults | undefined>(
    (best, one) =>
      !best || one.to - one.from > best.to - best.from ? one : best,
    undefined,
  );
}

function movedTable({ codebook, quality }: Report): Markup {
  const rows = quality.flatMap(({ scale: id, movedItems }) => {
    const scale = codebook.scales.find((one) => one.id === id);
    const items = new Map<string, number[]>();
    for (const { item, wave } of movedItems) {
      items.set(item, [...items.get(item) ?? [], wave]);
    }
    return [...items].map(([item, years]) => [
      scale?.label ?? id,
      scale?.items.find((one) => one.id === item)?.text ?? item,
      formatList(years.sort((a, b) => a - b).map(formatYear)),
    ]);
  });
  if (rows.length === 0) {
    return markup`<p>Ingen spørgsmål har flyttet sig tydeligt i forhold til de andre på deres skala.</p>`;
  }
  return markup`<details class="help"><summary>Hvilke spørgsmål har skiftet betydning?</summary>${
    dataTable({
      caption:
        "Spørgsmål, der har flyttet sig tydeligt i forhold til de andre på skalaen",
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Spørgsmål", kind: "text" },
        { label: "Regnet for sig i", kind: "text" },
      ],
      rows,
      note:
        "Spørgsmålet måler stadig, men binder ikke de år sammen med de andre år. Grænsen er 0,2 på modellens skala (logit) eller en afstand på 0,1 mellem svarkurverne, og flytningen skal være mindst fire standardfejl.",
    })
  }</details>`;
}

function missingText({ codebook, quality }: Report): Markup | null {
  const labels = quality
    .filter(({ withoutLinkError }) => withoutLinkError.length > 0)
    .map(({ scale: id }) =>
      codebook.scales.find((one) => one.id === id)?.label ?? id
    );
  if (labels.length === 0) return null;
  return markup`<p><strong>Bemærk:</strong> ${
    formatList(labels)
  } har for få fælles spørgsmål mellem nogle af årene til, at linkfejlen kan beregnes. Der er intervallerne for udvikling for smalle.</p>`;
}
