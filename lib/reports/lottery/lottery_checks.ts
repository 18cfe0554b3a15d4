import { type Display, display } from "../display.ts";
import {
  formatCount,
  formatNumber,
  formatPValue,
  formatShare,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { countNoun, scalePhrase } from "../words.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";
import type { LotteryAnalysis } from "./analyse_lottery.ts";

/** Adjusted p-value under which a change of the spread is told. */
const level = 0.05;

/** Answers what else a reader must know before believing the results. */
export function lotteryChecks(
  lottery: LotteryReport,
  analysis: LotteryAnalysis,
): Display {
  return display(
    markup`${spreadPart(analysis)}${attritionPart(lottery, analysis)}${
      compliancePart(lottery, analysis)
    }${othersPart(analysis)}`,
  );
}

function folded(summary: string, content: Markup): Markup {
  return markup`<details class="numbers"><summary>${summary}</summary>${content}</details>`;
}

function signedPercent(share: number): string {
  return Number.isFinite(share)
    ? `${formatNumber(100 * share, { sign: "always" })} %`
    : "ubegrænset";
}

function signedPoints(points: number): string {
  return Number.isFinite(points)
    ? formatNumber(points, { sign: "always" })
    : "ubegrænset";
}

function between(
  [lower, upper]: readonly [number, number],
  format: (value: number) => string,
): string {
  return `${format(lower)} til ${format(upper)}`;
}

function spreadPart({ checks: { spread } }: LotteryAnalysis): Markup {
  const sure = spread.filter(({ interval: [lower, upper], pAdjusted }) =>
    pAdjusted < level && (lower > 0 || upper < 0)
  );
  const answer = sure.length === 0
    ? "Der er ingen sikker effekt på, hvor forskellige eleverne på en skole er."
    : sure.map(({ outcome, change }) =>
      `${scalePhrase(outcome)}: eleverne på de udtrukne skoler er blevet ${
        change < 0 ? "mere ens" : "mere forskellige"
      }; spredningen er ${formatNumber(Math.abs(100 * change))} % ${
        change < 0 ? "mindre" : "større"
      }, end den ellers ville være.`
    ).join(" ");
  return markup`<h3>Er eleverne blevet mere ens?</h3><p>${answer}</p>${
    folded(
      "Vis spredningen for alle resultater",
      dataTable({
        caption:
          "Effekt på spredningen blandt en skoles elever (standardafvigelsen), i procent",
        columns: [
          { label: "Resultat", kind: "text" },
          { label: "Ændring" },
          { label: intervalLabel },
          { label: "p, alle under ét" },
        ],
        rows: spread.map(({ outcome, change, interval, pAdjusted }) => [
          outcome.label,
          signedPercent(change),
          between(interval, signedPercent),
          formatPValue(pAdjusted),
        ]),
        note:
          "Regnet på logaritmen til skolens standardafvigelse, når der er taget højde for den før, over de samme lodtrækninger som resultaterne.",
      }),
    )
  }`;
}

/** Which part of the pupils answered in both groups, and whether that is by chance. */
function answerSentence(
  { rateDrawn, rateOthers, test }: LotteryAnalysis["checks"]["attrition"],
): string {
  if (test === null) {
    return rateDrawn === 1
      ? "Ja, alle elever svarede."
      : `Ja, på alle skoler svarede ${formatShare(rateDrawn)} af eleverne.`;
  }
  const { pValue } = test.studentised ?? test.plain;
  const verdict = pValue < level
    ? "Forskellen er større, end lodtrækningen plejer at give, så læs resultaterne med forbehold."
    : "Forskellen er ikke større, end en lodtrækning kan give.";
  return `${
    formatShare(rateDrawn)
  } af eleverne på de udtrukne skoler svarede, ${
    formatShare(rateOthers)
  } på de øvrige (${formatPValue(pValue)}). ${verdict}`;
}

function attritionPart(
  { schools }: LotteryReport,
  { checks: { attrition, bounds } }: LotteryAnalysis,
): Markup {
  return markup`<h3>Svarede lige mange i begge grupper?</h3><p>${
    answerSentence(attrition)
  } Ingen af de ${formatCount(schools.length)} skoler er faldet fra.</p>${
    bounds.length > 0 &&
    folded(
      "Vis, hvad frafaldet højst kan have betydet",
      dataTable({
        caption:
          "Mindste og største effekt i point, hvis forskellen i svar alene skyldes de elever, der ville have svaret højest eller lavest",
        columns: [
          { label: "Resultat", kind: "text" },
          { label: "Udeladt" },
          { label: "Mindste effekt" },
          { label: "Største effekt" },
          { label: `${intervalLabel} om begge` },
        ],
        rows: bounds.map(({ outcome, effects, interval }) => [
          outcome.label,
          formatShare(outcome.trimmedShare, 1),
          ...effects.map(signedPoints),
          between(interval, signedPoints),
        ]),
        note:
          "Så stor en andel af svarene som »Udeladt« tages fra toppen eller bunden i den gruppe, hvor flest svarede (Lees grænser). Grænserne er selv usikre; intervallet går fra den nederste ende af den mindste effekts interval til den øverste ende af den største effekts.",
      }),
    )
  }`;
}

function compliancePart(
  { outcomes }: LotteryReport,
  { checks: { compliers } }: LotteryAnalysis,
): Markup {
  const title = markup`<h3>Deltog de skoler, der blev trukket ud?</h3>`;
  const [first] = compliers ?? [];
  if (compliers === null || first === undefined) {
    return markup`${title}<p>Det er ikke oplyst, hvilke skoler der deltog. Tallene er effekten af at blive trukket ud.</p>`;
  }
  const { receivedByDrawn, receivedByOthers, drawn, schools } = first;
  const tookPart = Math.round(receivedByDrawn * drawn);
  const others = Math.round(receivedByOthers * (schools - drawn));
  if (tookPart === drawn && others === 0) {
    return markup`${title}<p>Ja. Alle udtrukne skoler deltog, og ingen af de øvrige. Effekten af at deltage er derfor den samme som effekten af at blive trukket ud.</p>`;
  }
  return markup`${title}<p>${formatCount(tookPart)} af de ${
    formatCount(drawn)
  } udtrukne skoler deltog, og ${
    others === 0 ? "ingen" : formatCount(others)
  } af de øvrige. Effekten af at deltage ligger derfor lidt længere fra 0 end effekten af at blive trukket ud, og den er mindre sikker.</p>${
    folded(
      "Vis effekten af at deltage",
      dataTable({
        caption: "Effekt i point for skoler, der deltager, når de trækkes ud",
        columns: [
          { label: "Resultat", kind: "text" },
          { label: "Effekt" },
          { label: intervalLabel },
        ],
        rows: compliers.map(({ effect, studentised, plain }, k) => [
          outcomes[k]?.label ?? "",
          signedPoints(effect),
          between((studentised ?? plain).interval, signedPoints),
        ]),
        note:
          "Forudsætter, at lodtrækningen kun virker gennem deltagelsen. Intervallet er eksakt: det rummer de effekter, som ikke afvises over de mulige lodtrækninger.",
      }),
    )
  }`;
}

function othersPart(
  { primary, checks: { others } }: LotteryAnalysis,
): Markup | null {
  if (primary === null) return null;
  const { test, outcome, withoutOneSchool } = primary;
  const { interval, pValue } = test.studentised;
  const lines = [
    { label: "Som planlagt", effect: test.effect, interval, pValue },
    ...others,
  ];
  const [smallest, largest] = withoutOneSchool;
  return markup`<h3>Ændrer det noget at regne på andre måder?</h3><p>Effekten på ${
    scalePhrase(outcome)
  } er ${
    signedPoints(test.effect)
  } point, som planlagt. Udelades én skole ad gangen, ligger den mellem ${
    signedPoints(smallest)
  } og ${
    signedPoints(largest)
  }. Det viser, hvor meget én skole flytter, og er ikke et usikkerhedsinterval.</p>${
    folded(
      `Vis ${
        countNoun(lines.length, { one: "måde", many: "måder" })
      } at regne på`,
      dataTable({
        caption: `Effekt på ${scalePhrase(outcome)} i point`,
        columns: [
          { label: "Måde", kind: "text" },
          { label: "Effekt" },
          { label: intervalLabel },
          { label: "p" },
        ],
        rows: lines.map(({ label, effect, interval, pValue }) => [
          label,
          signedPoints(effect),
          between(interval, signedPoints),
          formatPValue(pValue),
        ]),
        note:
          "Kun den planlagte måde afgør, om der tales om en sikker effekt. 0 point er ingen effekt.",
      }),
    )
  }`;
}
