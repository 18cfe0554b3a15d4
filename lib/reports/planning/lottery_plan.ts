import { minimumDetectableEffect } from "#lib/effects/mod.ts";
import { powerChart, type PowerCurve } from "../charts/power_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import { formatCount, formatPoints, formatShare } from "../format.ts";
import { markup } from "../markup.ts";

/** Standard deviation of pupils on the frozen scale, points. */
const pupilSpread = 100;

/** Numbers of schools that the chart goes through; half of them are drawn. */
const numbers: readonly number[] = [
  8,
  10,
  12,
  16,
  22,
  30,
  40,
  60,
  80,
  120,
  200,
];
/** Those that the table has. */
const tabulated: readonly number[] = [10, 22, 40, 80, 200];

/** What is assumed of schools, and how it is drawn. */
const scenarios = [
  { icc: 0.12, schoolR2: 0, colour: "other", line: "dotted" },
  { icc: 0.04, schoolR2: 0, colour: "third", line: "dashed" },
  { icc: 0.12, schoolR2: 0.8, colour: "own", line: "whole" },
] as const;

/** What a new lottery is planned with. */
export interface LotteryPlan {
  /** Pupils with a score per school, on average. */
  readonly pupilsPerSchool: number;
  /** Schools in the lottery that was held, marked in the chart. */
  readonly schools: number;
  /** How many of them were drawn. */
  readonly treated: number;
}

/**
 * Shows which effect a lottery can be expected to find, against its number of schools:
 * two-sided 5 per cent, found in 4 of 5 cases.
 *
 * @throws {RangeError} If the plan leaves nothing to compare.
 */
export function lotteryPlan(
  { pupilsPerSchool, schools, treated }: LotteryPlan,
): Display {
  const curves = scenarios.map(({ icc, schoolR2, ...style }): PowerCurve => ({
    ...style,
    label: schoolR2 > 0
      ? `før: ${formatShare(schoolR2)}`
      : `ICC ${formatShare(icc)}`,
    points: numbers.map((n) => ({
      schools: n,
      points: pupilSpread * minimumDetectableEffect({
        schools: n,
        treated: Math.floor(n / 2),
        pupilsPerSchool,
        icc,
        schoolR2,
        covariates: schoolR2 > 0 ? 1 : 0,
      }).standardised,
    })),
  }));
  const { icc, schoolR2 } = scenarios[2];
  const own = {
    schools,
    points: pupilSpread *
      minimumDetectableEffect({
        schools,
        treated,
        pupilsPerSchool,
        icc,
        schoolR2,
        covariates: 1,
      }).standardised,
  };
  const message = `Med ${formatCount(schools)} skoler, hvoraf ${
    formatCount(treated)
  } trækkes, kan en lodtrækning finde effekter på mindst ${
    formatPoints(own.points)
  } point, også når skolens resultat før forklarer ${formatShare(schoolR2)}.`;
  return display(markup`${
    figure({
      message,
      scope:
        `Mindste effekt i point, som findes i 4 af 5 tilfælde (tosidet test på 5 %), når halvdelen af skolerne trækkes og hver har ${
          formatCount(pupilsPerSchool)
        } elever.`,
      key:
        markup`ICC er den andel af elevernes forskelle, der ligger mellem skoler. »Før: ${
          formatShare(schoolR2)
        }« er ICC ${formatShare(icc)}, når skolens resultat før forklarer ${
          formatShare(schoolR2)
        } af skolernes forskelle. Prikken er den lodtrækning, der blev holdt.`,
      draw: (layout) =>
        powerChart(curves, {
          layout,
          own,
          title: "Mindste effekt, en lodtrækning kan finde",
          description: message,
        }),
      table: {
        caption: "Mindste effekt i point, en lodtrækning kan finde",
        columns: [
          { label: "Skoler", kind: "text" },
          ...curves.map(({ label }) => ({ label })),
        ],
        rows: tabulated.map((n) => [
          formatCount(n),
          ...curves.map(({ points }) =>
            formatPoints(points.find((point) => point.schools === n)!.points)
          ),
        ]),
      },
    })
  }`);
}
