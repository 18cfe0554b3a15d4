import type { MixedProblem } from "./mixed_problem.ts";

/**
 * The factor T of each term's covariance over the residual variance, k × k by rows
 * and lower triangular: θ holds its triangle column by column, or its diagonal.
 */
export function relativeFactors(
  { terms }: MixedProblem,
  theta: Float64Array,
): Float64Array[] {
  return terms.map(({ size: k, correlated, thetaStart }) => {
    const factor = new Float64Array(k * k);
    let next = thetaStart;
    for (let c = 0; c < k; c++) {
      for (let r = c; r < (correlated ? k : c + 1); r++) {
        factor[r * k + c] = theta[next++]!;
      }
    }
    return factor;
  });
}

/** The gradient by θ from the gradients by the factors; the inverse walk of {@linkcode relativeFactors}. */
export function thetaGradient(
  { terms, thetaCount }: MixedProblem,
  adjoints: readonly Float64Array[],
): Float64Array {
  const gradient = new Float64Array(thetaCount);
  terms.forEach(({ size: k, correlated, thetaStart }, t) => {
    let next = thetaStart;
    for (let c = 0; c < k; c++) {
      for (let r = c; r < (correlated ? k : c + 1); r++) {
        gradient[next++] = adjoints[t]![r * k + c]!;
      }
    }
  });
  return gradient;
}

/** Turns columns of T whose diagonal is negative, which changes nothing in T T′. */
export function rectifySigns(
  problem: MixedProblem,
  theta: Float64Array,
): Float64Array {
  const rectified = Float64Array.from(theta);
  for (const { size: k, correlated, thetaStart } of problem.terms) {
    let next = thetaStart;
    for (let c = 0; c < k; c++) {
      const length = correlated ? k - c : 1;
      const sign = theta[next]! < 0 ? -1 : 1;
      for (let i = 0; i < length; i++) rectified[next + i]! *= sign;
      next += length;
    }
  }
  return rectified;
}
