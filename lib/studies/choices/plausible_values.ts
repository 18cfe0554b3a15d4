import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import {
  estimateScale,
  type EstimateTable,
  type Statistic,
} from "#lib/profiles/mod.ts";
import { expectedBand } from "../expected_band.ts";
import { firstWaveNumber } from "../first_wave_number.ts";
import { programmeOf, type Sheet } from "../simulate_cohorts.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  schoolsLabel,
} from "./count_shares.ts";
import { intervalHolds } from "./interval_holds.ts";

/** Uses one plausible value, or the mean of them, as if it were the person's score. */
export const plausibleValues: Study = {
  name: "valg-plausible-vaerdier",
  title:
    "Elevernes resultater målt med reliabilitet 0,7: 95 %-intervaller, der holder sandheden",
  run: () => [
    ...scoreCoverage({ schools: 242, replications: 200 }),
    ...scoreCoverage({ schools: 22, replications: 3000 }),
    ...scoreCoverage({ schools: 18, replications: 1000 }),
  ],
};

const PUPILS = 40;
const RELIABILITY = 0.7;
const DRAWS = 10;
/** SDs in points; together 100. */
const SCHOOL = 20;
const PUPIL = Math.sqrt(100 * 100 - SCHOOL * SCHOOL);
const ERROR_VARIANCE = PUPIL * PUPIL * (1 / RELIABILITY - 1);

/** What is estimated, its Danish name and its true value. */
const QUANTITIES:
  readonly (readonly [Statistic, name: string, truth: number])[] = [
    ["mean", "gennemsnit", 500],
    ["standard-deviation", "spredning", 100],
    ["percentile-90", "øverste tiendedel", 628.1552],
    ["share-high", "andel over 600", 0.1586553],
  ];

const CHOICES = {
  one: "én værdi",
  mean: "EAP",
  ten: "ti værdier (bruges)",
} as const;

/** Answers' noisy measures of pupils, and whose they are. */
interface Measures {
  readonly sheets: readonly Sheet[];
  /** Measure with error, per sheet. */
  readonly measured: Float64Array;
}

/**
 * Share of 95 % intervals, made as those of the reports, that hold the truth with one
 * plausible value, with the mean of them, and with ten.
 */
export function scoreCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const stream = createStream(410, schools, replication);
      const measures = drawMeasures(schools, stream);
      const { ten, mean } = scoresOf(measures, schools, stream);
      const data = programmeOf(measures.sheets, { schools, municipalities: 1 });
      const rows = Int32Array.from(measures.sheets, (_, row) => row);
      const holds = (points: readonly Float32Array[]) =>
        holdsByStatistic(estimateScale(data, 0, { rows, points }));
      const choices = [
        [CHOICES.one, holds(ten.slice(0, 1))],
        [CHOICES.mean, holds([mean])],
        [CHOICES.ten, holds(ten)],
      ] as const;
      return Object.fromEntries(
        QUANTITIES.flatMap(([, name], k) =>
          choices.map(([choice, held]) => [`${name}, ${choice}`, held[k]!])
        ),
      );
    },
    bands: Object.fromEntries(
      QUANTITIES.map((
        [, name],
      ) => [
        `${name}, ${CHOICES.ten}`,
        expectedBand(0.95, replications, { open: "above" }),
      ]),
    ),
  });
}

/** Sums of squares of the measures within and between schools. */
interface SchoolSums {
  readonly means: Float64Array;
  readonly within: number;
  readonly between: number;
  readonly degreesWithin: number;
}

/** What the scores of a person depend on. */
interface Parameters {
  readonly schoolMeans: Float64Array;
  readonly pupilVariance: number;
}

function drawMeasures(schools: number, stream: RandomStream): Measures {
  const sheets: Sheet[] = [];
  const measured = new Float64Array(schools * PUPILS);
  for (let school = 0; school < schools; school++) {
    const level = 500 + SCHOOL * stream.normal();
    for (let pupil = 0; pupil < PUPILS; pupil++) {
      const person = sheets.length;
      const score = level + PUPIL * stream.normal();
      measured[person] = score + Math.sqrt(ERROR_VARIANCE) * stream.normal();
      sheets.push({ person, school, wave: 0, grade: 6, score });
    }
  }
  return { sheets, measured };
}

/** Plausible values with parameters drawn anew for each, and each person's expected score. */
function scoresOf(
  { sheets, measured }: Measures,
  schools: number,
  stream: RandomStream,
): { readonly ten: Float32Array[]; readonly mean: Float32Array } {
  const sums = schoolSums(sheets, measured, schools);
  const scores = (
    { schoolMeans, pupilVariance }: Parameters,
    noise: () => number,
  ) => {
    const shrinkage = pupilVariance / (pupilVariance + ERROR_VARIANCE);
    const spread = Math.sqrt(pupilVariance * (1 - shrinkage));
    return Float32Array.from(sheets, ({ school }, i) => {
      const level = schoolMeans[school]!;
      return level + shrinkage * (measured[i]! - level) + spread * noise();
    });
  };
  const normal = () => stream.normal();
  return {
    ten: Array.from(
      { length: DRAWS },
      () => scores(parametersOf(sums, stream), normal),
    ),
    mean: scores(parametersOf(sums, null), () => 0),
  };
}

function schoolSums(
  sheets: readonly Sheet[],
  measured: Float64Array,
  schools: number,
): SchoolSums {
  const means = new Float64Array(schools);
  sheets.forEach(({ school }, i) => means[school]! += measured[i]! / PUPILS);
  const mean = means.reduce((sum, m) => sum + m / schools, 0);
  return {
    means,
    within: sheets.reduce(
      (sum, { school }, i) => sum + square(measured[i]! - means[school]!),
      0,
    ),
    between: means.reduce((sum, m) => sum + square(m - mean), 0),
    degreesWithin: sheets.length - schools,
  };
}

function square(x: number): number {
  return x * x;
}

/** Parameters drawn from what the measures leave open, or the likely ones without a stream. */
function parametersOf(
  { means, within, between, degreesWithin }: SchoolSums,
  stream: RandomStream | null,
): Parameters {
  const schools = means.length;
  const normal = () => stream?.normal() ?? 0;
  const spread = (degrees: number) =>
    stream ? chiSquare(degrees, stream) : degrees;
  const ofMeasures = within / spread(degreesWithin);
  const ofMeans = between / spread(schools - 1);
  const mean = means.reduce((sum, m) => sum + m / schools, 0) +
    Math.sqrt(ofMeans / schools) * normal();
  const schoolVariance = Math.max(0, ofMeans - ofMeasures / PUPILS);
  const shrinkage = schoolVariance / (schoolVariance + ofMeasures / PUPILS);
  const open = Math.sqrt(schoolVariance * (1 - shrinkage));
  return {
    schoolMeans: means.map((m) =>
      mean + shrinkage * (m - mean) + open * normal()
    ),
    pupilVariance: Math.max(1, ofMeasures - ERROR_VARIANCE),
  };
}

function chiSquare(degreesOfFreedom: number, stream: RandomStream): number {
  let sum = 0;
  for (let k = 0; k < degreesOfFreedom; k++) {
    const z = stream.normal();
    sum += z * z;
  }
  return sum;
}

/** Per quantity whether the programme's interval holds the truth. */
function holdsByStatistic(table: EstimateTable): readonly boolean[] {
  return QUANTITIES.map(([statistic, , truth]) => {
    const found = firstWaveNumber(table, { statistic, unit: 0 });
    return found !== null && intervalHolds(found, truth);
  });
}
