/** Strata numbered from 0, none with a single cluster. */
export interface CollapsedStrata {
  /** Stratum of each cluster. */
  readonly stratum: Int32Array;
  /** Active clusters per stratum. */
  readonly sizes: Int32Array;
}

function countActive(
  strata: ArrayLike<number>,
  active: ArrayLike<number>,
): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let j = 0; j < strata.length; j++) {
    const label = strata[j]!;
    sizes.set(label, (sizes.get(label) ?? 0) + active[j]!);
  }
  return sizes;
}

/**
 * Numbers strata from 0 and joins those that have a single active cluster.
 *
 * In the order of their labels, strata are gathered until two active clusters
 * are together; what is left over at the end joins the last one. One cluster
 * cannot say how clusters differ, and joining overstates the variance rather
 * than understating it.
 *
 * @param strata Label of each cluster.
 * @param active 1 for clusters that count, else 0.
 */
export function collapseStrata(
  strata: ArrayLike<number>,
  active: ArrayLike<number>,
): CollapsedStrata {
  const counts = [...countActive(strata, active)].sort((a, b) => a[0] - b[0]);
  const numberOf = new Map<number, number>();
  const sizes: number[] = [];
  let gathered: number[] = [];
  let size = 0;
  for (const [label, count] of counts) {
    gathered.push(label);
    size += count;
    if (size < 2) continue;
    for (const one of gathered) numberOf.set(one, sizes.length);
    sizes.push(size);
    gathered = [];
    size = 0;
  }
  if (sizes.length === 0) sizes.push(0);
  for (const one of gathered) numberOf.set(one, sizes.length - 1);
  sizes[sizes.length - 1]! += size;
  return {
    stratum: Int32Array.from(strata, (label) => numberOf.get(label)!),
    sizes: Int32Array.from(sizes),
  };
}
