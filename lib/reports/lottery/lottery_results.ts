import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatDifference,
  formatList,
  formatNumber,
  formatPValue,
  formatValue,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { markup } from "../markup.ts";
import { scalePhrase } from "../words.ts";
import { chartKey } from "../sections/key.ts";
import type { LotteryAnalysis, OutcomeAnalysis } from "./analyse_lottery.ts";
import { drawsFigure } from "./draws_figure.ts";
import { drawsPhrase, sampledPhrase } from "./draws_phrase.ts";
import { effectSentence } from "./effect_sentence.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

/**
 * Shows the effects of the lottery with exact intervals and p-values, then the
 * primary outcome among all draws.
 */
export function lotteryResults(
  lottery: LotteryReport,
  analysis: LotteryAnalysis,
): Display {
  const message = resultsMessage(analysis);
  return display(
    markup`${
      figure({
        message,
        scope: `Effekt i point af at blive trukket ud, ${
          formatYear(lottery.years[1])
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
    }</ul>${
      analysis.primary &&
      drawsFigure(analysis.primary, {
        years: lottery.years,
        draws: analysis.draws,
      })
    }`,
    analysis.outcomes.map(({ outcome, effect }) => ({
      name: `effect/${outcome.scale}`,
      estimate: effect,
    })),
  );
}

function resultsMessage({ outcomes, primary }: LotteryAnalysis): string {
  const sure = outcomes.filter(({ certain }) => certain);
  const isMissing = primary !== null && !primary.certain;
  const name = isMissing ? scalePhrase(primary.outcome) : "";
  if (sure.length === 0) {
    return `Ingen sikker effekt på noget resultat${
      isMissing ? `, heller ikke på det vigtigste, ${name}` : ""
    }.`;
  }
  return `Sikker effekt på ${
    formatList(sure.map(({ outcome }) => scalePhrase(outcome)))
  }${isMissing ? `, men ikke på det vigtigste, ${name}` : ""}.`;
}

function dotRow({ outcome, effect, certain }: OutcomeAnalysis): DotRow {
  return {
    label: outcome.label,
    estimate: effect,
    reference: null,
    remark: certain ? "sikker effekt" : "ingen sikker effekt",
    heading: false,
  };
}

function resultsTable({ outcomes, draws }: LotteryAnalysis) {
  return {
    caption: `Effekt i point, p-værdier af ${
      drawsPhrase(draws)
    }, og effekten når én skole ad gangen udelades`,
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
      `${formatPValue(test.studentised.pValue)}${
        sampledPhrase(test.studentised)
      }`,
      formatPValue(pAdjusted),
      withoutOneSchool.map((points) => formatNumber(points, { sign: "always" }))
        .join(" til "),
    ]),
    ...(draws.coverage === "sampled" && {
      note:
        "Der er for mange mulige lodtrækninger til at regne dem alle. I parentes efter p står, hvor p over dem alle ligger med 95 % sikkerhed.",
    }),
  } as const;
}
