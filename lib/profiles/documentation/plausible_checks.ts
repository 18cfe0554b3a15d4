import type { RespondentFrame } from "#lib/data/mod.ts";
import {
  type ItemInGroup,
  type PredictiveCheck,
  predictiveCheck,
  type ScaledScale,
  type ScaleResponses,
  selectPersons,
  splitItems,
  testInformation,
} from "#lib/scaling/mod.ts";
import type { MeasurementError } from "./scale_documentation.ts";

/** People whose answers are drawn anew, at most. */
const MOST_PEOPLE = 2000;
/** Any number serves: the check has no part in what is published of people. */
const SEED = 20171001;
/** Where the error of measurement is told, points. */
const [LOWEST, HIGHEST, STEP] = [200, 800, 25];

/** Holds the answers of every k-th person against the plausible values. */
export function checkPlausibleValues(
  frame: RespondentFrame,
  { rows, points, calibration, constants }: ScaledScale,
  { all, freed }: {
    readonly all: ScaleResponses;
    readonly freed: readonly ItemInGroup[];
  },
): readonly PredictiveCheck[] {
  const step = Math.max(1, Math.ceil(rows.length / MOST_PEOPLE));
  const some = Int32Array.from(rows.keys()).filter((i) => i % step === 0);
  const own = Int32Array.from(some, (i) => rows[i]!);
  if (points.length === 0 || own.length < 2) return [];
  const toTheta = (value: number): number =>
    constants.mean + constants.standardDeviation * (value - 500) / 100;
  return predictiveCheck(
    calibration,
    splitItems(selectPersons(all, own), freed),
    {
      draws: points.map((values) =>
        Float64Array.from(some, (i) => toTheta(values[i]!))
      ),
      school: Int32Array.from(own, (row) => frame.school[row]!),
      seed: SEED,
    },
  );
}

/** The standard error of measurement along the scale, from the items' information. */
export function precisionOf(
  { calibration, constants, frozen }: ScaledScale,
): readonly MeasurementError[] {
  const count = (HIGHEST - LOWEST) / STEP + 1;
  const at = Array.from({ length: count }, (_, i) => LOWEST + STEP * i);
  const thetas = at.map((points) =>
    constants.mean + constants.standardDeviation * (points - 500) / 100
  );
  const { standardError } = testInformation(
    { ...calibration, items: frozen.items },
    thetas,
  );
  return at.map((points, i) => ({
    at: points,
    standardError: 100 * standardError[i]! / constants.standardDeviation,
  }));
}
