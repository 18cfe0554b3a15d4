import type { Subgroup } from "#lib/profiles/mod.ts";
import { groupsChart, type GroupStyle } from "../charts/groups_chart.ts";
import { colour } from "../charts/palette.ts";
import { figure } from "../figure.ts";
import {
  formatEstimate,
  formatInterval,
  formatMagnitude,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  latestYear,
  type Report,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { named, waveName } from "../sections/estimate_names.ts";
import { chartKey } from "../sections/key.ts";
import { scalePhrase } from "../words.ts";
import type { BackgroundPart } from "./background_part.ts";

const styles = [
  { symbol: "triangle", colour: "third", fill: "filled" },
  { symbol: "square", colour: "other", fill: "open" },
  { symbol: "circle", colour: "own", fill: "filled" },
  { symbol: "diamond", colour: "muted", fill: "open" },
] as const satisfies readonly Omit<GroupStyle, "label">[];

const subgroups: readonly Subgroup[] = [
  "education-low",
  "education-middle",
  "education-high",
  "education-unknown",
];

/** Shows the means of the parents' education groups in the latest wave. */
export function educationGroups(
  report: Report,
  entries: readonly ScaleEntry[],
): BackgroundPart {
  const year = latestYear(report);
  const groups = groupStyles(report);
  const message = "Resultater efter forældrenes uddannelse";
  const content = figure({
    message,
    scope: `Middelværdi i point ${
      formatYear(year)
    } med ${intervalLabel}. ${report.results.unit.label}.`,
    key: chartKey(groups.map((group) => ({
      form: group.symbol,
      label: group.label,
      ink: colour(group.colour),
    }))),
    draw: (layout) =>
      groupsChart(
        entries.map((entry) => ({
          label: entry.scale.label,
          estimates: subgroups.map((subgroup) =>
            shownOrNull(cellOf(entry, { year, subgroup }))
          ),
        })),
        {
          groups,
          layout,
          title: message,
          description: descriptionOf(entries, { year, groups }),
        },
      ),
    table: {
      caption: `${message} ${formatYear(year)}, point med ${intervalLabel}`,
      columns: [
        { label: "Skala", kind: "text" },
        ...groups.map(({ label }) => ({ label })),
      ],
      rows: entries.map((entry) => [
        entry.scale.label,
        ...subgroups.map((subgroup) =>
          cellText(cellOf(entry, { year, subgroup }), formatEstimate)
        ),
      ]),
      ...noteOf(
        entries.flatMap((entry) =>
          subgroups.map((subgroup) => cellOf(entry, { year, subgroup }))
        ),
      ),
    },
  });
  return {
    content: markup`${content}${imputedGaps(entries, year)}`,
    estimates: entries.flatMap((entry) =>
      subgroups.flatMap((subgroup) =>
        named(
          waveName(entry.scale.id, year, `mean/${subgroup}`),
          cellOf(entry, { year, subgroup }),
        )
      )
    ),
  };
}

/** The gap between the outer groups again, with unknown homes in the group they resemble. */
function imputedGaps(entries: readonly ScaleEntry[], year: number): Markup {
  const lines = entries.flatMap(({ scale, own }) => {
    const wave = waveOf(own, year);
    const [known, imputed] = [
      wave?.educationGap,
      wave?.background?.imputed["education-gap"],
    ].map(shownOrNull);
    return known && imputed
      ? [
        markup`<li>${scalePhrase(scale)}: ${formatMagnitude(known)} (${
          formatInterval(known)
        }) mellem de oplyste og ${formatMagnitude(imputed)} (${
          formatInterval(imputed)
        }), når de uoplyste regnes med.</li>`,
      ]
      : [];
  });
  return lines.length === 0
    ? markup``
    : markup`<p>Er afstanden mellem de to yderste grupper en anden, når eleverne i »Uoplyst« regnes med i den gruppe, de ligner mest?</p><ul>${lines}</ul>`;
}

function groupStyles({ codebook }: Report): readonly GroupStyle[] {
  const labels = [
    ...codebook.background.educationGroups.map(({ label }) => label),
    "Uoplyst",
  ];
  return styles.map((style, i) => ({ ...style, label: labels[i] ?? "" }));
}

interface CellPlace {
  readonly year: number;
  readonly subgroup: Subgroup;
}

function cellOf({ own }: ScaleEntry, { year, subgroup }: CellPlace) {
  return waveOf(own, year)?.subgroups[subgroup];
}

function descriptionOf(
  entries: readonly ScaleEntry[],
  { year, groups }: {
    readonly year: number;
    readonly groups: readonly GroupStyle[];
  },
): string {
  return entries.map((entry) => {
    const parts = subgroups.map((subgroup, i) =>
      `${groups[i]?.label ?? ""} ${
        cellText(
          cellOf(entry, { year, subgroup }),
          (e) => formatPoints(e.value),
        )
      }`
    );
    return `${entry.scale.label}: ${parts.join(", ")}.`;
  }).join(" ");
}
