import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import {
  type DrawDistribution,
  drawsChart,
  drawsPhrase,
} from "../charts/draws_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatList,
  formatNumber,
  formatPValue,
  formatValue,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { scalePhrase } from "../words.ts";
import { chartKey } from "../sections/key.ts";
import type { LotteryAnalysis, OutcomeAnalysis } from "./analyse_lottery.ts";
import { effectSentence } from "./effect_sentence.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

/** Options for {@linkcode lotteryResults}. */
export interface LotteryResultsOptions {
  /** All draws of the first outcome, for a histogram; left out if absent. */
  readonly distribution?: DrawDistribution;
}

/** Level of the adjusted p-value under which an effect is told. */
const level = 0.05;

/** Shows the effects of the lottery with exact intervals and p-values. */
export function lotteryResults(
  lottery: LotteryReport,
  analysis: LotteryAnalysis,
  { distribution }: LotteryResultsOptions = {},
): Display {
  const message = resultsMessage(analysis);
  return display(
    markup`${
      figure({
        message,
        scope: `Effekt i point af at blive trukket ud, ${
          lottery.years[1]
        }, med eksakt ${intervalLabel}.`,
        key: chartKey([{
          form: "own",
          label: `Effekt med ${intervalLabel}; 0 er ingen effekt`,
        }]),
        draw: (layout) =>
          dotIntervalChart(analysis.outcomes.map(dotRow), {
            layout,
            baseline: 0,
            valueText: layout === "wide"
              ? formatDifference
              : (e) => formatValue(e, { sign: "always" }),
            title: "Effekt af at blive trukket ud",
            description: message,
          }),
        table: resultsTable(analysis),
      })
    }<ul>${
      analysis.outcomes.map((outcome) =>
        markup`<li>${effectSentence(outcome)}</li>`
      )
    }</ul>${distribution ? drawsFigure(analysis, distribution) : null}`,
    analysis.outcomes.map(({ outcome, effect }) => ({
      name: `effect/${outcome.scale}`,
      estimate: effect,
    })),
  );
}

function resultsMessage({ outcomes }: LotteryAnalysis): string {
  const sure = outcomes.filter(({ pAdjusted }) => pAdjusted < level);
  if (sure.length === 0) return "Ingen sikker effekt på noget resultat.";
  return `Sikker effekt på ${
    formatList(sure.map(({ outcome }) => scalePhrase(outcome)))
  }.`;
}

function dotRow({ outcome, effect, pAdjusted }: OutcomeAnalysis): DotRow {
  return {
    label: outcome.label,
    estimate: effect,
    reference: null,
    remark: pAdjusted < level ? "sikker effekt" : "ingen sikker effekt",
    heading: false,
  };
}

function resultsTable({ outcomes }: LotteryAnalysis) {
  return {
    caption:
      "Effekt i point, eksakte p-værdier, og effekten når én skole ad gangen udelades",
    columns: [
      { label: "Resultat", kind: "text" },
      { label: "Effekt" },
      { label: "p" },
      { label: "p, alle resultater under ét" },
      { label: "Uden én skole" },
    ],
    rows: outcomes.map((
      { outcome, effect, test, pAdjusted, withoutOneSchool },
    ) => [
      outcome.label,
      formatDifference(effect),
      formatPValue(test.pValue),
      formatPValue(pAdjusted),
      withoutOneSchool.map((points) => formatNumber(points, { sign: "always" }))
        .join(" til "),
    ]),
  } as const;
}

function drawsFigure(
  { outcomes, draws }: LotteryAnalysis,
  distribution: DrawDistribution,
): Markup | null {
  const [first] = outcomes;
  if (!first) return null;
  const message = `${first.outcome.label}: den faktiske lodtrækning blandt ${
    drawsPhrase(draws)
  }`;
  return figure({
    message,
    scope:
      "Forskel i point mellem udtrukne og øvrige skoler, hvis programmet ikke virkede, for hver mulig lodtrækning.",
    key: markup`${
      formatPValue(first.test.pValue)
    }: så stor en del af lodtrækningerne giver mindst lige så stor en forskel.`,
    draw: (layout) =>
      drawsChart(distribution, {
        layout,
        title: message,
        description: `${message}. ${formatPValue(first.test.pValue)}.`,
      }),
    table: {
      caption: "Lodtrækninger fordelt efter forskel i point",
      columns: [{ label: "Forskel" }, { label: "Lodtrækninger" }],
      rows: Array.from(distribution.counts, (count, i) => [
        `${formatNumber(distribution.edges[i] ?? 0)} til ${
          formatNumber(distribution.edges[i + 1] ?? 0)
        }`,
        formatNumber(count),
      ]),
    },
  });
}
