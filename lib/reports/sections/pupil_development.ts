import type { RespondentGroup } from "#lib/codebook/mod.ts";
import type { ChangeResults, PupilChangeResults } from "#lib/profiles/mod.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import {
  formatCount,
  formatDifference,
  formatMagnitude,
  formatPeriod,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  type Report,
  scaleEntries,
  type ScaleEntry,
  shownOrNull,
} from "../report.ts";
import { intervalPhrase } from "../sentences.ts";
import { dataTable } from "../table.ts";
import { directionOf, groupPhrase, scalePhrase } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { changeName, named } from "./estimate_names.ts";

/** Groups that are about pupils themselves, in the order of the tables. */
const PUPIL_GROUPS: readonly RespondentGroup[] = [
  "tests",
  "pupils-4-9",
  "pupils-0-3",
  "class-teachers",
];

/** The comparisons with their part of the published name. */
const COMPARISONS: readonly (readonly [
  label: string,
  field: keyof PupilChangeResults,
  name: string,
])[] = [
  ["Samme klassetrin", "sameGrade", "same-grade"],
  ["Samme årgang", "sameCohort", "same-cohort"],
  ["Samme elever", "followed", "followed"],
  ["Før: fulgte minus øvrige", "followedVersusLeft", "followed-versus-left"],
  ["Efter: fulgte minus øvrige", "followedVersusNew", "followed-versus-new"],
];

/** One scale in one period. */
interface Row {
  readonly entry: ScaleEntry;
  readonly change: ChangeResults;
}

/**
 * Keeps apart what a change over waves mixes: the same grades with other pupils in
 * them, the same year groups grown older, and the very same pupils; and says whether
 * the pupils who are followed are like the others.
 */
export function pupilDevelopment(report: Report): Display {
  const rows = PUPIL_GROUPS.flatMap((group) =>
    scaleEntries(report)
      .filter(({ scale }) => scale.group === group)
      .flatMap((entry) =>
        entry.own.changes
          .filter((change) => hasNumbers(change))
          .map((change): Row => ({ entry, change }))
      )
  );
  if (rows.length === 0) {
    return display(
      markup`<p>Elevernes udvikling kan ikke deles op, for ingen skala har svar fra de samme klassetrin i to år.</p>`,
    );
  }
  const tests = rows.filter(({ entry }) => entry.scale.kind === "test")
    .filter(isNeighbours(report));
  const latest = Math.max(...tests.map(({ change }) => change.from));
  return display(
    markup`${whichIsWhich}${
      tests.filter(({ change }) => change.from === latest).map(testSentence)
    }${
      PUPIL_GROUPS.map((group) =>
        groupTable(
          rows.filter(({ entry }) => entry.scale.group === group),
          group,
        )
      )
    }<p class="note">De fulgte elever er dem, hvis svar kan findes i begge år i samme kommune. »Øvrige« er elever på de samme klassetrin, som kun er med det ene år. Er fulgte og øvrige forskellige, gælder de fulgte elevers udvikling ikke uden videre for alle. Forskellen er snarere vist for lille end for stor, fordi scoren ikke bygger på, hvem der er fulgt.</p>`,
    rows.flatMap(namesOf),
  );
}

function hasNumbers({ pupils }: ChangeResults): boolean {
  return shownOrNull(pupils.sameGrade) !== null ||
    shownOrNull(pupils.followed) !== null;
}

/** Whether a row's period is between neighbouring waves. */
function isNeighbours(report: Report): (row: Row) => boolean {
  const years = report.codebook.programmes[0]?.waves ?? [];
  return ({ change }) =>
    years.indexOf(change.to) === years.indexOf(change.from) + 1;
}

const whichIsWhich =
  markup`<p>En ændring fra et år til et senere kan betyde tre ting:</p><ul><li><strong>Samme klassetrin</strong>: Ligger fx 6. klasse højere end 6. klasse gjorde dengang? Eleverne er nogle andre, men lige gamle. Det viser, om skolen har udviklet sig.</li><li><strong>Samme årgang</strong>: Hvor meget højere ligger en årgang, når den er blevet ældre, fx fra 4. til 6. klasse? Eleverne er næsten de samme, men alderen tæller med.</li><li><strong>Samme elever</strong>: Hvor meget har de elever flyttet sig, som svarede begge år? Også her tæller alderen med, og de, der er flyttet fra eller til, er ikke med.</li></ul>`;

/** Says the three changes of one test in words. */
function testSentence({ entry, change }: Row): Markup {
  const { from, to, pupils } = change;
  const grade = shownOrNull(pupils.sameGrade);
  const cohort = shownOrNull(pupils.sameCohort);
  const followed = shownOrNull(pupils.followed);
  const moved = (estimate: NonNullable<typeof grade>): string => {
    const direction = directionOf(estimate);
    const words = direction === "same"
      ? `ikke sikkert ændret`
      : `${direction === "higher" ? "steget" : "faldet"} ${
        formatMagnitude(estimate)
      }`;
    return `${words} (${intervalPhrase(estimate)})`;
  };
  const parts = [
    ...(grade ? [`De samme klassetrin er ${moved(grade)}.`] : []),
    ...(cohort ? [`De samme årgange er ${moved(cohort)}.`] : []),
    ...(followed
      ? [
        `De ${formatCount(followed.n)} elever, der er fulgt, er ${
          moved(followed)
        }.`,
      ]
      : []),
  ];
  return markup`<p>${scalePhrase(entry.scale)} ${formatPeriod(from, to)}: ${
    parts.join(" ")
  }</p>`;
}

function groupTable(
  rows: readonly Row[],
  group: RespondentGroup,
): Markup | null {
  if (rows.length === 0) return null;
  const cells = rows.map(({ change }) =>
    COMPARISONS.map(([, field]) => change.pupils[field])
  );
  return markup`<details class="numbers"><summary>Vis tallene: ${
    groupPhrase(group)
  }</summary>${
    dataTable({
      caption: `Ændring i point med ${intervalLabel}: ${groupPhrase(group)}`,
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Periode", kind: "short-text" },
        ...COMPARISONS.map(([label]) => ({ label })),
      ],
      rows: rows.map(({ entry, change }, i) => [
        entry.scale.label,
        formatPeriod(change.from, change.to),
        ...cells[i]!.map((cell) => cellText(cell, formatDifference)),
      ]),
      ...noteOf(cells.flat()),
    })
  }</details>`;
}

function namesOf({ entry, change }: Row): NamedEstimate[] {
  const { from, to, pupils } = change;
  return COMPARISONS.flatMap(([, field, statistic]) =>
    named(changeName(entry.scale.id, { from, to, statistic }), pupils[field])
  );
}
