import type { ClusterSums } from "./cluster_sums.ts";
import {
  jackknifeDegreesOfFreedom,
  type KnownDegrees,
} from "./size_degrees_of_freedom.ts";
import { planReplicates, type ReplicatePlan } from "./replicate_plan.ts";

/** Whether a statistic has a value and an uncertainty. */
export type JackknifeStatus =
  | "ok"
  /** The statistic is not defined on the data, e.g. a slope without any background. */
  | "no-value"
  /** One cluster, no variation between clusters, or undefined once one is left out. */
  | "no-uncertainty";

/** One statistic with its jackknife variance. */
export interface JackknifeStatistic {
  /** What can be said about the statistic. */
  readonly status: JackknifeStatus;
  /** Mean over draws; NaN without a value. */
  readonly value: number;
  /** Mean over draws of the jackknife variance; NaN unless the status is "ok". */
  readonly sampling: number;
  /** Variance of the statistic between draws, divisor M − 1; 0 with one draw. */
  readonly between: number;
  /** Degrees of freedom of `sampling`, from the sizes of the clusters; NaN unless the status is "ok". */
  readonly degreesOfFreedom: number;
  /** Clusters that the statistic depends on. */
  readonly clusters: number;
}

/**
 * A relative change below this is rounding, not a cluster that matters: one pupil
 * of a million moves a mean some thousand times more.
 */
const ROUNDING = 1e-13;

