/**
 * The bootstrap statistics of all draws as functions of the tested value.
 *
 * In units of δ = (estimate − tested value) / c′(X′WX)⁻¹c, draw b has the t statistic
 * (n₀ + n₁ δ) / √(v₀ + v₁ δ + v₂ δ²), up to a factor that the observed one shares.
 */
export interface WildStatistics {
  /** n₀, n₁, v₀, v₁, v₂ of each draw. */
  readonly draws: Float64Array;
  /** Number of draws. */
  readonly count: number;
}

/** Numbers per draw. */
export const WILD_WIDTH = 5;

/** The clusters of a regression in the direction of one contrast c. */
export interface WildClusters {
  /** Contrast on the basis coefficients, length p. */
  readonly contrast: Float64Array;
  /** Number of clusters, G. */
  readonly count: number;
  /** Σ w e u of each cluster, G × p, e the unrestricted residuals. */
  readonly scores: Float64Array;
  /** Σ w u u′c of each cluster, G × p. */
  readonly shares: Float64Array;
}

function dot(a: Float64Array, b: Float64Array): number {
  let value = 0;
  for (let i = 0; i < a.length; i++) value += a[i]! * b[i]!;
  return value;
}

/** Adds up draws, keeping what does not change between them. */
export class WildAccumulator {
  readonly #p: number;
  readonly #contrast: Float64Array;
  /** s, k, (c′s) k and (c′k) k of each cluster side by side, G × 4p. */
  readonly #parts: Float64Array;
  /** (c′s)², (c′s)(c′k) and (c′k)² of each cluster, G × 3. */
  readonly #squares: Float64Array;
  /** Σ k k′, p × p. */
  readonly #kernel: Float64Array;
  readonly #sums: Float64Array;
  readonly #squareSums: Float64Array = new Float64Array(3);

  /** @param clusters What the draws multiply. */
  constructor({ contrast, count, scores, shares }: WildClusters) {
    const p = contrast.length;
    this.#p = p;
    this.#contrast = contrast;
    this.#parts = new Float64Array(count * 4 * p);
    this.#squares = new Float64Array(count * 3);
    this.#kernel = new Float64Array(p * p);
    this.#sums = new Float64Array(4 * p);
    for (let g = 0; g < count; g++) {
      const s = scores.subarray(g * p, (g + 1) * p);
      const k = shares.subarray(g * p, (g + 1) * p);
      const cs = dot(contrast, s), ck = dot(contrast, k);
      this.#squares.set([cs * cs, cs * ck, ck * ck], g * 3);
      const at = g * 4 * p;
      for (let j = 0; j < p; j++) {
        this.#parts[at + j] = s[j]!;
        this.#parts[at + p + j] = k[j]!;
        this.#parts[at + 2 * p + j] = cs * k[j]!;
        this.#parts[at + 3 * p + j] = ck * k[j]!;
        for (let i = 0; i < p; i++) this.#kernel[i * p + j]! += k[i]! * k[j]!;
      }
    }
  }

  /** Starts anew. */
  clear(): void {
    this.#sums.fill(0);
    this.#squareSums.fill(0);
  }

  /** Adds a cluster's parts times a factor. */
  addLinear(cluster: number, factor: number): void {
    const sums = this.#sums, parts = this.#parts, at = cluster * sums.length;
    for (let j = 0; j < sums.length; j++) sums[j]! += factor * parts[at + j]!;
  }

  /** Adds a cluster's squares times the square of its multiplier. */
  addSquares(cluster: number, square: number): void {
    for (let j = 0; j < 3; j++) {
      this.#squareSums[j]! += square * this.#squares[cluster * 3 + j]!;
    }
  }

  /** u′ K v. */
  #quadratic(u: Float64Array, v: Float64Array): number {
    const p = this.#p;
    let value = 0;
    for (let i = 0; i < p; i++) {
      let inner = 0;
      for (let j = 0; j < p; j++) inner += this.#kernel[i * p + j]! * v[j]!;
      value += u[i]! * inner;
    }
    return value;
  }

  /** Writes the five numbers of the draw that has been added up. */
  write(out: Float64Array, draw: number): void {
    const p = this.#p;
    const part = (k: number) => this.#sums.subarray(k * p, (k + 1) * p);
    const d0 = part(0), d1 = part(1), q0 = part(2), q1 = part(3);
    const [ss = 0, sk = 0, kk = 0] = this.#squareSums;
    const at = draw * WILD_WIDTH;
    out[at] = dot(this.#contrast, d0);
    out[at + 1] = dot(this.#contrast, d1);
    out[at + 2] = ss - 2 * dot(q0, d0) + this.#quadratic(d0, d0);
    out[at + 3] = 2 *
      (sk - dot(q0, d1) - dot(q1, d0) + this.#quadratic(d0, d1));
    out[at + 4] = kk - 2 * dot(q1, d1) + this.#quadratic(d1, d1);
  }
}

/** Draws whose statistic is this close to the observed one, relative, are ties. */
const TIE = 1e-9;

/** Number of draws at least as far from 0 as the observed statistic at δ. */
export function countAsExtreme(
  { draws, count }: WildStatistics,
  delta: number,
  { contrastSquare, variance, isEnumerated }: {
    /** The first draw is then the data themselves, which far away rounding would lose. */
    readonly isEnumerated: boolean;
    /** c′(X′WX)⁻¹c. */
    readonly contrastSquare: number;
    /** Σ (c′s)² over the clusters. */
    readonly variance: number;
  },
): number {
  const bound = (1 - TIE) * delta * delta * contrastSquare * contrastSquare /
    variance;
  const first = isEnumerated ? 1 : 0;
  let extreme = first;
  for (let b = first; b < count; b++) {
    const at = b * WILD_WIDTH;
    const top = draws[at]! + delta * draws[at + 1]!;
    const bottom = draws[at + 2]! +
      delta * (draws[at + 3]! + delta * draws[at + 4]!);
    if (top * top >= bound * bottom) extreme++;
  }
  return extreme;
}
