import type { DrawSet } from "#lib/effects/mod.ts";
import { drawsChart } from "../charts/draws_chart.ts";
import { figure } from "../figure.ts";
import {
  formatCount,
  formatPoints,
  formatPValue,
  formatYear,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { scalePhrase } from "../words.ts";
import type { PrimaryOutcome } from "./analyse_lottery.ts";
import { drawsPhrase } from "./draws_phrase.ts";

/**
 * Shows the primary outcome's difference among those of all draws that could
 * have been made, if the programme did nothing: what its p-value counts.
 */
export function drawsFigure(
  { outcome, test, distribution }: PrimaryOutcome,
  { years: [before, after], draws }: {
    readonly years: readonly [number, number];
    readonly draws: DrawSet;
  },
): Markup {
  const message = `${scalePhrase(outcome)}: ${
    formatCount(test.studentised.asExtreme)
  } af ${
    drawsPhrase(draws)
  } giver mindst lige så stort et udslag som den faktiske (${
    formatPValue(test.studentised.pValue)
  }).`;
  return figure({
    message,
    scope: `Forskel i point i ${
      formatYear(after)
    } mellem skoler, der trækkes ud, og de øvrige, når der er taget højde for ${
      formatYear(before)
    }; sådan ville lodtrækningerne fordele sig, hvis forløbet ikke havde nogen betydning. Hver forskel er omregnet, så den har samme usikkerhed som den faktiske.`,
    key:
      markup`Søjlerne tæller mulige lodtrækninger. Den fuldt optrukne streg er den faktiske lodtrækning, den stiplede en lige så stor forskel til den anden side. ${
        scalePhrase(outcome)
      } vises, fordi det på forhånd var valgt som det vigtigste resultat.`,
    draw: (layout) =>
      drawsChart(distribution, {
        layout,
        title: "Den faktiske lodtrækning blandt alle mulige",
        description: message,
      }),
    table: {
      caption: "Mulige lodtrækninger efter forskel i point",
      columns: [{ label: "Forskel" }, { label: "Lodtrækninger" }],
      rows: Array.from(distribution.counts, (count, i) => [
        `${formatPoints(distribution.edges[i]!)} til ${
          formatPoints(distribution.edges[i + 1]!)
        }`,
        formatCount(count),
      ]),
    },
  });
}
