/** Sums of one education group. */
export interface GroupSums {
  /** Σ weight. */
  readonly weight: number;
  /** Σ weight × (score − 500). */
  readonly score: number;
}

/**
 * Mean score of the highest education group minus that of the lowest, in points.
 *
 * @returns NaN when one of them has nobody.
 */
export function educationGap(lowest: GroupSums, highest: GroupSums): number {
  if (!(lowest.weight > 0 && highest.weight > 0)) return NaN;
  return highest.score / highest.weight - lowest.score / lowest.weight;
}
