import type { Cell } from "#lib/profiles/mod.ts";
import { spreadChart, type SpreadRow } from "../charts/spread_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatCount,
  formatEstimate,
  formatList,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { markup } from "../markup.ts";
import {
  latestYear,
  type Report,
  scaleEntries,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { countWord, scalePhrase } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { named, waveName } from "./estimate_names.ts";
import { chartKey } from "./key.ts";

/** Fewest schools in a swarm: with fewer, a dot is nearly a name. */
const fewestSchools = 5;

/** Options for {@linkcode schoolSpread}. */
export interface SchoolSpreadOptions {
  /** Scale ids. @default {the scales of the success criteria that pupils answer} */
  readonly scales?: readonly string[];
}

/**
 * Shows how far the schools of a unit lie from each other, as dots without
 * names or ranks, with the spread that is left when chance is taken out.
 *
 * The schools' own means are drawn but not listed among the estimates: their
 * numbers of answers would name them.
 */
export function schoolSpread(
  report: Report,
  { scales }: SchoolSpreadOptions = {},
): Display {
  const year = latestYear(report);
  const entries = entriesOf(report, scales ?? defaultScales(report));
  const rows = entries.flatMap((entry) => {
    const row = spreadRow(report, entry, year);
    return row ? [row] : [];
  });
  const message = spreadSentence(entries, year);
  if (rows.length === 0) {
    return display(
      markup`<p>${report.results.unit.label} har for få skoler til, at forskelle mellem dem kan vises, uden at skolerne kan genkendes.</p>`,
    );
  }
  const count = Math.max(...rows.map(({ means }) => means.length));
  return display(
    markup`${
      figure({
        message,
        scope: `${formatCount(count)} skoler, middelværdi i point ${
          formatYear(year)
        }. ${report.results.unit.label}.`,
        key: chartKey([
          {
            form: "school",
            label: "En skole, med den usikkerhed en typisk skole har",
          },
          { form: "mean-line", label: report.results.unit.label },
        ]),
        draw: (layout) =>
          spreadChart(rows, {
            layout,
            title: `Forskelle mellem skoler ${formatYear(year)}`,
            description: message,
          }),
        table: {
          caption: `Forskelle mellem skoler ${
            formatYear(year)
          }: spredning i point, når tilfældig variation er trukket fra, med ${intervalLabel}`,
          columns: [{ label: "Skala", kind: "text" }, { label: "Skoler" }, {
            label: "Spredning mellem skoler",
          }, { label: "Usikkerhed for en typisk skole" }],
          rows: rows.map((row) => [
            row.label,
            formatCount(row.means.length),
            cellText(row.spread, formatEstimate),
            `±${formatPoints(row.typicalMargin)}`,
          ]),
          ...noteOf(rows.map(({ spread }) => spread)),
        },
      })
    }<p class="note">Prikkerne er ordnet efter værdi og har ingen navne. Skolerne bliver ikke rangordnet: en stor del af forskellene mellem prikkerne er tilfældig, og skolernes elever har forskellige forudsætninger.</p>`,
    entries.flatMap(({ scale, own }) =>
      named(
        waveName(scale.id, year, "between-schools"),
        waveOf(own, year)?.betweenSchools,
      )
    ),
  );
}

function defaultScales({ codebook }: Report): readonly string[] {
  const wanted = new Set(codebook.criteria.flatMap(({ scales }) => scales));
  return codebook.scales
    .filter(({ id, group }) =>
      wanted.has(id) && group !== "staff" && group !== "leaders"
    )
    .map(({ id }) => id);
}

function entriesOf(
  report: Report,
  ids: readonly string[],
): readonly ScaleEntry[] {
  return scaleEntries(report).filter(({ scale }) => ids.includes(scale.id));
}

interface SpreadEntry extends SpreadRow {
  readonly spread: Cell | undefined;
}

function spreadOf({ own }: ScaleEntry, year: number): Cell | undefined {
  return waveOf(own, year)?.betweenSchools;
}

function spreadRow(
  report: Report,
  entry: ScaleEntry,
  year: number,
): SpreadEntry | null {
  const schools = report.schools.filter(({ scale, wave }) =>
    scale === entry.scale.id && wave === year
  );
  if (schools.length < fewestSchools) return null;
  const margins = schools
    .map(({ mean }) => (mean.interval[1] - mean.interval[0]) / 2)
    .toSorted((a, b) => a - b);
  return {
    label: entry.scale.label,
    means: schools.map(({ mean }) => mean.value),
    typicalMargin: margins[Math.floor(margins.length / 2)] ?? 0,
    reference: shownOrNull(waveOf(entry.own, year)?.mean)?.value ?? null,
    spread: spreadOf(entry, year),
  };
}

function spreadSentence(entries: readonly ScaleEntry[], year: number): string {
  const shown = entries.flatMap((entry) => {
    const spread = shownOrNull(spreadOf(entry, year));
    return spread ? [{ entry, spread }] : [];
  });
  const sure = shown.filter(({ spread }) => spread.interval[0] > 0);
  if (shown.length === 0) {
    return "Spredningen mellem skolerne kan ikke opgøres.";
  }
  if (sure.length === 0) {
    return "Skolerne er ikke sikkert forskellige på nogen af skalaerne.";
  }
  if (sure.length <= 3) {
    return `Skolerne er forskellige på ${
      formatList(sure.map(({ entry }) => scalePhrase(entry.scale)))
    }.`;
  }
  const part = sure.length === shown.length
    ? `alle ${countWord(shown.length)} skalaer`
    : `${countWord(sure.length)} af ${countWord(shown.length)} skalaer`;
  return `Skolerne er forskellige på ${part}, når tilfældig variation er trukket fra.`;
}
