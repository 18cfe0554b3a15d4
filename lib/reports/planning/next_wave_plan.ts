import {
  minimumDetectableChange,
  requiredSchools,
  type WaveChangeDesign,
} from "#lib/effects/mod.ts";
import { powerChart, type PowerCurve } from "../charts/power_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import { formatCount, formatNumber, formatPoints } from "../format.ts";
import { markup } from "../markup.ts";

/** The largest number of schools worth naming: more than the country has. */
const mostSchools = 3000;

/** Numbers of schools that the table has besides the programme's own. */
const roundNumbers: readonly number[] = [10, 20, 50, 100, 200, 400];

/** What the next wave is planned with. */
export interface NextWavePlan {
  /** The design, with the programme's own schools and pupils. */
  readonly design: WaveChangeDesign;
  /** Smallest change that matters, points, above 0. */
  readonly smallestThatMatters: number;
  /** Standard deviation of pupils' scores, points. @default {100} */
  readonly pupilSpread?: number;
  /** Pupils per school besides the design's own. @default {[20, 60]} */
  readonly pupilsPerSchool?: readonly [few: number, more: number];
  /** Numbers of schools that the chart spans. @default {[10, 400]} */
  readonly schools?: readonly [fewest: number, most: number];
}

/** Smallest change that is found, points. */
type Detectable = (design: WaveChangeDesign) => number;

function detectableIn(pupilSpread: number): Detectable {
  return (design) => pupilSpread * minimumDetectableChange(design).standardised;
}

/** Numbers of schools from the fewest to the most, each a tenth or so above the last. */
function schoolNumbers(
  [fewest, most]: readonly [number, number],
  own: number,
): readonly number[] {
  const numbers = new Set([...roundNumbers, fewest, own, most]);
  for (let n = fewest; n < most; n = Math.ceil(1.12 * n)) numbers.add(n);
  return [...numbers].filter((n) => n >= fewest && n <= most)
    .toSorted((a, b) => a - b);
}

function curvesOf(
  design: WaveChangeDesign,
  { pupils, numbers, detectable }: {
    readonly pupils: readonly [number, number];
    readonly numbers: readonly number[];
    readonly detectable: Detectable;
  },
): readonly PowerCurve[] {
  const styles = [
    { pupilsPerSchool: pupils[0], colour: "other", line: "dotted" },
    { pupilsPerSchool: pupils[1], colour: "third", line: "dashed" },
    { pupilsPerSchool: design.pupilsPerSchool, colour: "own", line: "whole" },
  ] as const;
  return styles.map(({ pupilsPerSchool, ...style }) => ({
    ...style,
    label: `${formatCount(pupilsPerSchool)} elever`,
    points: numbers.map((schools) => ({
      schools,
      points: detectable({ ...design, schools, pupilsPerSchool }),
    })),
  }));
}

/** How many schools the smallest change that matters would take. */
function neededSentence(
  { design, smallestThatMatters, pupilSpread }: Required<
    Pick<NextWavePlan, "design" | "smallestThatMatters" | "pupilSpread">
  >,
): string {
  const matters = `på ${formatPoints(smallestThatMatters)} point`;
  const needed = requiredSchools(
    smallestThatMatters / pupilSpread,
    (schools) => minimumDetectableChange({ ...design, schools }),
    { most: mostSchools },
  );
  if (needed === null) {
    return `En ændring ${matters} kan ikke findes sikkert, heller ikke med ${
      formatCount(mostSchools)
    } skoler: Usikkerheden fra valget af fælles spørgsmål er den samme, hvor mange skoler der end er med. Den bliver kun mindre med flere fælles spørgsmål.`;
  }
  return needed <= design.schools
    ? `En ændring ${matters} kan findes allerede med ${
      formatCount(needed)
    } skoler.`
    : `En ændring ${matters} ville kræve ${formatCount(needed)} skoler.`;
}

function assumptions(design: WaveChangeDesign, pupilSpread: number): string {
  const { icc, schoolStability, overlap = 0, linkError = 0 } = design;
  return `Antagelser: ${
    formatNumber(100 * icc, { decimals: 1 })
  } % af forskellene mellem elever ligger mellem skoler; skolernes resultater i de to målinger hænger sammen med ${
    formatNumber(schoolStability, { decimals: 2 })
  } (1 betyder, at alle skoler flytter sig lige meget); ${
    overlap > 0
      ? `${formatNumber(100 * overlap)} % af eleverne er med i begge målinger; `
      : ""
  }usikkerheden fra valget af fælles spørgsmål er ${
    formatNumber(pupilSpread * linkError, { decimals: 1 })
  } point.`;
}

/**
 * Shows which change the next wave can be expected to find, before it is held: two-sided
 * 5 per cent, found in 4 of 5 cases, against numbers of schools and of pupils.
 *
 * @throws {RangeError} If the design leaves nothing to compare.
 */
export function nextWavePlan(plan: NextWavePlan): Display {
  const { design, smallestThatMatters, pupilSpread = 100 } = plan;
  const detectable = detectableIn(pupilSpread);
  const { pupilsPerSchool = [20, 60], schools: [low, high] = [10, 400] } = plan;
  const own = { schools: design.schools, points: detectable(design) };
  const numbers = schoolNumbers([
    Math.min(low, design.schools),
    Math.max(high, design.schools),
  ], design.schools);
  const curves = curvesOf(design, {
    pupils: pupilsPerSchool,
    numbers,
    detectable,
  });
  const message = `Med ${formatCount(design.schools)} skoler og ${
    formatCount(design.pupilsPerSchool)
  } elever på hver kan den næste måling finde ændringer på mindst ${
    formatPoints(own.points)
  } point.`;
  const rows = numbers.filter((n) =>
    n === design.schools || roundNumbers.includes(n)
  );
  return display(markup`${
    figure({
      message,
      scope:
        "Mindste ændring i point, som findes i 4 af 5 tilfælde (tosidet test på 5 %), efter antal skoler og elever pr. skole.",
      key:
        markup`Hver linje er et antal elever pr. skole. Prikken er den planlagte måling. Den stiplede vandrette linje er den mindste ændring, der betyder noget: ${
          formatPoints(smallestThatMatters)
        } point.`,
      draw: (layout) =>
        powerChart(curves, {
          layout,
          own,
          smallestThatMatters,
          title: "Mindste ændring, der kan findes",
          description: message,
        }),
      table: {
        caption: "Mindste ændring i point, der kan findes",
        columns: [
          { label: "Skoler", kind: "text" },
          ...curves.map(({ label }) => ({ label: `${label} pr. skole` })),
        ],
        rows: rows.map((n) => [
          formatCount(n),
          ...curves.map(({ points }) =>
            formatPoints(points.find(({ schools }) => schools === n)!.points)
          ),
        ]),
      },
    })
  }<p>${neededSentence({ design, smallestThatMatters, pupilSpread })}</p><p>${
    assumptions(design, pupilSpread)
  }</p>`);
}
