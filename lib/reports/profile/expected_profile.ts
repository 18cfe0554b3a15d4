import type { Codebook } from "#lib/codebook/mod.ts";
import type { ExpectedResults } from "#lib/profiles/mod.ts";
import { verdictWords } from "../background/verdict_words.ts";
import { formatDifference, formatEstimate, intervalLabel } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { dataTable } from "../table.ts";
import { scalePhrase } from "../words.ts";

/** What {@linkcode expectedProfile} needs to know of its page. */
export interface ExpectedProfileInput {
  readonly codebook: Codebook;
  /** The profile's year. */
  readonly year: number;
}

/** A school's results beside what its pupils' background leads to expect; empty without any. */
export function expectedProfile(
  results: readonly ExpectedResults[],
  { codebook, year }: ExpectedProfileInput,
): Markup {
  const now = results.flatMap((one) => {
    const scale = codebook.scales.find(({ id }) => id === one.scale);
    return scale && one.wave === year && one.to === null
      ? [{ ...one, scale }]
      : [];
  });
  if (now.length === 0) return markup``;
  return markup`<section><h2 id="forventet">Resultatet holdt op mod elevernes baggrund</h2><p>Det forventede resultat er det, som elever med samme baggrund, køn og klassetrin opnår på de andre skoler i programmet. »Som forventet« er det almindelige, og en afstand siger ikke, hvorfor den er der.</p><ul>${
    now.map((one) =>
      markup`<li>${scalePhrase(one.scale)}: ${
        one.verdict === null
          ? verdictWords(one)
          : `Skolens resultat er ${verdictWords(one)}.`
      }</li>`
    )
  }</ul><details class="numbers"><summary>Vis tallene som tabel</summary>${
    dataTable({
      caption:
        `Opnået og forventet resultat ${year}, point med ${intervalLabel}`,
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Opnået" },
        { label: "Forventet" },
        { label: "Forskel" },
        { label: "Forsigtigt skøn" },
      ],
      rows: now.map(({ scale, observed, expected, deviation, shrunken }) => [
        scale.label,
        cellText(observed, formatEstimate),
        cellText(expected, formatEstimate),
        cellText(deviation, formatDifference),
        cellText(shrunken, formatDifference),
      ]),
      note: [
        "Det forsigtige skøn trækker forskellen mod de andre skolers, jo mere, jo færre elever den bygger på.",
        noteOf(now.map(({ deviation }) => deviation)).note,
      ].filter(Boolean).join(" "),
    })
  }</details></section>`;
}
