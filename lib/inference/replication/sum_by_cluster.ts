import type { ClusterFactors } from "./designs/replicate_design.ts";
import type { ColumnPair } from "./sum_products.ts";

/** Σ left × right over rows from `start` up to `end`; four sums at a time, so that none waits for another. */
function dot(
  left: Float64Array,
  right: Float64Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let a = 0, b = 0, c = 0, d = 0, i = start;
  for (; i + 3 < end; i += 4) {
    a += left[i]! * right[i]!;
    b += left[i + 1]! * right[i + 1]!;
    c += left[i + 2]! * right[i + 2]!;
    d += left[i + 3]! * right[i + 3]!;
  }
  for (; i < end; i++) a += left[i]! * right[i]!;
  return (a + b) + (c + d);
}

/** Rows that follow each other in the same cluster. */
interface Run {
  readonly cluster: number;
  readonly start: number;
  readonly end: number;
}

function findRuns(cluster: Int32Array): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < cluster.length;) {
    let end = start + 1;
    while (end < cluster.length && cluster[end] === cluster[start]) end++;
    runs.push({ cluster: cluster[start]!, start, end });
    start = end;
  }
  return runs;
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(a.length);
  for (let i = 0; i < product.length; i++) product[i] = a[i]! * b[i]!;
  return product;
}

/** Sums over clusters: pairs × clusters. */
function clusterSums(
  pairs: readonly ColumnPair[],
  { weights, cluster, clusters }: ClusterFactors & {
    readonly weights: Float64Array;
  },
): Float64Array {
  const runs = findRuns(cluster);
  const weighted = new Map<Float64Array, Float64Array>();
  const sums = new Float64Array(pairs.length * clusters);
  pairs.forEach(({ left, right }, t) => {
    const product = weighted.get(left) ?? multiply(left, weights);
    weighted.set(left, product);
    for (const run of runs) {
      sums[t * clusters + run.cluster]! += dot(product, right, run);
    }
  });
  return sums;
}

/** A cluster's factors: the usual one, and how far those of some replicates lie from it. */
interface FactorRow {
  readonly usual: number;
  readonly replicates: readonly number[];
  readonly beyond: readonly number[];
}

/**
 * A jackknife has few factors other than the usual one: those of the cluster itself
 * and, with strata, of its stratum. The usual one is that of the majority; without one
 * (half-samples) it is any, and all others are named.
 */
function factorRow(factors: Float64Array): FactorRow {
  let usual = 1, lead = 0;
  for (const factor of factors) {
    if (lead === 0) usual = factor;
    lead += factor === usual ? 1 : -1;
  }
  const replicates: number[] = [], beyond: number[] = [];
  factors.forEach((factor, r) => {
    if (factor === usual) return;
    replicates.push(r);
    beyond.push(factor - usual);
  });
  return { usual, replicates, beyond };
}

/**
 * {@linkcode sumProducts} where replicate weights are full weights times a factor of
 * the cluster: rows are summed once per cluster, then clusters per replicate.
 */
export function sumByCluster(
  pairs: readonly ColumnPair[],
  design: ClusterFactors & { readonly weights: Float64Array },
): Float64Array {
  const { clusters, factors } = design;
  const replicates = factors.length / clusters;
  const rows = Array.from(
    { length: clusters },
    (_, c) => factorRow(factors.subarray(c * replicates, (c + 1) * replicates)),
  );
  const sums = clusterSums(pairs, design);
  const result = new Float64Array(pairs.length * (1 + replicates));
  for (let t = 0; t < pairs.length; t++) {
    const at = t * (1 + replicates);
    let usual = 0;
    for (let c = 0; c < clusters; c++) {
      const sum = sums[t * clusters + c]!;
      result[at]! += sum;
      usual += rows[c]!.usual * sum;
    }
    result.fill(usual, at + 1, at + 1 + replicates);
    for (let c = 0; c < clusters; c++) {
      const sum = sums[t * clusters + c]!, row = rows[c]!;
      if (sum === 0) continue;
      for (let k = 0; k < row.replicates.length; k++) {
        result[at + 1 + row.replicates[k]!]! += row.beyond[k]! * sum;
      }
    }
  }
  return result;
}
