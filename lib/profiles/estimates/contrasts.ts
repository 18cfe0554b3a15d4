import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { wavePairs } from "./sums.ts";

/**
 * Sums for comparing one unit with the larger unit it is part of: per wave
 * (Σw, Σwy) inside the unit, then (Σw, Σwy) in the whole.
 */
export function contrastWidth(waves: number): number {
  return 4 * waves;
}

/** How many numbers {@linkcode contrastStatistics} writes. */
export function contrastCount(waves: number): number {
  return 2 * (waves + wavePairs(waves).length);
}

/**
 * Means of the unit per wave, unit minus whole per wave, change of the unit
 * per pair of waves, change minus the whole's change per pair. Scores enter as
 * y − 500; the unit is part of the whole, so leaving out one of its clusters
 * changes both, and the overlap needs no further correction.
 */
export function contrastStatistics(
  waves: number,
): (sums: Float64Array, out: Float64Array) => void {
  const pairs = wavePairs(waves);
  const own = new Float64Array(waves), whole = new Float64Array(waves);
  return (sums, out) => {
    for (let w = 0; w < waves; w++) {
      own[w] = sums[2 * w + 1]! / sums[2 * w]!;
      whole[w] = sums[2 * (waves + w) + 1]! / sums[2 * (waves + w)]!;
    }
    let k = 0;
    for (let w = 0; w < waves; w++) out[k++] = SCORE_ORIGIN + own[w]!;
    for (let w = 0; w < waves; w++) out[k++] = own[w]! - whole[w]!;
    for (const [from, to] of pairs) out[k++] = own[to]! - own[from]!;
    for (const [from, to] of pairs) {
      out[k++] = own[to]! - own[from]! - (whole[to]! - whole[from]!);
    }
  };
}

/** One contrast statistic: what it is and where it lies in the result. */
export interface ContrastSlot {
  readonly kind: "mean" | "versus";
  readonly wave: number;
  /** Later wave, or −1. */
  readonly to: number;
  readonly k: number;
}

/** The statistics of {@linkcode contrastStatistics} in order. */
export function contrastSlots(waves: number): readonly ContrastSlot[] {
  const slots: ContrastSlot[] = [];
  let k = 0;
  for (const kind of ["mean", "versus"] as const) {
    for (let wave = 0; wave < waves; wave++) {
      slots.push({ kind, wave, to: -1, k: k++ });
    }
  }
  for (const kind of ["mean", "versus"] as const) {
    for (const [wave, to] of wavePairs(waves)) {
      slots.push({ kind, wave, to, k: k++ });
    }
  }
  return slots;
}
