import { type Display, display } from "../display.ts";
import { formatCount, formatDate, formatList, formatYear } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { syntheticNotice } from "../page.ts";
import { countNoun, scalePhrase } from "../words.ts";
import { lotteryDraws, type LotteryReport } from "#lib/profiles/mod.ts";
import { drawsPhrase } from "./draws_phrase.ts";

/** Tells how the lottery was made and how it is analysed, before any result. */
export function lotteryDesign(lottery: LotteryReport): Display {
  return display(
    markup`${drawNote(lottery)}<dl class="team-questions">${
      plan(lottery).map(([question, answer]) =>
        markup`<dt>${question}</dt><dd>${answer}</dd>`
      )
    }</dl>`,
  );
}

function drawNote({ schools, draw, rule, provenance }: LotteryReport): Markup {
  const drawn = schools.filter(({ treated }) => treated).length;
  const strata = new Set(schools.map(({ stratum }) => stratum)).size;
  return markup`<div class="data-note"${
    provenance.synthetic && markup` data-synthetic="true"`
  }>${
    provenance.synthetic &&
    markup`<p><strong>${syntheticNotice}.</strong></p>`
  }<p>${formatCount(schools.length)} skoler meldte sig. ${
    formatCount(drawn)
  } af dem blev trukket ud ${formatDate(draw.date)}; de øvrige ${
    formatCount(schools.length - drawn)
  } er sammenligningsskoler.${
    strata > 1 &&
    ` Der blev trukket for sig i hver af ${formatCount(strata)} grupper.`
  }${
    rule !== null &&
    ` Der blev trukket om, til de to grupper lignede hinanden i ${
      countNoun(rule.covariates.length, {
        one: "oplysning",
        many: "oplysninger",
      })
    } fra før, og kun lodtrækninger, der opfylder den regel, regnes for mulige.`
  } Hvor mange skoler der fik tilbuddet, er ikke oplyst.</p><p>${draw.method} Startværdien for trækningen var ${
    String(draw.seed)
  }.</p></div>`;
}

/** The questions of the plan, each with its answer. */
function plan(
  lottery: LotteryReport,
): (readonly [question: string, answer: string])[] {
  const { outcomes, primaryScale, years } = lottery;
  const [before, after] = years.map(formatYear);
  const draws = drawsPhrase(lotteryDraws(lottery));
  const primary = outcomes.find(({ scale }) => scale === primaryScale);
  const results = countNoun(outcomes.length, {
    one: "resultat",
    many: "resultater",
  });
  return [
    [
      "Hvad undersøges?",
      `${
        formatList(outcomes.map(scalePhrase))
      }, målt i ${before} og ${after} og opgjort som gennemsnit pr. skole i point på 500-skalaen.`,
    ],
    ...(primary
      ? [
        [
          "Hvilket resultat er det vigtigste?",
          `${
            scalePhrase(primary)
          }. Det er valgt på forhånd, fordi det er her, forløbet først skal kunne mærkes. De øvrige resultater er sekundære.`,
        ] as const,
      ]
      : []),
    [
      "Hvilken effekt?",
      "Effekten af at blive trukket ud, uanset hvor mange af pladserne skolen brugte. Hver skole tæller lige meget, hvad enten den er lille eller stor.",
    ],
    [
      "Hvordan regnes den ud?",
      `Skolernes resultater i ${after} sammenlignes mellem de to grupper, når der er taget højde for skolens eget resultat i ${before}. Tilfældighed vurderes ved at regne det samme ud for ${draws}. Hver forskel ses i forhold til sin egen usikkerhed, så også grupper med forskellig spredning kan sammenlignes.`,
    ],
    [
      "Hvornår tales der om en sikker effekt?",
      `Når intervallet ikke rummer 0, og p er under 0,05, også når der tages højde for, at ${results} undersøges på én gang. Det sker ved i hver mulig lodtrækning at se på det største udslag blandt resultaterne.`,
    ],
  ];
}
