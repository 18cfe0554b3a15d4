import { exp, ln } from "#lib/numerics/mod.ts";

/** Distance of two tabulated tilts, times the narrowest posterior's deviation. */
const TILT_STEP = 0.2;
/** Entries of the guide that leads to a quantile's node. */
const GUIDE = 256;
/** Beyond this distance the table's error is not bounded by {@linkcode BOUND}. */
const NEAR = 0.5;
/** e^0.5 / 8: for |y| ≤ 0.5 the two tables together exceed the density by at most this times y². */
const BOUND = 0.2062;
/** Lowest bits of a random word that decide whether a value needs a closer look. */
const LOOK_BITS = 11;
const LOOKS = 1 << LOOK_BITS;
const WORDS = 4294967296;

/**
 * Distributions base(θ) · e^(tilt θ) on equally spaced nodes, tabulated for equally
 * spaced tilts when they are first needed.
 */
export interface TiltTables {
  /** Density without tilt, ascending nodes around 0; may be replaced between uses. */
  readonly base: Float64Array;
  /** Between nodes, θ. */
  readonly nodeStep: number;
  /** Between tilts. */
  readonly tiltStep: number;
  /** Number of the lowest tilt: tilt k is (first + k) · tiltStep. */
  readonly first: number;
  /** Tilts in the table. */
  readonly count: number;
  /** Per tilt, when made: running sums over the nodes, beginning with 0. */
  readonly sums: Float64Array[];
  /** Per tilt, when made: node in which each part of the mass begins. */
  readonly guides: Uint16Array[];
  /** ln of the mass per tilt; NaN until it is made. */
  readonly logMass: Float64Array;
}

/** Reserves the tables for tilts from −reach to reach. */
export function tiltTables(
  { nodes, nodeStep, deviation, reach }: {
    readonly nodes: number;
    readonly nodeStep: number;
    /** Of the narrowest density. */
    readonly deviation: number;
    readonly reach: number;
  },
): TiltTables {
  const tiltStep = TILT_STEP / deviation;
  const half = Math.ceil(reach / tiltStep);
  const count = 2 * half + 1;
  return {
    base: new Float64Array(nodes),
    nodeStep,
    tiltStep,
    first: -half,
    count,
    sums: new Array(count),
    guides: new Array(count),
    logMass: new Float64Array(count).fill(NaN),
  };
}

/** Forgets the tables, after the base has changed. */
export function clearTables({ logMass }: TiltTables): void {
  logMass.fill(NaN);
}

/** Tabulates one tilt. */
function makeTable(tables: TiltTables, k: number): void {
  const { base, nodeStep, tiltStep, first, logMass } = tables;
  const nodes = base.length;
  const sums = tables.sums[k] ??= new Float64Array(nodes + 1);
  const guide = tables.guides[k] ??= new Uint16Array(GUIDE);
  const tilt = (first + k) * tiltStep;
  const ratio = exp(tilt * nodeStep);
  let factor = exp(-tilt * nodeStep * (nodes - 1) / 2);
  let sum = 0;
  for (let f = 0; f < nodes; f++) {
    sum += base[f]! * factor;
    sums[f + 1] = sum;
    factor *= ratio;
  }
  let f = 0;
  for (let j = 0; j < GUIDE; j++) {
    const part = sum * j / GUIDE;
    while (f < nodes - 1 && sums[f + 1]! <= part) f++;
    guide[j] = f;
  }
  logMass[k] = ln(sum);
}

/** Position of a quantile in the table of tilt `k`, nodes from 0 with their part. */
function quantile(tables: TiltTables, k: number, u: number): number {
  const sums = tables.sums[k]!;
  const last = sums.length - 2;
  const part = u * sums[last + 1]!;
  let f = tables.guides[k]![Math.floor(u * GUIDE)]!;
  while (f < last && sums[f + 1]! <= part) f++;
  const below = sums[f]!;
  return f + (part - below) / (sums[f + 1]! - below);
}

/** One draw; the object may be used again, so that nothing is allocated per person. */
export interface TableDraw {
  /** 32 random bits. */
  word: number;
  /** Whose draw it is. */
  person: number;
  /** Receives the values, one per person. */
  readonly theta: Float64Array;
  /** A further uniform number of a person, asked for only where it is needed. */
  readonly another: (person: number) => number;
}

/**
 * Draws θ from base(θ) · e^(tilt θ), exactly, through the tables of the two tilts
 * around it.
 *
 * With tilt = (1 − w) t₀ + w t₁ and c the slope of ln mass between them, the mean
 * of the exponentials, (1 − w) e^(t₀ (θ − c)) + w e^(t₁ (θ − c)), is nowhere below
 * e^(tilt (θ − c)), and under it both tables have the same mass: a value is drawn
 * from the first with probability 1 − w, else from the second, and kept with
 * probability density / mean, which is hardly ever under 0.99. The lowest bits of
 * the word tell most values from those that must be looked at closer.
 *
 * @returns False where the value was not kept, or the tilt lies outside the tables:
 * then θ is to be drawn from its density by another random number.
 */
export function drawFromTables(
  tables: TiltTables,
  tilt: number,
  draw: TableDraw,
): boolean {
  const { base, nodeStep, tiltStep, first, count, logMass } = tables;
  const place = tilt / tiltStep - first;
  const k = Math.floor(place);
  if (!(k >= 0 && k < count - 1)) return false;
  if (Number.isNaN(logMass[k]!)) makeTable(tables, k);
  if (Number.isNaN(logMass[k + 1]!)) makeTable(tables, k + 1);
  const w = place - k;
  const { word } = draw;
  let u = ((word >>> 0) + 0.5) / WORDS;
  let from = k;
  if (u < w) {
    u /= w;
    from = k + 1;
  } else u = (u - w) / (1 - w);
  const middle = base.length / 2;
  const position = quantile(tables, from, u);
  const node = (Math.floor(position) + 0.5 - middle) * nodeStep;
  const y = tiltStep * node - (logMass[k + 1]! - logMass[k]!);
  const isNear = y <= NEAR && y >= -NEAR;
  const looks = isNear ? Math.ceil(BOUND * y * y * LOOKS) : LOOKS;
  if ((word & (LOOKS - 1)) < looks) {
    const kept = 1 / ((1 - w) * exp(-w * y) + w * exp((1 - w) * y));
    if (draw.another(draw.person) * looks < (1 - kept) * LOOKS) return false;
  }
  draw.theta[draw.person] = (position - middle) * nodeStep;
  return true;
}
