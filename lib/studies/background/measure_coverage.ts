import {
  CHANGE_NAMES,
  type ChangeMeasure,
  estimateGradients,
  type GradientNumber,
  MEASURE_NAMES,
  measureInfo,
  NUMBERS_PER_WAVE,
} from "#lib/background/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { measureGroups } from "#lib/reports/mod.ts";
import { simulateHomes } from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally, type MaybeInterval } from "./coverage_tally.ts";
import { homesTruth } from "./homes_truth.ts";
import {
  PARTLY_SILENT,
  placeOf,
  PROGRAMME,
  SETTINGS,
} from "./programme_homes.ts";

/** One number of the chapter on social background. */
export interface MeasuredNumber {
  /** What is measured. */
  readonly measure: ChangeMeasure;
  /** Danish name. */
  readonly name: string;
  /** Place among the numbers of two waves. */
  readonly place: number;
  /** Whether it is a change over waves. */
  readonly isChange: boolean;
}

/** Parts of the change in the slope. */
const SLOPE_PARTS = [
  ["part-within", "Hældningen inden for skoler"],
  ["part-between", "Hældningen mellem skoler"],
  ["part-segregation", "Skolernes sammensætning"],
] as const;

/** All numbers that the chapter prints: levels of the first wave, changes, and parts of one. */
export function measuredNumbers(): readonly MeasuredNumber[] {
  const levels = measureGroups.flatMap(({ measures }) => measures);
  const change = (measure: ChangeMeasure, name: string): MeasuredNumber => ({
    measure,
    name: `${name}, ændring`,
    place: 2 * NUMBERS_PER_WAVE + CHANGE_NAMES.indexOf(measure),
    isChange: true,
  });
  return [
    ...levels.map(([measure, name]): MeasuredNumber => ({
      measure,
      name,
      place: MEASURE_NAMES.indexOf(measure),
      isChange: false,
    })),
    ...levels.map(([measure, name]) => change(measure, name)),
    ...SLOPE_PARTS.map(([part, name]) => change(part, name)),
  ];
}

/** The interval that a report prints of a number. */
export function printedInterval(
  number: GradientNumber | undefined,
  { measure, isChange }: Pick<MeasuredNumber, "measure" | "isChange">,
): MaybeInterval {
  if (number?.status !== "ok") return { hidden: "no-uncertainty" };
  const { unit, bounds, scale } = measureInfo(measure);
  return makeEstimate({
    ...number,
    n: 1,
    unit,
    method: "simulated",
    ...(isChange ? {} : { bounds, scale }),
  });
}

/**
 * Where the method errs on the safe side: a ratio has an error that grows with it, so
 * that with eighteen schools the larger of two ratios makes the interval of their
 * difference wide; and a part that is the product of a change near 0 and a difference
 * near 0 is less uncertain than a jackknife of eighteen schools can tell.
 */
const SAFE: readonly ChangeMeasure[] = ["relative-risk", "part-segregation"];

/** Apart from the samples with which the intervals' scales were chosen. */
const FIRST_SEED = 2001;

/** Share of 95 % intervals that hold what ever more schools would tend to. */
export function measureCoverage(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const { schools, municipalities } = PROGRAMME;
  const truth = homesTruth(PARTLY_SILENT, { of: "known" });
  const stratum = Uint8Array.from({ length: schools }, (_, s) => placeOf(s));
  const all = Int32Array.from({ length: schools }, (_, s) => s);
  const units = [
    all,
    ...Array.from(
      { length: municipalities },
      (_, m) => all.filter((s) => stratum[s] === m),
    ),
  ];
  const numbers = measuredNumbers();
  const tally = new CoverageTally();
  for (let replication = 0; replication < replications; replication++) {
    const { people, points, background } = simulateHomes({
      ...PARTLY_SILENT,
      seed: FIRST_SEED + replication,
      schools,
    });
    estimateGradients({
      people,
      points: [points],
      background: () => [background],
      waves: 2,
      pairs: [[0, 1]],
      schools,
      stratum,
      units,
    }).forEach((found, unit) =>
      numbers.forEach((number) =>
        tally.add(printedInterval(found[number.place], number), {
          name: number.name,
          setting: unit === 0 ? SETTINGS.programme : SETTINGS.municipality,
          truth: truth[number.place]!,
          isSafe: number.isChange && SAFE.includes(number.measure),
        })
      )
    );
  }
  return tally.rows();
}
