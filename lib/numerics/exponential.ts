import stdlibExp from "@stdlib/math-base-special-exp";

const LN2_HIGH = 6.93147180369123816490e-01;
const LN2_LOW = 1.90821492927058770002e-10;
const LOG2_E = 1.44269504088896338700;
/** Up to here 2^k and the result are normal numbers. */
const LARGEST = 700;
/** Below it, 1 + x is the result; rare enough to be left to the general function. */
const SMALLEST = 1 / 268435456;
const OFFSET = 1022;

/** 2^k from −1022 to 1023; products by 2 and 1/2 are exact. */
const POWERS_OF_2: Float64Array = (() => {
  const powers = new Float64Array(OFFSET + 1024);
  powers[OFFSET] = 1;
  for (let k = 1; k < 1024; k++) {
    powers[OFFSET + k] = powers[OFFSET + k - 1]! * 2;
  }
  for (let k = 1; k <= OFFSET; k++) {
    powers[OFFSET - k] = powers[OFFSET - k + 1]! / 2;
  }
  return powers;
})();

/**
 * The exponential function, e to the power x.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2, and e^r by the rational approximation of
 * FreeBSD's msun: the same bits as the standard library's function, which spends
 * two thirds of its time on the cases that are passed on to it here.
 */
export function exp(x: number): number {
  const size = Math.abs(x);
  if (!(size < LARGEST && size > SMALLEST)) return stdlibExp(x);
  const k = Math.trunc(x < 0 ? LOG2_E * x - 0.5 : LOG2_E * x + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t *
              (0.00006613756321437934 +
                t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return (1 - (low - (r * c) / (2 - c) - high)) * POWERS_OF_2[k + OFFSET]!;
}
