import { choleskyInPlace, choleskySolveInPlace } from "#lib/numerics/mod.ts";
import type { ItemCurves } from "./item_curves.ts";

/** Gradient and complete-data information of one item's parameters. */
export interface ItemInformation {
  readonly slopeGradient: number;
  /** Per occurring category but the lowest. */
  readonly interceptGradient: Float64Array;
  readonly slopeInformation: number;
  readonly crossInformation: Float64Array;
  /** Square, by rows. */
  readonly interceptInformation: Float64Array;
}

/** What one item was observed to do. */
export interface ItemSums {
  /** Number of answers in each occurring category. */
  readonly observed: ArrayLike<number>;
  /** Σ score × posterior mean of θ over the item's answers. */
  readonly scoreMoment: number;
  /** Expected number of persons at each node. */
  readonly counts: Float64Array;
}

/**
 * Derivatives of the expected complete-data log-likelihood of one item.
 *
 * With n_q persons at node q: ∂/∂slope = Σ score·θ − Σ n_q θ_q E_q and
 * ∂/∂intercept_k = observed_k − Σ n_q P_kq; the information is the expected
 * covariance of (θ · score, indicator of k). By Fisher's identity the gradient is
 * also that of the marginal log-likelihood.
 *
 * The slope's own score moment is left out where it is shared (`scoreMoment` 0).
 */
export function itemInformation(
  { categories, probabilities }: ItemCurves,
  { observed, scoreMoment, counts }: ItemSums,
  nodes: Float64Array,
): ItemInformation {
  const Q = nodes.length;
  const size = categories.length - 1;
  const interceptGradient = new Float64Array(size);
  const crossInformation = new Float64Array(size);
  const interceptInformation = new Float64Array(size * size);
  for (let c = 0; c < size; c++) interceptGradient[c] = observed[c + 1]!;
  let slopeGradient = scoreMoment;
  let slopeInformation = 0;
  for (let q = 0; q < Q; q++) {
    const n = counts[q]!;
    if (n === 0) continue;
    const theta = nodes[q]!;
    let expected = 0;
    let square = 0;
    for (let c = 0; c <= size; c++) {
      const k = categories[c]!;
      expected += k * probabilities[c * Q + q]!;
      square += k * k * probabilities[c * Q + q]!;
    }
    slopeGradient -= n * theta * expected;
    slopeInformation += n * theta * theta * (square - expected * expected);
    for (let c = 0; c < size; c++) {
      const p = probabilities[(c + 1) * Q + q]!;
      interceptGradient[c]! -= n * p;
      crossInformation[c]! += n * theta * p * (categories[c + 1]! - expected);
      interceptInformation[c * size + c]! += n * p;
      for (let e = 0; e <= c; e++) {
        interceptInformation[c * size + e]! -= n * p *
          probabilities[(e + 1) * Q + q]!;
      }
    }
  }
  return {
    slopeGradient,
    interceptGradient,
    slopeInformation,
    crossInformation,
    interceptInformation,
  };
}

/** The information of one item, factored for solving with a slope eliminated last. */
export interface FactoredInformation {
  readonly factor: Float64Array;
  readonly size: number;
  /** Intercept information⁻¹ × cross information. */
  readonly regression: Float64Array;
  /** Slope information given the intercepts. */
  readonly remaining: number;
}

/** Keeps the factor regular where an item tells next to nothing of a parameter. */
const RIDGE = 1e-8;

/** Factors the intercept block and eliminates it from the slope's information. */
export function factorInformation(
  information: ItemInformation,
): FactoredInformation {
  const size = information.crossInformation.length;
  const factor = information.interceptInformation.slice();
  for (let c = 0; c < size; c++) {
    factor[c * size + c] = factor[c * size + c]! * (1 + RIDGE) + RIDGE;
  }
  choleskyInPlace(factor, size);
  const regression = information.crossInformation.slice();
  choleskySolveInPlace(factor, size, regression);
  let remaining = information.slopeInformation;
  for (let c = 0; c < size; c++) {
    remaining -= regression[c]! * information.crossInformation[c]!;
  }
  return { factor, size, regression, remaining };
}
