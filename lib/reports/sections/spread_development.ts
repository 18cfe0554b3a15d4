import type { ChangeResults } from "#lib/profiles/mod.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import { formatDifference, formatList, intervalLabel } from "../format.ts";
import { formatPeriod } from "../format.ts";
import { markup } from "../markup.ts";
import {
  longestChange,
  type Report,
  scaleEntries,
  type ScaleEntry,
  shownOrNull,
} from "../report.ts";
import { dataTable } from "../table.ts";
import {
  capitalise,
  countNoun,
  type Direction,
  directionOf,
  groupPhrase,
  scalePhrase,
} from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { changeName, named } from "./estimate_names.ts";

/** What is shown of the distribution, with its part of the published name. */
const PARTS: readonly (readonly [
  label: string,
  field: "mean" | "standardDeviation" | "percentile10" | "percentile90",
  name: string,
])[] = [
  ["Gennemsnit", "mean", "mean"],
  ["Nederste tiendedel (P10)", "percentile10", "percentile-10"],
  ["Øverste tiendedel (P90)", "percentile90", "percentile-90"],
  ["Spredning", "standardDeviation", "standard-deviation"],
];

/** A scale over its longest period. */
interface Row {
  readonly entry: ScaleEntry;
  readonly change: ChangeResults;
}

/**
 * Shows whether the lowest and the highest have developed as the mean: changes of the
 * scores that a tenth lies below and above, and of the spread.
 */
export function spreadDevelopment(report: Report): Display {
  const rows = scaleEntries(report).flatMap((entry): Row[] => {
    const change = longestChange(entry.own);
    return change && shownOrNull(change.standardDeviation)
      ? [{ entry, change }]
      : [];
  });
  if (rows.length === 0) {
    return display(
      markup`<p>Bund, top og spredning kan ikke opgøres, for ingen skala har tal fra to år.</p>`,
    );
  }
  const cells = rows.map(({ change }) =>
    PARTS.map(([, field]) => change[field])
  );
  return display(
    markup`<p>${spreadSentence(rows)} ${
      testSentences(rows)
    }</p><details class="numbers"><summary>Vis bund, top og spredning for alle skalaer</summary>${
      dataTable({
        caption: `Ændring i point med ${intervalLabel}`,
        columns: [
          { label: "Skala", kind: "text" },
          { label: "Svar fra", kind: "text" },
          { label: "Periode", kind: "short-text" },
          ...PARTS.map(([label]) => ({ label })),
        ],
        rows: rows.map(({ entry, change }, i) => [
          entry.scale.label,
          groupPhrase(entry.scale.group),
          formatPeriod(change.from, change.to),
          ...cells[i]!.map((cell) => cellText(cell, formatDifference)),
        ]),
        ...noteOf(cells.flat()),
      })
    }</details><p class="note">En tiendedel af svarene ligger under P10, og en tiendedel ligger over P90. Grænserne er udglattet, så enkelte svar ikke flytter dem. Spredningen er standardafvigelsen. Nogle af de mange tal vil falde uden for det ventede ved et tilfælde.</p>`,
    rows.flatMap(namesOf),
  );
}

const scaleNoun = { one: "skala", many: "skalaer" } as const;

function spreadSentence(rows: readonly Row[]): string {
  const count = (wanted: Direction): number =>
    rows.filter(({ change }) => {
      const spread = shownOrNull(change.standardDeviation);
      return spread && directionOf(spread) === wanted;
    }).length;
  const parts = ([
    ["lower", "er blevet mindre på"],
    ["higher", "er blevet større på"],
    ["same", "er ikke sikkert ændret på"],
  ] as const).flatMap(([direction, text]) => {
    const n = count(direction);
    return n > 0 ? [`${text} ${countNoun(n, scaleNoun)}`] : [];
  });
  return `Forskellen mellem dem, der svarer højt og lavt, ${
    formatList(parts)
  }.`;
}

/** Says of each test how bottom and top have moved. */
function testSentences(rows: readonly Row[]): string {
  return rows.filter(({ entry }) => entry.scale.kind === "test").flatMap(
    ({ entry, change: { from, to, percentile10, percentile90 } }) => {
      const bottom = shownOrNull(percentile10);
      const top = shownOrNull(percentile90);
      if (!bottom || !top) return [];
      return [
        `${capitalise(scalePhrase(entry.scale))} ${
          formatPeriod(from, to)
        }: den nederste tiendedels grænse har flyttet sig ${
          formatDifference(bottom)
        } point, den øverstes ${formatDifference(top)} point.`,
      ];
    },
  ).join(" ");
}

function namesOf({ entry, change }: Row): NamedEstimate[] {
  const { from, to } = change;
  return PARTS.flatMap(([, field, statistic]) =>
    named(changeName(entry.scale.id, { from, to, statistic }), change[field])
  );
}
