import { minimumDetectableEffect } from "#lib/effects/mod.ts";
import { detectableEffectChart } from "../charts/detectable_effect_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatNumber,
  formatPoints,
  formatShare,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import type { LotteryReport } from "#lib/profiles/mod.ts";

/** Effects that comparable programmes have had, points. */
const realistic: readonly [number, number] = [0, 10];

/** Standard deviation of pupils on the frozen scale, points. */
const pupilSpread = 100;

interface Scenario {
  readonly label: string;
  readonly icc: number;
  readonly schoolR2: number;
}

const scenarios: readonly Scenario[] = [
  { label: "Trivsel", icc: 0.04, schoolR2: 0 },
  { label: "Trivsel", icc: 0.04, schoolR2: 0.5 },
  { label: "Prøver", icc: 0.12, schoolR2: 0 },
  { label: "Prøver", icc: 0.12, schoolR2: 0.5 },
  { label: "Prøver", icc: 0.12, schoolR2: 0.8 },
];

/**
 * Shows the smallest effects that the lottery can be expected to find, before
 * any result is shown: two-sided 5 per cent, power 80 per cent.
 */
export function lotteryMde(lottery: LotteryReport): Display {
  const rows = scenarios.map((scenario) => ({
    ...scenario,
    label: scenarioLabel(scenario),
    points: detectablePoints(lottery, scenario),
  }));
  const sizes = rows.map(({ points }) => points);
  const message = `Lodtrækningen kan kun ventes at finde effekter på mindst ${
    formatPoints(Math.min(...sizes))
  }–${formatPoints(Math.max(...sizes))} point, alt efter resultatet.`;
  return display(markup`${
    figure({
      message,
      scope:
        `Mindste effekt i point, som ${lottery.schools.length} skoler finder i 4 af 5 tilfælde (tosidet test på 5 %).`,
      key: bandKey(),
      draw: (layout) =>
        detectableEffectChart(rows, {
          layout,
          realistic,
          title: "Mindste effekt, der kan findes",
          description: message,
        }),
      table: {
        caption:
          "Mindste effekt, der kan findes, efter hvor forskellige skolerne er, og hvor godt resultatet før forudsiger resultatet efter",
        columns: [
          { label: "Resultat", kind: "text" },
          { label: "ICC" },
          { label: "Forklaret" },
          { label: "Mindste effekt i point" },
        ],
        note:
          `Begge andele er antagelser, gjort før resultaterne. Til sammenligning: i ${
            formatYear(lottery.years[0])
          }, før lodtrækningen, lå ${
            observedRange(lottery)
          } af forskellene mellem elever mellem skoler. ICC er den andel af forskellene mellem elever, der ligger mellem skoler. »Forklaret« er den andel af forskellene mellem skoler, som skolens resultat før forklarer.`,
        rows: rows.map(({ label, icc, schoolR2, points }) => [
          label,
          formatShare(icc),
          formatShare(schoolR2),
          formatPoints(points),
        ]),
      },
    })
  }<p>Forsøg med efteruddannelse af skoleledere har fundet små eller ingen effekter på elevernes resultater. Vi regner derfor 0 til 10 point for realistisk, og det er mindre, end denne lodtrækning sikkert kan finde. Et resultat uden sikker effekt er derfor det, man skal vente, også hvis forløbet virker lidt. Det er ikke et bevis for, at det ikke virker. Tallene gælder ét resultat for sig; når flere resultater vurderes under ét, skal effekten være endnu større. Se på ${intervalLabel}let og ikke kun på, om der er en sikker effekt.</p>`);
}

/** From the smallest to the largest ICC among the outcomes before the draw. */
function observedRange({ outcomes }: LotteryReport): string {
  const shares = outcomes.map((outcome) => outcome.intraclassCorrelation);
  return `${formatShare(Math.min(...shares))} til ${
    formatShare(Math.max(...shares))
  }`;
}

function scenarioLabel({ label, schoolR2 }: Scenario): string {
  return schoolR2 === 0
    ? `${label}, uden resultatet før`
    : `${label}, resultatet før forklarer ${formatShare(schoolR2)}`;
}

function detectablePoints(
  { schools }: LotteryReport,
  { icc, schoolR2 }: Scenario,
): number {
  const { standardised } = minimumDetectableEffect({
    schools: schools.length,
    treated: schools.filter(({ treated }) => treated).length,
    // Each school counts once, so that the small ones tell most: harmonic mean.
    pupilsPerSchool: schools.length /
      schools.reduce((total, { n }) => total + 1 / n, 0),
    icc,
    schoolR2,
    covariates: schoolR2 > 0 ? 1 : 0,
  });
  return standardised * pupilSpread;
}

function bandKey(): Markup {
  return markup`Det farvede bånd viser effekter, som man realistisk kan vente: ${
    formatNumber(realistic[0])
  }–${formatNumber(realistic[1])} point.`;
}
