import { createStream } from "#lib/numerics/mod.ts";
import type { CalibrationErrors } from "./errors/calibration_errors.ts";
import type { Calibration, ItemParameters } from "./types.ts";

/** Names the random numbers of item parameters. */
const STREAM_ITEMS = 2;
/** A pivot below this part of its variance is rounding: the parameter follows from others. */
const ROUNDING = 1e-10;

/** One item parameter: where it stands in the calibration and in the covariance. */
interface Place {
  readonly item: number;
  /** Category of an intercept; −1 for the slope. */
  readonly category: number;
  readonly at: number;
}

function itemPlaces(
  { items }: Calibration,
  { parameters }: CalibrationErrors,
): readonly Place[] {
  const numbers = new Map(items.map(({ id }, i) => [id, i]));
  return parameters.flatMap((parameter, at): Place[] => {
    if (parameter.kind === "slope") {
      return [{ item: numbers.get(parameter.item)!, category: -1, at }];
    }
    if (parameter.kind === "intercept") {
      const { item, category } = parameter;
      return [{ item: numbers.get(item)!, category, at }];
    }
    return [];
  });
}

/** Lower triangle L with L L′ = the covariance of the places, which may be singular. */
function rootOf(
  { covariance: { columns, values } }: CalibrationErrors,
  places: readonly Place[],
): Float64Array {
  const n = places.length;
  const root = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = values[places[i]!.at * columns + places[j]!.at]!;
      const own = rest;
      for (let k = 0; k < j; k++) rest -= root[i * n + k]! * root[j * n + k]!;
      if (i === j) {
        root[i * n + i] = rest > ROUNDING * own ? Math.sqrt(rest) : 0;
      } else {
        const pivot = root[j * n + j]!;
        root[i * n + j] = pivot > 0 ? rest / pivot : 0;
      }
    }
  }
  return root;
}

/** Gives the calibration with item parameters drawn for one plausible value. */
export type ItemDrawer = (draw: number) => Calibration;

/**
 * Prepares draws of the item parameters from N(estimates, covariance), for
 * plausible values that carry the uncertainty of the calibration.
 *
 * The groups are left as they are: where they lie on the drawn items is drawn with
 * the plausible values. The numbers of a draw depend on seed, scale and its number.
 *
 * @param errors Of this calibration.
 */
export function itemDrawer(
  calibration: Calibration,
  errors: CalibrationErrors,
  { seed, scaleNumber }: {
    readonly seed: number;
    readonly scaleNumber: number;
  },
): ItemDrawer {
  const places = itemPlaces(calibration, errors);
  const root = rootOf(errors, places);
  const n = places.length;
  return (draw) => {
    const stream = createStream(seed, scaleNumber, draw, STREAM_ITEMS);
    const noise = Float64Array.from({ length: n }, () => stream.normal());
    const slopes = calibration.items.map(({ slope }) => slope);
    const intercepts = calibration.items.map((item) => [...item.intercepts]);
    places.forEach(({ item, category }, i) => {
      let move = 0;
      for (let k = 0; k <= i; k++) move += root[i * n + k]! * noise[k]!;
      if (category < 0) slopes[item]! += move;
      else intercepts[item]![category]! += move;
    });
    return {
      ...calibration,
      items: calibration.items.map((item, i): ItemParameters => ({
        ...item,
        slope: slopes[i]!,
        intercepts: intercepts[i]!,
      })),
    };
  };
}
