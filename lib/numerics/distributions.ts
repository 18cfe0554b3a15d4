/**
 * Distribution functions and quantiles of the usual test statistics.
 * @module
 */
import stdlibChiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import stdlibFCdf from "@stdlib/stats-base-dists-f-cdf";
import stdlibNormalCdf from "@stdlib/stats-base-dists-normal-cdf";
import stdlibNormalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import stdlibStudentCdf from "@stdlib/stats-base-dists-t-cdf";
import stdlibStudentQuantile from "@stdlib/stats-base-dists-t-quantile";

/** Probability that a standard normal variable is at most z. */
export function normalCdf(z: number): number {
  return stdlibNormalCdf(z, 0, 1);
}

/** Value that a standard normal variable stays below with probability p, 0–1. */
export function normalQuantile(p: number): number {
  return stdlibNormalQuantile(p, 0, 1);
}

/**
 * Probability that a Student t variable is at most t.
 *
 * @param degreesOfFreedom Above 0; `Infinity` gives the normal distribution.
 */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  return degreesOfFreedom === Infinity
    ? normalCdf(t)
    : stdlibStudentCdf(t, degreesOfFreedom);
}

/**
 * Value that a Student t variable stays below with probability p, 0–1.
 *
 * @param degreesOfFreedom Above 0; `Infinity` gives the normal distribution.
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  return degreesOfFreedom === Infinity
    ? normalQuantile(p)
    : stdlibStudentQuantile(p, degreesOfFreedom);
}

/** Probability that a chi-square variable is at most x. */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  return stdlibChiSquareCdf(x, degreesOfFreedom);
}

/**
 * Probability that an F variable is at most x.
 *
 * @param numerator Degrees of freedom above 0, finite.
 * @param denominator Degrees of freedom above 0; `Infinity` gives chi-square
 * divided by its degrees of freedom.
 */
export function fCdf(
  x: number,
  numerator: number,
  denominator: number,
): number {
  return denominator === Infinity
    ? chiSquareCdf(x * numerator, numerator)
    : stdlibFCdf(x, numerator, denominator);
}
