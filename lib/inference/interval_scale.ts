import { exp, ln } from "#lib/numerics/mod.ts";

/**
 * Scale on which an interval has the same width on both sides: the one on which the
 * error depends least on the value itself.
 *
 * - "plain": the number as it is;
 * - "log": its logarithm, for ratios;
 * - "logit": ln (p / (1 − p)), for shares of a variance between units;
 * - "squared-correlation": Fisher's z of the root, for explained shares;
 * - "share-within": ln (1/40 + (1 − p) / p) for a share p of a variance within units:
 *   the logarithm of the F ratio of units of 40 people.
 */
export type IntervalScale =
  | "plain"
  | "log"
  | "logit"
  | "squared-correlation"
  | "share-within";

interface Transform {
  /** Whether the value has a place on the scale. */
  readonly holds: (value: number) => boolean;
  readonly to: (value: number) => number;
  /** Derivative, above 0 or below it everywhere. */
  readonly slope: (value: number) => number;
  readonly back: (transformed: number) => number;
}

/** One over the people of a unit; schools have about as many per wave. */
const ONE_OF_UNIT = 1 / 40;

const TRANSFORMS: Readonly<
  Record<Exclude<IntervalScale, "plain">, Transform>
> = {
  "log": {
    holds: (value) => value > 0,
    to: ln,
    slope: (value) => 1 / value,
    back: exp,
  },
  "logit": {
    holds: (p) => p > 0 && p < 1,
    to: (p) => ln(p / (1 - p)),
    slope: (p) => 1 / (p * (1 - p)),
    back: (x) => 1 / (1 + exp(-x)),
  },
  "squared-correlation": {
    holds: (r2) => r2 > 0 && r2 < 1,
    to: (r2) => ln((1 + Math.sqrt(r2)) / (1 - Math.sqrt(r2))) / 2,
    slope: (r2) => 1 / (2 * Math.sqrt(r2) * (1 - r2)),
    back: (z) => {
      const r = 1 - 2 / (1 + exp(2 * Math.max(0, z)));
      return r * r;
    },
  },
  "share-within": {
    holds: (p) => p > 0 && p <= 1,
    to: (p) => ln(ONE_OF_UNIT + (1 - p) / p),
    slope: (p) => -1 / (p * p * (ONE_OF_UNIT + (1 - p) / p)),
    back: (x) => 1 / (1 + Math.max(0, exp(x) - ONE_OF_UNIT)),
  },
};

/**
 * The interval of a number whose margin is symmetric on another scale, by the delta
 * method: the margin times the derivative at the value, then back.
 *
 * @param margin Half the width that the interval would have on the plain scale.
 * @returns The plain interval where the value has no place on the scale, e.g. the
 * logarithm of 0.
 * @see Searle, Casella & McCulloch (1992), Variance Components, chapter 3, for F.
 */
export function intervalOn(
  scale: IntervalScale,
  { value, margin }: { readonly value: number; readonly margin: number },
): readonly [lower: number, upper: number] {
  const transform = scale === "plain" ? null : TRANSFORMS[scale];
  if (!transform?.holds(value)) return [value - margin, value + margin];
  const middle = transform.to(value), slope = transform.slope(value);
  return [
    transform.back(middle - slope * margin),
    transform.back(middle + slope * margin),
  ];
}
