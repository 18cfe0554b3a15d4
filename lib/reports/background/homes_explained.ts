import type { Cell } from "#lib/profiles/mod.ts";
import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatList,
  formatMagnitude,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { type Report, shownOrNull } from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { chartKey } from "../sections/key.ts";
import { directionOf, scalePhrase } from "../words.ts";
import type { ComposedScale } from "./background_part.ts";

/** A part of the distance between homes as it is shown. */
interface PartRow {
  readonly label: string;
  readonly cell: Cell;
}

/**
 * What the distance between homes goes with: how much of it follows each thing that
 * the homes and the schools also differ in, and what is left among pupils alike in it.
 */
export function homesExplained(
  report: Report,
  found: readonly ComposedScale[],
): Markup {
  const shown = found.filter(({ parts }) =>
    parts.deeper && shownOrNull(parts.deeper.homes.alone)
  );
  if (shown.length === 0) return markup``;
  const message = "Hvad følger afstanden mellem hjem?";
  const year = formatYear(shown[0]!.parts.to);
  const blocks = shown.map((one) => ({ one, rows: rowsOf(report, one) }));
  return markup`<h3>${message}</h3><p>Forældre med lang uddannelse har oftere også en høj stilling og flere bøger, og deres børn går på skoler med andre elever. Figuren deler afstanden mellem hjem med lang og kort uddannelse på det. Delene siger, hvad der følges ad: Flere bøger i reolen gør ikke i sig selv en elev bedre.</p><ul>${
    blocks.map(({ one, rows }) =>
      markup`<li>${scalePhrase(one.entry.scale)}: ${sentence(rows)}</li>`
    )
  }</ul>${
    figure({
      message: "Afstanden mellem hjem, del for del",
      scope:
        `Point i ${year} med ${intervalLabel}. ${report.results.unit.label}.`,
      key: chartKey([{ form: "own", label: `Point med ${intervalLabel}` }]),
      draw: (layout) =>
        dotIntervalChart(
          blocks.flatMap(({ one, rows }) => [
            heading(one.entry.scale.label),
            ...rows.map(dotRow),
          ]),
          {
            layout,
            baseline: 0,
            ...(layout === "narrow"
              ? { valueText: (e) => formatPoints(e.value) }
              : {}),
            title: message,
            description: blocks.map(({ one, rows }) =>
              `${one.entry.scale.label}: ${
                formatList(
                  rows.map(({ label, cell }) =>
                    `${label} ${cellText(cell, (e) => formatPoints(e.value))}`
                  ),
                )
              }.`
            ).join(" "),
          },
        ),
      table: {
        caption: `${message} Point i ${year} med ${intervalLabel}`,
        columns: [
          { label: "Del", kind: "text" },
          ...blocks.map(({ one }) => ({ label: one.entry.scale.label })),
        ],
        rows: blocks[0]!.rows.map(({ label }, i) => [
          label,
          ...blocks.map(({ rows }) =>
            cellText(rows[i]?.cell, formatDifference)
          ),
        ]),
        note: [
          "»Klasse, skole og kommune« er de andre elevers gennemsnitlige sociale baggrund. Gelbachs opdeling: Den rækkefølge, tingene kommer i, betyder ikke noget, og delene giver sammen med det, der er tilbage, hele afstanden.",
          noteOf(blocks.flatMap(({ rows }) => rows.map(({ cell }) => cell)))
            .note,
        ].filter(Boolean).join(" "),
      },
    })
  }`;
}

function rowsOf({ codebook }: Report, { parts }: ComposedScale): PartRow[] {
  const { alone, withAll, parts: all } = parts.deeper!.homes;
  const names: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      codebook.background.components.map(({ id, label }) => [id, label]),
    ),
    pupil: "Køn og klassetrin",
    surroundings: "Klasse, skole og kommune",
  };
  return [
    { label: "Hele afstanden", cell: alone },
    ...Object.entries(all).map(([name, cell]) => ({
      label: names[name] ?? name,
      cell,
    })),
    { label: "Er tilbage", cell: withAll },
  ];
}

function sentence(rows: readonly PartRow[]): string {
  const parts = rows.slice(1, -1).flatMap(({ label, cell }) => {
    const estimate = shownOrNull(cell);
    return estimate && directionOf(estimate) === "higher"
      ? [{ label, size: formatMagnitude(estimate), value: estimate.value }]
      : [];
  }).toSorted((a, b) => b.value - a.value);
  const [all, left] = [rows[0], rows.at(-1)].map((row) =>
    shownOrNull(row?.cell)
  );
  if (!all || !left) return "Afstanden kan ikke deles op her.";
  const start = `Af ${formatMagnitude(all)} `;
  return parts.length === 0
    ? `${start}følger ingen af delene en sikker del.`
    : `${start}følger ${
      formatList(
        parts.map(({ label, size }) => `${size} ${label.toLowerCase()}`),
      )
    }; ${
      formatMagnitude(left)
    } er tilbage mellem elever, der er ens på det hele.`;
}

function heading(label: string): DotRow {
  return { label, estimate: null, reference: null, remark: "", heading: true };
}

function dotRow({ label, cell }: PartRow): DotRow {
  return {
    label,
    estimate: shownOrNull(cell),
    reference: null,
    remark: "",
    heading: false,
  };
}
