import { exp } from "#lib/numerics/mod.ts";

/** Entries per doubling-like step: the rest of the argument stays below 1/128. */
const PER_UNIT = 64;
/** Arguments beyond this go to the general function. */
const LARGEST = 40;
const OFFSET = LARGEST * PER_UNIT;

/** e^(k / 64) for k / 64 from −40 to 40; a constant. */
const TABLE: Float64Array = Float64Array.from(
  { length: 2 * OFFSET + 1 },
  (_, k) => exp((k - OFFSET) / PER_UNIT),
);

/**
 * e to the power x without branches, for one ratio per person and iteration.
 *
 * e^x = e^(k/64) · e^r with k/64 the nearest entry of a table and the rest r below
 * 1/128, where six terms of the series are enough: relative error below 1e-15. Basic
 * arithmetic only, hence the same bits on every engine.
 */
export function ratioExponential(x: number): number {
  if (!(x > -LARGEST && x < LARGEST)) return exp(x);
  const k = Math.floor(x * PER_UNIT + 0.5);
  const r = x - k / PER_UNIT;
  return TABLE[k + OFFSET]! *
    (1 +
      r *
        (1 +
          r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720))))));
}
