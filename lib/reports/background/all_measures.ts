import type { ChangeMeasure, Measure } from "#lib/background/mod.ts";
import type { Cell } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatDifference,
  formatEstimate,
  formatPeriod,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { longestChange, type ScaleEntry } from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { changeName, named, waveName } from "../sections/estimate_names.ts";
import { dataTable } from "../table.ts";
import type { BackgroundPart } from "./background_part.ts";
import { type MeasureGroup, measureGroups } from "./measure_words.ts";

/** All measures of what background means, folded: one table per scale and question. */
export function allMeasures(entries: readonly ScaleEntry[]): BackgroundPart {
  const known = entries.filter(({ own }) =>
    own.waves.some(({ background }) => background !== null)
  );
  if (known.length === 0) return { content: markup``, estimates: [] };
  return {
    content:
      markup`<h3>Flere mål for det samme</h3><p>Social baggrund kan måles på mange måder. De peger ofte samme vej, men ikke altid. Her er de alle, så ingen er valgt ud bagefter.</p>${
        known.map((entry) =>
          markup`<details class="numbers"><summary>Vis alle mål for »${entry.scale.label}«</summary>${
            measureGroups.map((group) => groupTable(entry, group))
          }${imputedTable(entry)}</details>`
        )
      }`,
    estimates: known.flatMap(estimatesOf),
  };
}

function groupTable(
  { scale, own }: ScaleEntry,
  { title, help, measures }: MeasureGroup,
): Markup {
  const change = longestChange(own);
  const cells = measures.flatMap(([measure]) => [
    ...own.waves.map(({ background }) => background?.observed[measure]),
    change?.background?.observed[measure],
  ]);
  return dataTable({
    caption: `${scale.label}: ${title}, med ${intervalLabel}`,
    columns: [
      { label: "Mål", kind: "text" },
      ...own.waves.map(({ wave }) => ({ label: formatYear(wave) })),
      ...(change
        ? [{ label: `Ændring ${formatPeriod(change.from, change.to)}` }]
        : []),
    ],
    rows: measures.map(([measure, label]) => [
      label,
      ...own.waves.map(({ background }) =>
        cellText(background?.observed[measure], formatEstimate)
      ),
      ...(change
        ? [cellText(change.background?.observed[measure], formatDifference)]
        : []),
    ]),
    note: [help, noteOf(cells).note].filter(Boolean).join(" "),
  });
}

const IMPUTED: readonly (readonly [Measure, string])[] = [
  ["slope", "Hældning, point pr. standardafvigelse"],
  ["explained", "Forklaret andel"],
  ["education-gap", "Lang minus kort uddannelse, point"],
  ["relative-risk", "Risiko for svage resultater, gange de andres"],
];

/** The main measures with missing background imputed. */
function imputedTable({ scale, own }: ScaleEntry): Markup {
  const change = longestChange(own);
  const cells = IMPUTED.flatMap(([measure]): (Cell | undefined)[] =>
    own.waves.map(({ background }) => background?.imputed[measure])
  );
  return dataTable({
    caption:
      `${scale.label}: hvis elever med uoplyst baggrund regnes med, med ${intervalLabel}`,
    columns: [
      { label: "Mål", kind: "text" },
      ...own.waves.map(({ wave }) => ({ label: formatYear(wave) })),
      ...(change
        ? [{ label: `Ændring ${formatPeriod(change.from, change.to)}` }]
        : []),
    ],
    rows: IMPUTED.map(([measure, label]) => [
      label,
      ...own.waves.map(({ background }) =>
        cellText(background?.imputed[measure], formatEstimate)
      ),
      ...(change
        ? [cellText(change.background?.imputed[measure], formatDifference)]
        : []),
    ]),
    note: [
      "Den manglende baggrund er udfyldt flere gange med værdier, som elevens resultat, skole og det øvrige oplyste gør sandsynlige; de uoplyste får også en uddannelsesgruppe, lånt fra elever, der ligner dem. Usikkerheden ved det er regnet med.",
      noteOf(cells).note,
    ].filter(Boolean).join(" "),
  });
}

function estimatesOf({ scale, own }: ScaleEntry): NamedEstimate[] {
  const change = longestChange(own);
  const of = (
    kind: "observed" | "imputed",
    measure: Measure,
  ): NamedEstimate[] => {
    const statistic = `background/${kind}/${measure}`;
    return [
      ...own.waves.flatMap(({ wave, background }) =>
        named(waveName(scale.id, wave, statistic), background?.[kind][measure])
      ),
      ...(change
        ? named(
          changeName(scale.id, { ...change, statistic }),
          change.background?.[kind][measure],
        )
        : []),
    ];
  };
  return [
    ...measureGroups.flatMap(({ measures }) =>
      measures.flatMap(([measure]) => of("observed", measure))
    ),
    ...IMPUTED.flatMap(([measure]) => of("imputed", measure)),
  ];
}

/** Cell of one measure's longest change, or null. */
export function changeIn(
  { own }: ScaleEntry,
  measure: ChangeMeasure,
): Cell | null {
  return longestChange(own)?.background?.observed[measure] ?? null;
}
