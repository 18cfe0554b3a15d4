import { choleskyInPlace, choleskySolveInPlace } from "#lib/numerics/mod.ts";

/** Rows of a quantile regression, each multiplied by its weight. */
export interface QuantileRows {
  /** n × p by rows. */
  readonly x: Float64Array;
  /** Length n. */
  readonly y: Float64Array;
  /** Number of coefficients. */
  readonly p: number;
}

/** A solution of the linear programme of a quantile regression. */
export interface QuantileSolution {
  /** Length p. */
  readonly coefficients: Float64Array;
  /** Share of each row that lies above its fitted value: 1 above, 0 below. */
  readonly shares: Float64Array;
  /** Primal minus dual objective, 0 or more but for rounding. */
  readonly gap: number;
  /** Steps taken. */
  readonly iterations: number;
}

/** Part of the way to the edge that a step may go. */
const BEFORE_EDGE = 0.9995;
const MAXIMUM_ITERATIONS = 80;
/** Distance from the edge at the start, relative to the usual one from the plane. */
const START = 1e-3;

/** Options for {@linkcode solveQuantileProgramme}. */
export interface QuantileProgrammeOptions {
  /** Gap between primal and dual, relative to Σ |y|, at which to stop. */
  readonly tolerance: number;
  /** Coefficients to begin at, length p. @default {least squares} */
  readonly start?: Float64Array;
  /** Usual distance of rows from the plane. @default {mean |y|} */
  readonly scale?: number;
}

/** Σ of |y|: the scale of objectives and gaps. */
export function sizeOf({ y }: QuantileRows): number {
  return y.reduce((total, value) => total + Math.abs(value), 0);
}

/**
 * The state of the search: shares a and s = 1 − a of each row, and the parts w − z of
 * its residual, all four above 0.
 */
class FrischNewton {
  readonly #rows: QuantileRows;
  readonly #n: number;
  readonly #a: Float64Array;
  readonly #s: Float64Array;
  readonly #z: Float64Array;
  readonly #w: Float64Array;
  readonly #da: Float64Array;
  readonly #dz: Float64Array;
  readonly #dw: Float64Array;
  /** 1 / (z/a + w/s). */
  readonly #q: Float64Array;
  readonly #normal: Float64Array;
  /** Σ x a that the shares must keep. */
  readonly #sums: Float64Array;
  readonly #target: Float64Array;
  readonly coefficients: Float64Array;

  constructor(
    rows: QuantileRows,
    tau: number,
    { start, scale = sizeOf(rows) / rows.y.length }: QuantileProgrammeOptions,
  ) {
    const { y, p } = rows;
    const n = y.length;
    this.#rows = rows;
    this.#n = n;
    this.#a = new Float64Array(n).fill(1 - tau);
    this.#s = new Float64Array(n).fill(tau);
    this.#z = new Float64Array(n);
    this.#w = new Float64Array(n);
    this.#da = new Float64Array(n);
    this.#dz = new Float64Array(n);
    this.#dw = new Float64Array(n);
    this.#q = new Float64Array(n).fill(1);
    this.#normal = new Float64Array(p * p);
    this.#sums = new Float64Array(p);
    this.#factor();
    this.#target = this.#sums.slice();
    this.coefficients = start?.slice() ?? this.#leastSquares();
    const floor = START * scale;
    for (let i = 0; i < n; i++) {
      const residual = y[i]! - this.#fitted(i, this.coefficients);
      this.#z[i] = Math.max(-residual, 0) + floor;
      this.#w[i] = Math.max(residual, 0) + floor;
    }
  }

  /** Uses the factor of X′X. */
  #leastSquares(): Float64Array {
    const { x, y, p } = this.#rows;
    const b = new Float64Array(p);
    for (let i = 0; i < this.#n; i++) {
      for (let j = 0; j < p; j++) b[j]! += x[i * p + j]! * y[i]!;
    }
    choleskySolveInPlace(this.#normal, p, b);
    return b;
  }

  get shares(): Float64Array {
    return this.#a;
  }

