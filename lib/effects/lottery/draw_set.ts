/** The draws that a lottery is compared with, the recorded one among them. */
export interface DrawSet {
  /** Schools that took part, at most 40. */
  readonly schools: number;
  /** 1 for the schools of the recorded draw, 0 for the others. */
  readonly treated: Float64Array;
  /** Schools drawn. */
  readonly drawn: number;
  /** Stratum of each school, from 0; all 0 without strata. */
  readonly stratum: Int32Array;
  /** Number of strata, 1 without. */
  readonly strata: number;
  /** Draws held. */
  readonly size: number;
  /** One bit per school, `bytesPerDraw` bytes per draw; school 8k is the lowest bit of byte k. */
  readonly bits: Uint8Array;
  /** Bytes per draw, schools / 8 rounded up. */
  readonly bytesPerDraw: number;
  /** Number of the recorded draw, 0 to size − 1. */
  readonly recorded: number;
  /** Whether all possible draws are held, or a sample of them and the recorded one. */
  readonly coverage: "all" | "sampled";
  /** Draws that were possible; NaN where that could not be counted. */
  readonly possible: number;
  /** Whether every draw has the same number of drawn schools. */
  readonly sizes: "fixed" | "varying";
}

/** Writes one draw as bits. */
export function packInPlace(
  treated: ArrayLike<number>,
  bits: Uint8Array,
  offset: number,
): void {
  for (let i = 0; i < treated.length; i++) {
    if (treated[i] === 1) bits[offset + (i >> 3)]! |= 1 << (i & 7);
  }
}

/** Reads one draw of a set as 0 and 1 per school. */
export function unpackInPlace(
  { bits, bytesPerDraw }: Pick<DrawSet, "bits" | "bytesPerDraw">,
  draw: number,
  treated: Uint8Array,
): void {
  for (let i = 0; i < treated.length; i++) {
    treated[i] = bits[draw * bytesPerDraw + (i >> 3)]! >> (i & 7) & 1;
  }
}
