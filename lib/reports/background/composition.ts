import type { DecompositionResults, ShareLevel } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatDifference,
  formatEstimate,
  formatList,
  formatMagnitude,
  formatPeriod,
  formatShare,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { type Report, type ScaleEntry, shownOrNull } from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { named } from "../sections/estimate_names.ts";
import { dataTable } from "../table.ts";
import { directionOf, scalePhrase } from "../words.ts";
import type { BackgroundPart } from "./background_part.ts";
import { changeIn } from "./all_measures.ts";

/**
 * What differences are made of: the change in the slope, the change in results, the
 * distance between homes and the explained share. Splits of differences, not causes.
 */
export function composition(
  report: Report,
  entries: readonly ScaleEntry[],
): BackgroundPart {
  const found = entries.flatMap((entry) => {
    const parts = report.decompositions.find(({ scale }) =>
      scale === entry.scale.id
    );
    return parts ? [{ entry, parts }] : [];
  });
  if (found.length === 0) return { content: markup``, estimates: [] };
  return {
    content:
      markup`<h3>Hvad består forskellene af?</h3><p>Et tal kan flytte sig, fordi det er andre elever, eller fordi baggrund betyder noget andet. Her er forskellene delt op, så delene tilsammen giver hele forskellen. Det er regnestykker, ikke forklaringer på, hvorfor det er sådan.</p><ul>${
        found.map(({ entry, parts }) => line(entry, parts))
      }</ul><details class="numbers"><summary>Vis alle dele</summary>${
        slopeTable(found.map(({ entry }) => entry))
      }${gapTable(report, found.map(({ parts }) => parts))}${
        shareTable(report, found.map(({ parts }) => parts))
      }</details>`,
    estimates: found.flatMap(({ parts }) => estimatesOf(parts)),
  };
}

function line(
  { scale }: ScaleEntry,
  { from, to, change, homes }: DecompositionResults,
): Markup {
  const composition = shownOrNull(change.composition);
  const remainder = shownOrNull(change.remainder);
  const [gap, schools] = [homes.total, homes.schools].map(shownOrNull);
  const first = composition && remainder
    ? `${
      directionOf(composition) === "same"
        ? "Andre elever forklarer ikke noget sikkert af udviklingen"
        : `Andre elever svarer til en ${
          composition.value > 0 ? "stigning" : "nedgang"
        } på ${formatMagnitude(composition)}`
    } ${formatPeriod(from, to)}; med ens elever er udviklingen ${
      formatDifference(remainder)
    } point.`
    : "Udviklingen kan ikke deles op her.";
  const second = gap && schools && gap.value > 0
    ? ` Af afstanden på ${
      formatMagnitude(gap)
    } mellem hjem med lang og kort uddannelse i ${formatYear(to)} hænger ${
      formatShare(Math.max(0, schools.value / gap.value))
    } sammen med, at eleverne går på skoler med forskellige elever; resten findes mellem elever på lignende skoler.`
    : "";
  return markup`<li>${scalePhrase(scale)}: ${first}${second}</li>`;
}

const SLOPE_PARTS = [
  ["slope", "Hele ændringen"],
  ["part-within", "Inden for skoler"],
  ["part-between", "Mellem skoler"],
  ["part-segregation", "Skolernes sammensætning"],
] as const;

function slopeTable(entries: readonly ScaleEntry[]): Markup {
  const cells = entries.map((entry) =>
    SLOPE_PARTS.map(([part]) => changeIn(entry, part))
  );
  if (cells.flat().every((cell) => cell === null)) return markup``;
  return dataTable({
    caption:
      `Ændringen i hældningen fra første til sidste måling, point pr. standardafvigelse med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      ...SLOPE_PARTS.map(([, label]) => ({ label })),
    ],
    rows: entries.map(({ scale }, i) => [
      scale.label,
      ...cells[i]!.map((cell) => cellText(cell, formatDifference)),
    ]),
    ...noteOf(cells.flat()),
  });
}

function scaleLabel({ codebook }: Report, id: string): string {
  return codebook.scales.find((one) => one.id === id)?.label ?? id;
}

function gapTable(
  report: Report,
  all: readonly DecompositionResults[],
): Markup {
  const cells = all.map(({ change, homes }) => [
    change.total,
    change.composition,
    change.remainder,
    homes.total,
    homes.schools,
    homes.remainder,
  ]);
  return dataTable({
    caption:
      `Udvikling og afstand mellem hjem delt op, point med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      { label: "Udvikling" },
      { label: "Andre elever" },
      { label: "Med ens elever" },
      { label: "Afstand mellem hjem" },
      { label: "Heraf skolerne" },
      { label: "Heraf resten" },
    ],
    rows: all.map(({ scale }, i) => [
      scaleLabel(report, scale),
      ...cells[i]!.map((cell) => cellText(cell, formatDifference)),
    ]),
    note: [
      "Afstanden er mellem hjem med lang og kort uddannelse. Oaxaca–Blinder med fælles hældninger og et led for gruppen. »Andre elever« er baggrund, køn og klassetrin; udviklingen rummer også usikkerheden ved at koble målerunderne.",
      noteOf(cells.flat()).note,
    ].filter(Boolean).join(" "),
  });
}

const LEVELS: readonly (readonly [ShareLevel | "total", string])[] = [
  ["total", "I alt"],
  ["pupil", "Køn og klassetrin"],
  ["family", "Familien"],
  ["class", "Klassens elever"],
  ["school", "Skolens elever"],
  ["municipality", "Kommunens elever"],
];

function shareTable(
  report: Report,
  all: readonly DecompositionResults[],
): Markup {
  const levels = LEVELS.filter(([level]) =>
    all.some(({ shares }) => shares[level] !== undefined)
  );
  const years = formatList([...new Set(all.map(({ to }) => formatYear(to)))]);
  return dataTable({
    caption:
      `Hvor stor en del af forskellene mellem elever følger hvad i ${years}, med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      ...levels.map(([, label]) => ({ label })),
    ],
    rows: all.map(({ scale, shares }) => [
      scaleLabel(report, scale),
      ...levels.map(([level]) => cellText(shares[level], formatEstimate)),
    ]),
    note:
      "Den forklarede andel delt mellem niveauerne med Shapleys regel: gennemsnittet over alle rækkefølger, de kan komme i. Klassens, skolens og kommunens elever er deres gennemsnitlige sociale baggrund.",
  });
}

function estimatesOf(
  { scale, from, to, change, homes, shares }: DecompositionResults,
): readonly NamedEstimate[] {
  const of = (group: string, cells: object): NamedEstimate[] =>
    Object.entries(cells).flatMap(([part, cell]) => [
      ...named(`${scale}/${from}-${to}/${group}/${part}`, cell),
    ]);
  return [
    ...of("change-split", change),
    ...of("homes-split", homes),
    ...of("explained-split", shares),
  ];
}
