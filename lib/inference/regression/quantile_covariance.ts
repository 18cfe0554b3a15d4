import {
  choleskyInPlace,
  choleskyInverse,
  exp,
  mirrorLowerInPlace,
  normalQuantile,
  pow,
} from "#lib/numerics/mod.ts";
import type { GroupCodes } from "./group_codes.ts";
import type { QuantileRows } from "./quantile_programme.ts";
import { solveQuantile } from "./solve_quantile.ts";

/** How the uncertainty of a quantile regression is computed. */
export type QuantileCovariance = "iid" | "nid" | "kernel" | "cluster";

const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

function normalDensity(z: number): number {
  return INVERSE_ROOT_TWO_PI * exp(-z * z / 2);
}

/**
 * Hall & Sheather's bandwidth in shares.
 *
 * n^(−1/3) × z^(2/3) × (1.5 φ(x)² / (2 x² + 1))^(1/3), x the normal quantile of τ and
 * z that of 0.975.
 *
 * @see Hall & Sheather (1988), Journal of the Royal Statistical Society B 50, 381–391.
 */
export function sparsityBandwidth(tau: number, n: number): number {
  const x = normalQuantile(tau), density = normalDensity(x);
  return pow(n, -1 / 3) * pow(normalQuantile(0.975), 2 / 3) *
    pow(1.5 * density * density / (2 * x * x + 1), 1 / 3);
}

/** The bandwidth, halved until both ends lie within 0 and 1. */
function widthWithin(tau: number, n: number): number {
  let width = sparsityBandwidth(tau, n);
  while (tau - width < 0 || tau + width > 1) width /= 2;
  return width;
}

/**
 * Rise of the residuals' quantiles around the plane, 1 / density: the slope of a median
 * regression of the residuals nearest to it on their ranks.
 */
function sparsity(
  residuals: Float64Array,
  { tau, n, p }: {
    readonly tau: number;
    readonly n: number;
    readonly p: number;
  },
): number {
  const near = onPlane(residuals);
  const nearest = residuals.slice().sort((a, b) => Math.abs(a) - Math.abs(b));
  const first = nearest.findIndex((r) => Math.abs(r) > near);
  const reach = Math.max(p + 1, Math.ceil(n * sparsityBandwidth(tau, n)));
  const y = nearest.slice(first, first + reach + 1).sort();
  const x = new Float64Array(2 * y.length);
  for (let k = 0; k < y.length; k++) {
    x[2 * k] = 1;
    x[2 * k + 1] = (first + 1 + k) / (n - p);
  }
  return solveQuantile({ x, y, p: 2 }, 0.5).coefficients[1]!;
}

/** Linear interpolation between order statistics, R's type 7. */
function sortedQuantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return sorted[low]! + (place - low) * (next - sorted[low]!);
}

function standardDeviation(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((total, value) => total + value / n, 0);
  const squares = values.reduce(
    (total, value) => total + (value - mean) * (value - mean),
    0,
  );
  return Math.sqrt(squares / (n - 1));
}

/** Powell's normal kernel on the residuals. */
function kernelDensities(
  residuals: Float64Array,
  tau: number,
  width: number,
): Float64Array {
  const sorted = residuals.slice().sort();
  const spread = Math.min(
    standardDeviation(residuals),
    (sortedQuantile(sorted, 0.75) - sortedQuantile(sorted, 0.25)) / 1.34,
  );
  const band = spread *
    (normalQuantile(tau + width) - normalQuantile(tau - width));
  if (!(band > 0)) {
    throw new RangeError(
      "Cannot compute the errors of a quantile regression: half of the residuals are the same, a density is needed",
    );
  }
  return residuals.map((r) => normalDensity(r / band) / band);
}

/** Distance between the planes just above and just below, as quantreg bounds it. */
const SMALLEST_DISTANCE = 1.4901161193847656e-8;

/** Hendricks & Koenker's difference quotient of two neighbouring quantiles. */
function quotientDensities(
  rows: QuantileRows,
  tau: number,
  width: number,
): Float64Array {
  const { x, y, p } = rows;
  const above = solveQuantile(rows, tau + width).coefficients;
  const below = solveQuantile(rows, tau - width).coefficients;
  return Float64Array.from(y, (_, i) => {
    let distance = 0;
    for (let j = 0; j < p; j++) {
      distance += x[i * p + j]! * (above[j]! - below[j]!);
    }
    return Math.max(0, 2 * width / (distance - SMALLEST_DISTANCE));
  });
}

