import { choleskyInPlace, choleskyInverse, fCdf } from "#lib/numerics/mod.ts";
import {
  bilinear,
  type Contrast,
  contrastRows,
  type ContrastTest,
} from "./contrast.ts";
import {
  type KenwardRogerAdjustment,
  kenwardRogerAdjustment,
  trace,
} from "./kenward_roger_adjustment.ts";
import { multiply } from "./small_matrices.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";

/** Inverse of the contrast's own covariance, q × q. */
function inverseInner(
  rows: readonly Float64Array[],
  covariance: Float64Array,
): Float64Array {
  const q = rows.length;
  const inner = Float64Array.from(
    { length: q * q },
    (_, at) => bilinear(rows[Math.floor(at / q)]!, covariance, rows[at % q]!),
  );
  try {
    choleskyInPlace(inner, q);
  } catch (error) {
    throw new RangeError(
      `Cannot test a contrast: its ${q} rows follow from one another, they must be independent`,
      { cause: error },
    );
  }
  return choleskyInverse(inner, q);
}

interface Moments {
  readonly q: number;
  readonly a1: number;
  readonly a2: number;
}

function momentsOf(
  rows: readonly Float64Array[],
  { unadjusted, spread, changes }: KenwardRogerAdjustment,
): Moments {
  const q = rows.length, count = changes.length;
  const inverse = inverseInner(rows, unadjusted);
  const shares = changes.map((change) =>
    multiply(
      inverse,
      Float64Array.from({ length: q * q }, (_, at) =>
        bilinear(rows[Math.floor(at / q)]!, change, rows[at % q]!)),
      { k: q },
    )
  );
  const traces = shares.map((share) => {
    let sum = 0;
    for (let i = 0; i < q; i++) sum += share[i * q + i]!;
    return sum;
  });
  let a1 = 0, a2 = 0;
  for (let r = 0; r < count; r++) {
    for (let s = 0; s < count; s++) {
      a1 += spread[r * count + s]! * traces[r]! * traces[s]!;
      a2 += spread[r * count + s]! * trace(shares[r]!, shares[s]!, q);
    }
  }
  return { q, a1, a2 };
}

/** Scale and degrees of freedom that make the mean and variance of the F those wanted. */
function matchMoments(
  { q, a1, a2 }: Moments,
): { readonly degrees: number; readonly scale: number } {
  if (!(a2 > 0)) return { degrees: Infinity, scale: 1 };
  const b = (a1 + 6 * a2) / (2 * q);
  const g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2);
  const divisor = 3 * q + 2 * (1 - g);
  const c1 = g / divisor, c2 = (q - g) / divisor, c3 = (q + 2 - g) / divisor;
  const tiny = (x: number): number => Math.abs(x) < 1e-10 ? 0 : x;
  const v0 = tiny(1 + c1 * b), v1 = tiny(1 - c2 * b), v2 = tiny(1 - c3 * b);
  const mean = tiny(1 - a2 / q);
  // Both vanish together in balanced designs of few groups; their ratio is then 1.
  const ratio = mean === 0 && v1 === 0 ? 1 : mean / v1;
  const rho = ratio * ratio * v0 / v2 / q;
  const degrees = 4 + (q + 2) / (q * rho - 1);
  const scale = Math.abs(degrees - 2) < 1e-2
    ? 1
    : degrees * (1 - a2 / q) / (degrees - 2);
  return { degrees, scale };
}

/**
 * Tests a combination of fixed effects with Kenward and Roger's covariance and degrees
 * of freedom; for few groups, where Satterthwaite's leave the standard error too small.
 *
 * @param contrast Length p, or several independent rows of length p.
 * @param adjustment From {@linkcode kenwardRogerAdjustment}, to test several contrasts.
 * @throws {RangeError} As {@linkcode kenwardRogerAdjustment}, or if the contrast does not fit.
 * @see Kenward & Roger (1997), Biometrics 53, 983–997.
 */
export function kenwardRoger(
  fit: MixedModelFit,
  contrast: Contrast,
  { adjustment = kenwardRogerAdjustment(fit) }: {
    readonly adjustment?: KenwardRogerAdjustment;
  } = {},
): ContrastTest {
  const rows = contrastRows(contrast, fit.coefficients.length);
  const q = rows.length;
  const estimates = Float64Array.from(
    rows,
    (row) => row.reduce((s, x, i) => s + x * fit.coefficients[i]!, 0),
  );
  const { degrees, scale } = matchMoments(momentsOf(rows, adjustment));
  const raw =
    bilinear(estimates, inverseInner(rows, adjustment.covariance), estimates) /
    q;
  const statistic = raw * (q === 1 ? 1 : scale);
  return {
    estimates,
    standardErrors: Float64Array.from(
      rows,
      (row) => Math.sqrt(bilinear(row, adjustment.covariance, row)),
    ),
    statistic,
    numeratorDegreesOfFreedom: q,
    degreesOfFreedom: degrees,
    pValue: 1 - fCdf(statistic, q, degrees),
    method: "Kenward–Roger",
  };
}
