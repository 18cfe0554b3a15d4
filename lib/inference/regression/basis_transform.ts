import type { PreparedRegression } from "./prepare_regression.ts";

/** Covariance of the coefficients, R⁻¹ V R⁻¹′, from that of the basis coefficients. */
export function toCoefficients(
  { inverseTriangle: inverse, p }: PreparedRegression,
  basisCovariance: Float64Array,
): Float64Array {
  const half = new Float64Array(p * p), covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let k = i; k < p; k++) {
      for (let j = 0; j < p; j++) {
        half[i * p + j]! += inverse[i * p + k]! * basisCovariance[k * p + j]!;
      }
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      for (let k = j; k < p; k++) {
        covariance[i * p + j]! += half[i * p + k]! * inverse[j * p + k]!;
      }
    }
  }
  return covariance;
}

/** A contrast of the coefficients as one of the basis coefficients. */
export function basisContrast(
  { inverseTriangle, p }: PreparedRegression,
  contrast: ArrayLike<number>,
): Float64Array {
  if (contrast.length !== p) {
    throw new RangeError(
      `Cannot form a contrast: found ${contrast.length} weights for ${p} coefficients`,
    );
  }
  const basis = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    for (let k = j; k < p; k++) {
      basis[k]! += contrast[j]! * inverseTriangle[j * p + k]!;
    }
  }
  return basis;
}

/** Coefficients, R⁻¹ γ, from those of the basis. */
export function coefficientsOf(
  { inverseTriangle, p }: PreparedRegression,
  basisCoefficients: Float64Array,
): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => {
    let value = 0;
    for (let k = j; k < p; k++) {
      value += inverseTriangle[j * p + k]! * basisCoefficients[k]!;
    }
    return value;
  });
}