function checkInput(
  { draws, clusters, width, sums, strata }: ClusterSums,
): void {
  const expected = draws * clusters * width;
  if (!(expected > 0) || sums.length !== expected) {
    throw new RangeError(
      `Cannot compute a jackknife: found ${sums.length} sums, expected ${draws} draws × ${clusters} clusters × ${width}`,
    );
  }
  if (strata !== null && strata.length !== clusters) {
    throw new RangeError(
      `Cannot compute a jackknife: found ${strata.length} strata, expected one per cluster, ${clusters}`,
    );
  }
  const wrong = Array.from(strata ?? []).findIndex((stratum) => stratum < 0);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot compute a jackknife: stratum ${
        strata![wrong]
      } of cluster ${wrong}, it must be 0 or above`,
    );
  }
}

/** All sums, and those of each stratum. */
function computeTotalsInPlace(
  ofStrata: Float64Array,
  total: Float64Array,
  input: ClusterSums & { readonly draw: number; readonly plan: ReplicatePlan },
): void {
  const { clusters, width, sums, draw, plan } = input;
  ofStrata.fill(0);
  total.fill(0);
  for (let j = 0; j < clusters; j++) {
    const start = (draw * clusters + j) * width;
    const stratum = plan.stratum[j]! * width;
    for (let k = 0; k < width; k++) {
      total[k]! += sums[start + k]!;
      ofStrata[stratum + k]! += sums[start + k]!;
    }
  }
}

/** Values per draw (draws × count) and squared deviations summed over draws (clusters × count). */
interface Replicated {
  readonly values: Float64Array;
  readonly contributions: Float64Array;
}

function replicate(input: ClusterSums, plan: ReplicatePlan): Replicated {
  const { draws, clusters, width, sums, count, statistics } = input;
  const values = new Float64Array(draws * count);
  const contributions = new Float64Array(clusters * count);
  const ofStrata = new Float64Array(plan.strata * width);
  const total = new Float64Array(width);
  const left = new Float64Array(width);
  const whole = new Float64Array(count);
  const out = new Float64Array(count);
  for (let draw = 0; draw < draws; draw++) {
    computeTotalsInPlace(ofStrata, total, { ...input, draw, plan });
    statistics(total, whole);
    values.set(whole, draw * count);
    for (let j = 0; j < clusters; j++) {
      if (plan.active[j] === 0) continue;
      const stratum = plan.stratum[j]! * width;
      const factor = plan.factor[j]!, extra = factor - 1;
      const start = (draw * clusters + j) * width;
      for (let k = 0; k < width; k++) {
        left[k] = total[k]! + extra * ofStrata[stratum + k]! -
          factor * sums[start + k]!;
      }
      statistics(left, out);
      const multiplier = plan.multiplier[j]! / draws;
      for (let s = 0; s < count; s++) {
        let deviation = out[s]! - whole[s]!;
        if (Math.abs(deviation) <= ROUNDING * Math.abs(whole[s]!)) {
          deviation = 0;
        }
        contributions[j * count + s]! += multiplier * deviation * deviation;
      }
    }
  }
  return { values, contributions };
}

function spread(values: Float64Array): { mean: number; variance: number } {
  const n = values.length;
  let mean = 0, variance = 0;
  for (const value of values) mean += value / n;
  for (const value of values) variance += (value - mean) * (value - mean);
  return { mean, variance: n > 1 ? variance / (n - 1) : 0 };
}

function summarise(
  values: Float64Array,
  parts: Float64Array,
  { plan, sizes, known }: {
    readonly plan: ReplicatePlan;
    readonly sizes: ArrayLike<number>;
    readonly known: Map<number, KnownDegrees>;
  },
): JackknifeStatistic {
  const { mean, variance: between } = spread(values);
  let clusters = 0, total = 0;
  for (let j = 0; j < parts.length; j++) {
    if (parts[j] !== 0) clusters += 1;
    total += parts[j]!;
  }
  if (!Number.isFinite(mean)) {
    return {
      status: "no-value",
      value: NaN,
      sampling: NaN,
      between: NaN,
      degreesOfFreedom: NaN,
      clusters,
    };
  }
  // Plainly unstratified, only clusters that the statistic depends on count.
  const multiplier = plan.isPlain ? (clusters - 1) / clusters : 1;
  const sampling = multiplier * total;
  if (!(clusters > 1 && sampling > 0 && sampling < Infinity)) {
    return {
      status: "no-uncertainty",
      value: mean,
      sampling: NaN,
      between,
      degreesOfFreedom: NaN,
      clusters,
    };
  }
  const degreesOfFreedom = jackknifeDegreesOfFreedom({
    parts,
    sizes,
    stratum: plan.stratum,
    strata: plan.strata,
    known,
  });
  return {
    status: "ok",
    value: mean,
    sampling,
    between,
    degreesOfFreedom,
    clusters,
  };
}

/**
 * Computes statistics and their jackknife variances from sums per cluster, for
 * all plausible values and all statistics at once; people are not visited again.
 *
 * Unstratified: replicate j is the whole without cluster j, and the variance is
 * (G − 1) / G × Σ (t_j − t)², G being the clusters that the statistic depends on.
 * Stratified: when cluster j of stratum h is left out, the others of the stratum
 * count n_h / (n_h − 1) times, and the variance is Σ_h (n_h − 1) / n_h Σ_j (t_hj − t)²;
 * a stratum with one cluster is joined with the next one, the last with the one
 * before. With `sizes`, p_j being a cluster's share of its stratum, the others count
 * 1 / (1 − p_j) times, so that the stratum keeps its weight, and the multiplier is
 * 1 − p_j: the weighted jackknife, which unequal clusters do not bias upwards. The
 * variance is the mean over all draws, not that of the first draw.
 * Clusters whose sums are all zero are not counted.
 *
 * @returns One result per statistic, in order; see {@linkcode JackknifeStatus}
 * for those without a value.
 * @throws {RangeError} If the sums or strata do not have the stated sizes.
 * @see Wu (1986), Annals of Statistics 14, 1261–1295, for the weighted jackknife.
 * @see Wolter (2007), Introduction to Variance Estimation, 2nd ed., chapter 4.
 */
export function jackknifeFromSums(
  input: ClusterSums,
): readonly JackknifeStatistic[] {
  checkInput(input);
  const { draws, clusters, count } = input;
  const sizes = input.sizes ?? new Float64Array(clusters).fill(1);
  const plan = planReplicates(input);
  const { values, contributions } = replicate(input, plan);
  const known = new Map<number, KnownDegrees>();
  const ofDraws = new Float64Array(draws);
  const ofClusters = new Float64Array(clusters);
  return Array.from({ length: count }, (_, s) => {
    for (let m = 0; m < draws; m++) ofDraws[m] = values[m * count + s]!;
    for (let j = 0; j < clusters; j++) {
      ofClusters[j] = contributions[j * count + s]!;
    }
    return summarise(ofDraws, ofClusters, { plan, sizes, known });
  });
}