/** Σ f x x′. */
function weightedProducts(
  { x, y, p }: QuantileRows,
  factor: (i: number) => number,
): Float64Array {
  const products = new Float64Array(p * p);
  for (let i = 0; i < y.length; i++) {
    const f = factor(i);
    if (f === 0) continue;
    for (let j = 0; j < p; j++) {
      const value = f * x[i * p + j]!;
      for (let k = 0; k <= j; k++) {
        products[j * p + k]! += value * x[i * p + k]!;
      }
    }
  }
  mirrorLowerInPlace(products, p);
  return products;
}

/** Rows nearer than this to the plane, relative to the mean distance, lie on it. */
const ON_PLANE = 1e-9;

/** Distance below which a row lies on the plane. */
function onPlane(residuals: Float64Array): number {
  const { length } = residuals;
  return ON_PLANE *
    residuals.reduce((total, r) => total + Math.abs(r) / length, 0);
}

/** Σ over clusters of the squared sum of (τ − [r < 0]) x; rows on the plane count 0. */
function clusterMeat(
  { x, y, p }: QuantileRows,
  residuals: Float64Array,
  { tau, clusters }: { readonly tau: number; readonly clusters: GroupCodes },
): Float64Array {
  const scores = new Float64Array(clusters.count * p);
  const near = onPlane(residuals);
  for (let i = 0; i < y.length; i++) {
    const r = residuals[i]!;
    if (Math.abs(r) <= near) continue;
    const factor = r < 0 ? tau - 1 : tau;
    const at = clusters.codes[i]! * p;
    for (let j = 0; j < p; j++) scores[at + j]! += factor * x[i * p + j]!;
  }
  const meat = new Float64Array(p * p);
  for (let at = 0; at < scores.length; at += p) {
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) {
        meat[j * p + k]! += scores[at + j]! * scores[at + k]!;
      }
    }
  }
  return meat;
}

/** The density of each row at the quantile. */
function densitiesOf(
  rows: QuantileRows,
  residuals: Float64Array,
  { tau, n, kind }: {
    readonly tau: number;
    readonly n: number;
    readonly kind: QuantileCovariance;
  },
): Float64Array {
  if (kind === "iid") {
    const { p } = rows;
    const one = 1 / sparsity(residuals, { tau, n, p });
    return new Float64Array(residuals.length).fill(one);
  }
  const width = widthWithin(tau, n);
  return kind === "nid"
    ? quotientDensities(rows, tau, width)
    : kernelDensities(residuals, tau, width);
}

/** Cholesky factor of Σ f x x′. */
function breadFactor(
  rows: QuantileRows,
  densities: Float64Array,
  tau: number,
): Float64Array {
  const bread = weightedProducts(rows, (i) => densities[i]!);
  try {
    choleskyInPlace(bread, rows.p);
  } catch (error) {
    throw new RangeError(
      `Cannot compute the errors of a quantile regression: too few rows lie near the quantile ${tau} to know the density there`,
      { cause: error },
    );
  }
  return bread;
}

/** B M B for symmetric B. */
function sandwich(
  bread: Float64Array,
  meat: Float64Array,
  p: number,
): Float64Array {
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let value = 0;
      for (let k = 0; k < p; k++) {
        for (let l = 0; l < p; l++) {
          value += bread[i * p + k]! * meat[k * p + l]! * bread[l * p + j]!;
        }
      }
      out[i * p + j] = value;
    }
  }
  return out;
}

/**
 * Covariance of the coefficients of a quantile regression, p × p.
 *
 * Bread (Σ f x x′)⁻¹ around τ (1 − τ) Σ x x′, f the density at the quantile: the same
 * for all rows ("iid"), from two neighbouring quantiles ("nid") or from a kernel on
 * the residuals ("kernel"); "cluster" has the kernel's bread around the sums of the
 * scores of each cluster.
 *
 * @param rows Each multiplied by its weight.
 * @param residuals Each multiplied by its weight.
 * @throws {RangeError} If the density cannot be estimated.
 * @see Koenker (2005), Quantile Regression, section 3.4; Parente & Santos Silva (2016),
 * Journal of Econometric Methods 5, 1–15.
 */
export function quantileCovariance(
  rows: QuantileRows,
  residuals: Float64Array,
  { tau, n, kind, clusters }: {
    readonly tau: number;
    readonly n: number;
    readonly kind: QuantileCovariance;
    readonly clusters: GroupCodes | null;
  },
): Float64Array {
  const { p } = rows;
  const densities = densitiesOf(rows, residuals, { tau, n, kind });
  const bread = breadFactor(rows, densities, tau);
  const meat = kind === "cluster" && clusters !== null
    ? clusterMeat(rows, residuals, { tau, clusters })
    : weightedProducts(rows, () => tau * (1 - tau));
  return sandwich(choleskyInverse(bread, p), meat, p);
}
