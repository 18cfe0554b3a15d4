/** Clusters numbered from 0. */
export interface NumberedClusters {
  /** Number of each row's cluster. */
  readonly cluster: Int32Array;
  /** How many there are. */
  readonly count: number;
}

/**
 * Numbers clusters in the order in which they occur; `null` where none are needed.
 *
 * @throws {RangeError} If they are needed and absent, too few, or not one per row.
 */
export function numberClusters(
  { scores, clusters }: {
    readonly scores: ArrayLike<number>;
    readonly clusters?: ArrayLike<number | string>;
  },
  { variance }: { readonly variance: string },
): NumberedClusters | null {
  if (variance !== "clustered") return null;
  if (clusters?.length !== scores.length) {
    throw new RangeError(
      `Cannot compute a clustered variance: found ${
        clusters?.length ?? "no"
      } clusters, expected one for each of ${scores.length} rows`,
    );
  }
  const numbers = new Map<number | string, number>();
  const cluster = Int32Array.from({ length: clusters.length }, (_, i) => {
    const found = numbers.get(clusters[i]!) ?? numbers.size;
    numbers.set(clusters[i]!, found);
    return found;
  });
  if (numbers.size < 2) {
    throw new RangeError(
      `Cannot compute a clustered variance: found ${numbers.size} cluster, at least 2 are needed`,
    );
  }
  return { cluster, count: numbers.size };
}
