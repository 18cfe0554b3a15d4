/**
 * Elementary functions with the same last bit on every engine.
 *
 * The built-in `Math.exp` and its relatives differ between JavaScript engines in
 * the last bit; these do not, since they consist of basic arithmetic only. The
 * rest of the library takes its transcendental functions from here.
 * @module
 */
import stdlibCos from "@stdlib/math-base-special-cos";
import stdlibExpm1 from "@stdlib/math-base-special-expm1";
import stdlibGammaln from "@stdlib/math-base-special-gammaln";
import stdlibLn from "@stdlib/math-base-special-ln";
import stdlibLog1p from "@stdlib/math-base-special-log1p";
import stdlibPow from "@stdlib/math-base-special-pow";
import stdlibSin from "@stdlib/math-base-special-sin";

export { exp } from "./exponential.ts";

/** The natural logarithm; NaN below zero and −Infinity at zero. */
export const ln: (x: number) => number = stdlibLn;

/** ln(1 + x), precise for small x. */
export const log1p: (x: number) => number = stdlibLog1p;

/** e to the power x, minus 1, precise for small x. */
export const expm1: (x: number) => number = stdlibExpm1;

/** x to the power y. */
export const pow: (x: number, y: number) => number = stdlibPow;

/** The sine of x radians. */
export const sin: (x: number) => number = stdlibSin;

/** The cosine of x radians. */
export const cos: (x: number) => number = stdlibCos;

/** The natural logarithm of the gamma function of x. */
export const gammaln: (x: number) => number = stdlibGammaln;
