import type { LabelledExpected } from "#lib/profiles/mod.ts";
import {
  formatDifference,
  formatEstimate,
  formatMagnitude,
  formatPeriod,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  isProgrammeReport,
  latestYear,
  type Report,
  type ScaleEntry,
  shownOrNull,
} from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { changeName, named, waveName } from "../sections/estimate_names.ts";
import { dataTable } from "../table.ts";
import { capitalise, scalePhrase } from "../words.ts";
import type { BackgroundPart } from "./background_part.ts";
import { schoolCounts, verdictWords } from "./verdict_words.ts";

/**
 * Results beside what pupils of the same background score elsewhere. Nothing is
 * ranked, and the default word is "som forventet".
 */
export function expectedResult(
  report: Report,
  entries: readonly ScaleEntry[],
): BackgroundPart {
  const year = latestYear(report);
  const scales = new Set(entries.map(({ scale }) => scale.id));
  const rows = report.expected.filter(({ scale }) => scales.has(scale));
  if (rows.length === 0) return { content: markup``, estimates: [] };
  const isJoint = isProgrammeReport(report);
  const lines = entries.map(({ scale }) => {
    const own = rows.filter((one) => one.scale === scale.id);
    const counts = report.verdicts.find((one) =>
      one.scale === scale.id && one.wave === year
    );
    return markup`<li>${
      [
        ...(isJoint ? [jointSentence(own, year)] : ownSentences(own, year)),
        ...(counts ? [schoolCounts(counts)] : []),
      ].map((text, i) => i === 0 ? `${scalePhrase(scale)}: ${text}` : text)
        .join(" ")
    }</li>`;
  });
  const content =
    markup`<h3>Resultatet holdt op mod elevernes baggrund</h3><p>Hvad kunne man vente, når man ved, hvilke elever der går i skolerne? Det forventede resultat er det, som elever med samme baggrund, køn og klassetrin opnår i ${
      isJoint ? "de andre kommuner og skoler" : "de andre kommuner"
    }. »Som forventet« er det almindelige: Der står kun »over« eller »under«, når afstanden er større end det, tilfældigheder kan give, også når man ser på alle på én gang.</p><ul>${lines}</ul>${
      expectedTable(report, { rows, year })
    }${explanation()}`;
  return { content, estimates: rows.flatMap(estimatesOf) };
}

function ownSentences(
  rows: readonly LabelledExpected[],
  year: number,
): string[] {
  const now = rows.find(({ wave, to }) => wave === year && to === null);
  const change = longest(rows);
  return [
    ...(now
      ? [`Kommunens resultat i ${formatYear(year)} er ${verdictWords(now)}.`]
      : []),
    ...(now?.verdict && change?.verdict ? [changeSentence(change)] : []),
  ];
}

function changeSentence(change: LabelledExpected): string {
  const estimate = shownOrNull(change.deviation);
  const period = formatPeriod(change.wave, change.to!);
  return change.verdict === "as-expected" || estimate === null
    ? `Afstanden til det forventede har ikke ændret sig sikkert ${period}.`
    : `Afstanden til det forventede har flyttet sig ${
      formatMagnitude(estimate)
    } ${change.verdict === "above" ? "op" : "ned"} ${period}.`;
}

function jointSentence(
  rows: readonly LabelledExpected[],
  year: number,
): string {
  const now = rows.filter(({ wave, to }) => wave === year && to === null);
  const apart = now.filter(({ verdict }) =>
    verdict === "above" || verdict === "below"
  );
  const judged = now.filter(({ verdict }) => verdict !== null).length;
  if (apart.length === 0) {
    return `Alle ${judged} kommuner ligger som forventet i ${
      formatYear(year)
    }.`;
  }
  const names = apart.map((one) => `${one.label} ${verdictWords(one)}`);
  return `${
    judged - apart.length
  } af ${judged} kommuner ligger som forventet i ${formatYear(year)}. ${
    names.join("; ")
  }.`;
}

function longest(
  rows: readonly LabelledExpected[],
): LabelledExpected | undefined {
  return rows.filter(({ to }) => to !== null)
    .toSorted((a, b) => (b.to! - b.wave) - (a.to! - a.wave))[0];
}

/** The latest wave, one row per scale, or per scale and municipality in alphabetical order. */
function expectedTable(
  report: Report,
  { rows, year }: {
    readonly rows: readonly LabelledExpected[];
    readonly year: number;
  },
): Markup {
  const isJoint = isProgrammeReport(report);
  const now = rows.filter(({ wave, to }) => wave === year && to === null);
  const table = dataTable({
    caption: `Opnået og forventet resultat ${
      formatYear(year)
    }, point med ${intervalLabel}`,
    columns: [
      { label: isJoint ? "Skala og kommune" : "Skala", kind: "text" },
      { label: "Opnået" },
      { label: "Forventet" },
      { label: "Forskel" },
      { label: "Forsigtigt skøn" },
      { label: "Vurdering", kind: "text" },
    ],
    rows: now.map((row) => [
      isJoint
        ? `${scaleLabel(report, row.scale)}: ${row.label}`
        : scaleLabel(report, row.scale),
      cellText(row.observed, formatEstimate),
      cellText(row.expected, formatEstimate),
      cellText(row.deviation, formatDifference),
      cellText(row.shrunken, formatDifference),
      row.verdict === null ? "–" : capitalise(
        row.verdict === "as-expected"
          ? "som forventet"
          : row.verdict === "above"
          ? "over"
          : "under",
      ),
    ]),
    ...noteOf(now.flatMap(({ deviation }) => [deviation])),
  });
  return isJoint
    ? markup`<details class="numbers"><summary>Vis opnået og forventet resultat for kommunerne</summary>${table}</details>`
    : table;
}

function scaleLabel({ codebook }: Report, id: string): string {
  return codebook.scales.find((one) => one.id === id)?.label ?? id;
}

function explanation(): Markup {
  return markup`<details class="help"><summary>Sådan er det forventede resultat regnet ud</summary><p>Elevernes resultater sammenlignes én for én med deres baggrund: forældrenes uddannelse, stilling og bøger i hjemmet, køn og klassetrin. Elever, hvis forældre ikke har svaret, er en gruppe for sig; er baggrunden oplyst for under syv af en skoles elever, vises intet. Skolens eller kommunens egne elever er ikke med, når deres forventede resultat regnes ud, så ingen holdes op mod sig selv. Der indgår intet om skolen, heller ikke hvor stærk elevernes baggrund er i gennemsnit: det er en del af det, skolen og kommunen arbejder med.</p><p>Usikkerheden rummer både, at klasser og elever er tilfældige, at sammenhængen med baggrund er skønnet, og at resultaterne er målt med få opgaver. I en ændring er de andre skoler og nogle af eleverne de samme begge gange; det, de har til fælles, tæller ikke som usikkerhed. Det forsigtige skøn trækker afstanden mod de andres, jo mere, jo mindre man ved; det er det bedste bud på den virkelige afstand. En afstand er ikke et mål for, hvor dygtig en skole er: Baggrund kan måles på andre måder, og meget af det, der betyder noget, er ikke målt.</p></details>`;
}

function estimatesOf(row: LabelledExpected) {
  const unit = row.unit;
  const name = (statistic: string): string =>
    `enhed-${unit}/${
      row.to === null
        ? waveName(row.scale, row.wave, statistic)
        : changeName(row.scale, { from: row.wave, to: row.to, statistic })
    }`;
  return [
    ...named(name("expected"), row.expected),
    ...named(name("versus-expected"), row.deviation),
    ...named(name("versus-expected-shrunken"), row.shrunken),
  ];
}
