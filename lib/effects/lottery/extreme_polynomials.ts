import { type DrawStatistics, WIDTH } from "./draw_statistics.ts";

/** Which statistic the draws are compared by. */
export type StatisticKind = "plain" | "studentised";

/** A draw this close to the recorded one or its mirror image is that. */
const ROUNDING = 1e-9;
/** Variances below this part of the largest squared difference are rounding. */
const NO_SPREAD = 1e-20;

/** The recorded draw in units of its standard error, as a function of x. */
export interface RecordedDraw {
  /** Effect at which it shows no difference. */
  readonly centre: number;
  /** Effect per unit of x. */
  readonly unit: number;
  /** Its exposure; the effect is per unit of it. */
  readonly exposure: number;
  /** Variance at the centre, 0 where rounding. */
  readonly variance: number;
  /** Coefficients of its variance in x, in units of the variance at the centre; the first is 1. */
  readonly p: readonly [number, number, number];
}

/** @throws {RangeError} If the recorded draw has no exposure, so that no effect can be told. */
export function recordedDraw(
  { values, recorded, hasVariance, scale: largest }: DrawStatistics,
): RecordedDraw {
  const [a = 0, c = 0, v0 = 0, v1 = 0, v2 = 0] = values.subarray(
    WIDTH * recorded,
    WIDTH * recorded + WIDTH,
  );
  if (!(Math.abs(c) > ROUNDING)) {
    throw new RangeError(
      `Cannot estimate an effect: exposure differs by ${c} between drawn and other schools, it must differ`,
    );
  }
  const centre = a / c;
  const raw = v0 - 2 * centre * v1 + centre * centre * v2;
  const variance = hasVariance && raw > NO_SPREAD * largest * largest ? raw : 0;
  const unit = variance > 0
    ? Math.sqrt(variance) / Math.abs(c)
    : Math.max(largest, Number.MIN_VALUE) / Math.abs(c);
  const scale = variance > 0 ? variance : 1;
  return {
    centre,
    unit,
    exposure: c,
    variance,
    p: [1, 2 * unit * (centre * v2 - v1) / scale, unit * unit * v2 / scale],
  };
}

/** Which draws {@linkcode polynomialsInto} takes. */
export interface PolynomialBlock {
  /** Which statistic the draws are compared by. */
  readonly kind: StatisticKind;
  /** First draw. */
  readonly from: number;
  /** 1 for every draw after it, k for every k-th. */
  readonly stride: number;
}

/**
 * Writes down where draws are as extreme as the recorded one: at the effect
 * centre + unit · x where the polynomial in x is not below 0.
 *
 * With r the draw's difference at the centre, c its exposure over the recorded one,
 * q and p the two variances, all in units of the recorded standard error:
 * plain (r − c x)² ≥ x², studentised (r − c x)² p(x) ≥ x² q(x). The recorded draw
 * and its mirror image are as extreme everywhere, which is written as the constant 1.
 *
 * @param g Room for five coefficients per draw, from the constant up.
 * @returns Number of draws written: as many as there is room for, or are left.
 */
export function polynomialsInto(
  g: Float64Array,
  { values, size }: DrawStatistics,
  { draw, kind, from, stride }: PolynomialBlock & {
    readonly draw: RecordedDraw;
  },
): number {
  const { centre, unit, exposure, variance, p: [, p1, p2] } = draw;
  const byC = 1 / exposure, byA = byC / unit, byV = 1 / variance;
  const isPlain = kind === "plain";
  const slope = 2 * unit * byV, square = unit * unit * byV;
  const count = Math.min(g.length / 5, Math.ceil((size - from) / stride));
  let at = WIDTH * from;
  for (let out = 0; out < 5 * count; out += 5, at += WIDTH * stride) {
    const c0 = values[at + 1]!;
    const c = c0 * byC, r = (values[at]! - centre * c0) * byA;
    const rr = r * r, rc = -2 * r * c, cc = c * c;
    const isSame = rr <= ROUNDING && Math.abs(cc - 1) <= ROUNDING;
    g[out] = isSame ? 1 : rr;
    if (isSame || isPlain) {
      g[out + 1] = isSame ? 0 : rc;
      g[out + 2] = isSame ? 0 : cc - 1;
      g[out + 3] = 0;
      g[out + 4] = 0;
    } else {
      const v1 = values[at + 3]!, v2 = values[at + 4]!;
      const q0 = (values[at + 2]! - centre * (2 * v1 - centre * v2)) * byV;
      const q1 = slope * (centre * v2 - v1);
      g[out + 1] = rr * p1 + rc;
      g[out + 2] = rr * p2 + rc * p1 + cc - q0;
      g[out + 3] = rc * p2 + cc * p1 - q1;
      g[out + 4] = cc * p2 - square * v2;
    }
  }
  return count;
}