  #fitted(i: number, b: Float64Array): number {
    const { x, p } = this.#rows;
    let value = 0;
    for (let j = 0; j < p; j++) value += x[i * p + j]! * b[j]!;
    return value;
  }

  /** Factors X′QX and adds up X′a. */
  #factor(): void {
    const { x, p } = this.#rows;
    const normal = this.#normal, sums = this.#sums, q = this.#q, a = this.#a;
    normal.fill(0);
    sums.fill(0);
    for (let i = 0; i < this.#n; i++) {
      const at = i * p;
      for (let j = 0; j < p; j++) {
        const value = q[i]! * x[at + j]!;
        sums[j]! += a[i]! * x[at + j]!;
        for (let k = 0; k <= j; k++) normal[j * p + k]! += value * x[at + k]!;
      }
    }
    choleskyInPlace(normal, p);
  }

  /** z′a + w′s. */
  gap(): number {
    let gap = 0;
    for (let i = 0; i < this.#n; i++) {
      gap += this.#z[i]! * this.#a[i]! + this.#w[i]! * this.#s[i]!;
    }
    return gap;
  }

  /** The pull on row i: towards the centre by mu, less the products of the last step. */
  #pull(i: number, mu: number): number {
    if (mu === 0) return 0;
    const da = this.#da[i]!;
    return (mu - da * this.#dz[i]!) / this.#a[i]! -
      (mu + da * this.#dw[i]!) / this.#s[i]!;
  }

  /**
   * Writes the step towards the solution, or where mu is above 0 towards the centre
   * with the second-order terms of the step written before.
   *
   * @returns The change of the coefficients.
   */
  direct(mu: number): Float64Array {
    const { x, p } = this.#rows;
    const a = this.#a, s = this.#s, z = this.#z, w = this.#w, q = this.#q;
    const db = this.#sums.map((sum, j) => sum - this.#target[j]!);
    for (let i = 0; i < this.#n; i++) {
      const value = q[i]! * (w[i]! - z[i]! + this.#pull(i, mu));
      for (let j = 0; j < p; j++) db[j]! += value * x[i * p + j]!;
    }
    choleskySolveInPlace(this.#normal, p, db);
    for (let i = 0; i < this.#n; i++) {
      const da = this.#da[i]!;
      const forZ = mu === 0 ? 0 : mu - da * this.#dz[i]!;
      const forW = mu === 0 ? 0 : mu + da * this.#dw[i]!;
      const next = q[i]! *
        (w[i]! - z[i]! + this.#pull(i, mu) - this.#fitted(i, db));
      this.#da[i] = next;
      this.#dz[i] = (forZ - z[i]! * next) / a[i]! - z[i]!;
      this.#dw[i] = (forW + w[i]! * next) / s[i]! - w[i]!;
    }
    return db;
  }

  /** How far the shares and the residuals may go along the step. */
  lengths(): { readonly shares: number; readonly residuals: number } {
    let shares = Infinity, residuals = Infinity;
    for (let i = 0; i < this.#n; i++) {
      const da = this.#da[i]!, dz = this.#dz[i]!, dw = this.#dw[i]!;
      if (da < 0) shares = Math.min(shares, -this.#a[i]! / da);
      else if (da > 0) shares = Math.min(shares, this.#s[i]! / da);
      if (dz < 0) residuals = Math.min(residuals, -this.#z[i]! / dz);
      if (dw < 0) residuals = Math.min(residuals, -this.#w[i]! / dw);
    }
    return {
      shares: Math.min(BEFORE_EDGE * shares, 1),
      residuals: Math.min(BEFORE_EDGE * residuals, 1),
    };
  }

  /** The gap after a step of these lengths. */
  gapAhead(shares: number, residuals: number): number {
    let gap = 0;
    for (let i = 0; i < this.#n; i++) {
      const da = shares * this.#da[i]!;
      gap += (this.#z[i]! + residuals * this.#dz[i]!) * (this.#a[i]! + da) +
        (this.#w[i]! + residuals * this.#dw[i]!) * (this.#s[i]! - da);
    }
    return gap;
  }

  move(
    db: Float64Array,
    { shares, residuals }: {
      readonly shares: number;
      readonly residuals: number;
    },
  ): void {
    for (let i = 0; i < this.#n; i++) {
      const da = shares * this.#da[i]!;
      this.#a[i]! += da;
      this.#s[i]! -= da;
      this.#z[i]! += residuals * this.#dz[i]!;
      this.#w[i]! += residuals * this.#dw[i]!;
    }
    db.forEach((change, j) => this.coefficients[j]! += residuals * change);
  }

  /** Prepares the equations of the next step; false where they are singular. */
  prepare(): boolean {
    for (let i = 0; i < this.#n; i++) {
      this.#q[i] = 1 /
        (this.#z[i]! / this.#a[i]! + this.#w[i]! / this.#s[i]!);
    }
    try {
      this.#factor();
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

/**
 * Solves min Σ ρ_τ(y − x′b) through its dual: maximise y′a with X′a = (1 − τ) X′1 and
 * 0 ≤ a ≤ 1, by the predictor–corrector steps of the Frisch–Newton method.
 *
 * @throws {RangeError} If the gap does not close.
 * @see Portnoy & Koenker (1997), Statistical Science 12, 279–300.
 */
export function solveQuantileProgramme(
  rows: QuantileRows,
  tau: number,
  options: QuantileProgrammeOptions,
): QuantileSolution {
  const { tolerance } = options;
  const search = new FrischNewton(rows, tau, options);
  const size = sizeOf(rows);
  let gap = search.gap(), iterations = 0;
  while (gap > tolerance * size && iterations < MAXIMUM_ITERATIONS) {
    if (!search.prepare()) break;
    let change = search.direct(0);
    let lengths = search.lengths();
    if (Math.min(lengths.shares, lengths.residuals) < 1) {
      const ahead = search.gapAhead(lengths.shares, lengths.residuals);
      const ratio = ahead / gap;
      const mu = gap * ratio * ratio * ratio / (2 * rows.y.length);
      change = search.direct(mu);
      lengths = search.lengths();
    }
    search.move(change, lengths);
    gap = search.gap();
    iterations++;
  }
  // Singular equations come at the very end, where few rows decide all.
  if (!(gap <= Math.max(tolerance, 1e-6) * size)) {
    throw new RangeError(
      `Cannot fit a quantile regression: the gap is still ${
        gap / size
      } of the outcome after ${iterations} steps`,
    );
  }
  return {
    coefficients: search.coefficients,
    shares: search.shares,
    gap,
    iterations,
  };
}
