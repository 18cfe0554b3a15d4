import { type Display, display } from "../display.ts";
import {
  formatNumber,
  formatPoints,
  formatShare,
  formatYear,
} from "../format.ts";
import { markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import type { LotteryAnalysis } from "./analyse_lottery.ts";
import { drawsPhrase } from "./draws_phrase.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

/** Under this share of draws as unbalanced, a draw is called unlucky. */
const unluckyShare = 0.05;

/** Shows how alike the two groups of schools were before the programme. */
export function lotteryBalance(
  lottery: LotteryReport,
  { balance, draws }: LotteryAnalysis,
): Display {
  const [before] = lottery.years;
  const rows = lottery.outcomes.map((outcome) => {
    const drawn = groupMean(lottery, outcome.before, "drawn");
    const others = groupMean(lottery, outcome.before, "others");
    return [
      outcome.label,
      formatPoints(drawn),
      formatPoints(others),
      formatNumber(drawn - others, { sign: "always" }),
    ];
  });
  const verdict = balance.share < unluckyShare
    ? "Trækningen er uheldig: grupperne var mere forskellige, end lodtrækninger plejer at give. Skolernes resultat før er regnet med, men læs resultaterne med forbehold."
    : "Grupperne var ikke mere forskellige, end man må vente af en lodtrækning. Skolernes resultat før er regnet med.";
  return display(markup`${
    dataTable({
      caption: `Skolernes gennemsnit i ${
        formatYear(before)
      }, før lodtrækningen, i point`,
      columns: [
        { label: "Resultat", kind: "text" },
        { label: "Udtrukne skoler" },
        { label: "Øvrige skoler" },
        { label: "Forskel" },
      ],
      rows,
    })
  }<p>${verdict} Af ${drawsPhrase(draws)} er ${
    formatShare(balance.share)
  } mindst lige så skæve som den faktiske, når alle resultater ses under ét.</p>`);
}

function groupMean(
  { schools }: LotteryReport,
  values: readonly number[],
  group: "drawn" | "others",
): number {
  const own = values.filter((_, i) =>
    schools[i]?.treated === (group === "drawn")
  );
  return own.reduce((total, value) => total + value, 0) / own.length;
}
