import { basisContrast, coefficientsOf } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { isNested, sizeFactor } from "./cluster_covariance.ts";
import { clusterProducts, clusterScores } from "./cluster_products.ts";
import {
  type PreparedRegression,
  prepareRegression,
  type RegressionGroups,
} from "./prepare_regression.ts";
import { soleClusterTest } from "./sole_cluster.ts";
import { solveRegression } from "./solve_regression.ts";
import { everySign, randomSigns } from "./wild_draws.ts";
import type { WildWeights } from "./wild_signs.ts";
import {
  countAsExtreme,
  type WildClusters,
  type WildStatistics,
} from "./wild_statistics.ts";

/** Options for {@linkcode wildClusterBootstrap}. */
export interface WildClusterBootstrapOptions extends RegressionGroups {
  /** Cluster of each row, e.g. school. */
  readonly clusters: ArrayLike<number> | ArrayLike<string>;
  /** Name of the coefficient that is tested. */
  readonly coefficient: string;
  /** Value that is tested. @default {0} */
  readonly tested?: number;
  /** Draws; all signs are taken instead where there are no more. @default {9999} */
  readonly draws?: number;
  /** Multipliers: ±1, or Webb's six points. @default {"rademacher"} */
  readonly multipliers?: WildWeights;
  /** 0 to 2^32 − 1; without influence where all signs are taken. @default {1} */
  readonly seed?: number;
  /** Coverage of the interval, between 0 and 1. @default {0.95} */
  readonly confidence?: number;
}

/** A coefficient tested by the wild cluster bootstrap. */
export interface WildClusterBootstrap {
  /** Name of the coefficient. */
  readonly name: string;
  /** Its estimate. */
  readonly value: number;
  /** The value tested. */
  readonly tested: number;
  /** (Value − tested) / standard error of CR1S. */
  readonly statistic: number;
  /** Two-sided, above 0 to 1. */
  readonly pValue: number;
  /** Values that are not rejected; infinite where too few clusters can reject any. */
  readonly interval: readonly [lower: number, upper: number];
  /** Draws made, or different signs taken. */
  readonly draws: number;
  /** Whether every sign was taken, so that p is exact. */
  readonly isEnumerated: boolean;
  /** Number of clusters. */
  readonly clusters: number;
  /** For the reader. */
  readonly method: string;
}

/** The test of one contrast in terms of δ, the distance from the estimate. */
interface WildTest {
  readonly statistics: WildStatistics;
  readonly contrastSquare: number;
  readonly variance: number;
  readonly isEnumerated: boolean;
}

/** The observed signs belong to an enumeration, and are added to a sample. */
function pValueAt(test: WildTest, delta: number): number {
  const { statistics, isEnumerated } = test;
  const extreme = countAsExtreme(statistics, delta, test);
  return isEnumerated
    ? extreme / statistics.count
    : (1 + extreme) / (1 + statistics.count);
}

/** A t statistic beyond which no draw is looked for. */
const FARTHEST = 1e6;
const HALVINGS = 60;
/** 2^30: beyond it the draws of one test would not fit in memory. */
const MOST_DRAWS = 1073741824;
const RELATIVE = 1e-12;
const LARGEST_SEED = 4294967295;

/** Distance from the estimate at which p falls to 1 − confidence, on one side. */
function reach(
  test: WildTest,
  { sign, alpha }: { readonly sign: 1 | -1; readonly alpha: number },
): number {
  const unit = Math.sqrt(test.variance) / test.contrastSquare;
  let kept = 0, rejected = 2;
  while (pValueAt(test, sign * rejected * unit) > alpha) {
    kept = rejected;
    rejected *= 1.5;
    if (rejected > FARTHEST) return Infinity;
  }
  for (
    let k = 0;
    k < HALVINGS && rejected - kept > RELATIVE * rejected;
    k++
  ) {
    const middle = kept + (rejected - kept) / 2;
    if (pValueAt(test, sign * middle * unit) > alpha) kept = middle;
    else rejected = middle;
  }
  return kept * unit * test.contrastSquare;
}

function contrastOf(
  prepared: PreparedRegression,
  name: string,
): { readonly place: number; readonly contrast: Float64Array } {
  const place = prepared.names.indexOf(name);
  if (place < 0) {
    throw new RangeError(
      `Cannot bootstrap "${name}": it is not one of ${
        prepared.names.join(", ")
      }`,
    );
  }
  const unit = new Float64Array(prepared.p);
  unit[place] = 1;
  return { place, contrast: basisContrast(prepared, unit) };
}

function checkBootstrap(
  { clusters, absorbed }: PreparedRegression,
  { draws, confidence, tested, seed }: {
    readonly draws: number;
    readonly confidence: number;
    readonly tested: number;
    readonly seed: number;
  },
): void {
  if (!(clusters!.count > 1)) {
    throw new RangeError(
      `Cannot bootstrap clusters: found ${
        clusters!.count
      }, at least 2 are needed`,
    );
  }
  if (absorbed !== null && !isNested(absorbed, clusters!)) {
    throw new RangeError(
      "Cannot bootstrap clusters: an absorbed group lies in several clusters, each must lie in one",
    );
  }
  if (!(Number.isInteger(draws) && draws >= 1 && draws <= MOST_DRAWS)) {
    throw new RangeError(
      `Cannot bootstrap clusters: found ${draws} draws, a whole number from 1 to ${MOST_DRAWS} is needed`,
    );
  }
  if (!Number.isFinite(tested)) {
    throw new RangeError(
      `Cannot bootstrap clusters: the tested value is ${tested}, a number is needed`,
    );
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED)) {
    throw new RangeError(
      `Cannot bootstrap clusters: seed ${seed} is not a whole number from 0 to ${LARGEST_SEED}`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `Cannot make an interval: confidence ${confidence} is not between 0 and 1`,
    );
  }
}

/** What the draws need of each cluster. */
function wildClusters(
  prepared: PreparedRegression,
  residuals: Float64Array,
  contrast: Float64Array,
): WildClusters {
  const { p } = prepared;
  const { codes, count } = prepared.clusters!;
  const products = clusterProducts(prepared, codes, count);
  if (soleClusterTest(products)(contrast)) {
    throw new RangeError(
      "Cannot bootstrap clusters: one cluster alone decides the coefficient, at least 2 must",
    );
  }
  const { weighted } = products;
  const shares = new Float64Array(count * p);
  for (let at = 0; at < count * p; at++) {
    for (let j = 0; j < p; j++) {
      shares[at]! += weighted[at * p + j]! * contrast[j]!;
    }
  }
  return {
    contrast,
    count,
    scores: clusterScores(prepared, residuals, {
      codes,
      count,
      isWeighted: true,
    }),
    shares,
  };
}

/** Σ (c′s)² over clusters: the CR0 variance of the estimate. */
function plainVariance({ contrast, count, scores }: WildClusters): number {
  const p = contrast.length;
  let variance = 0;
  for (let g = 0; g < count; g++) {
    let value = 0;
    for (let j = 0; j < p; j++) value += contrast[j]! * scores[g * p + j]!;
    variance += value * value;
  }
  return variance;
}

/**
 * Tests a coefficient by the wild cluster bootstrap with the tested value imposed.
 *
 * The residuals of each cluster under the tested value are multiplied by one random
 * sign, the regression is refitted and its t statistic noted; p is the share of
 * draws at least as extreme as the data. All follows from sums over the clusters, so
 * that a draw costs nothing more with more rows, and the interval, the values that
 * are not rejected, needs no new draws. Where 2^(G − 1) is at most `draws`, every
 * sign is taken: few clusters, exact p. With fewer than about 12 clusters Webb's six
 * points make finer p-values.
 *
 * @param design X with the names of its columns.
 * @param y Length n.
 * @throws {RangeError} As {@linkcode fitRegression}; if there is no such coefficient,
 * an option is not in its range, the variance is 0, or an absorbed group lies in several clusters.
 * @see Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90,
 * 414–427; Webb (2023), Canadian Journal of Economics 56, 839–858.
 */
export function wildClusterBootstrap(
  design: NamedDesign,
  y: ArrayLike<number>,
  options: WildClusterBootstrapOptions,
): WildClusterBootstrap {
  const {
    coefficient,
    tested = 0,
    draws = 9999,
    multipliers = "rademacher",
    seed = 1,
    confidence = 0.95,
  } = options;
  const prepared = prepareRegression(design, options);
  checkBootstrap(prepared, { draws, confidence, tested, seed });
  const { place, contrast } = contrastOf(prepared, coefficient);
  const solution = solveRegression(prepared, y);
  const clusters = wildClusters(prepared, solution.residuals, contrast);
  const variance = plainVariance(clusters);
  if (!(variance > 0)) {
    throw new RangeError(
      `Cannot bootstrap "${coefficient}": its variance is 0 in these clusters`,
    );
  }
  const { count } = clusters;
  const isEnumerated = multipliers === "rademacher" && count < 31 &&
    1 << (count - 1) <= draws;
  const statistics = isEnumerated
    ? everySign(clusters)
    : randomSigns(clusters, { draws, seed, kind: multipliers });
  const contrastSquare = contrast.reduce((total, c) => total + c * c, 0);
  const test = { statistics, contrastSquare, variance, isEnumerated };
  const value = coefficientsOf(prepared, solution.basisCoefficients)[place]!;
  const alpha = 1 - confidence;
  return {
    name: coefficient,
    value,
    tested,
    statistic: (value - tested) /
      Math.sqrt(sizeFactor(prepared, "CR1S") * variance),
    pValue: pValueAt(test, (value - tested) / contrastSquare),
    interval: [
      value - reach(test, { sign: 1, alpha }),
      value + reach(test, { sign: -1, alpha }),
    ],
    draws: statistics.count,
    isEnumerated,
    clusters: count,
    method: `wild cluster bootstrap, ${
      isEnumerated
        ? `all ${statistics.count} different signs`
        : `${statistics.count} draws of ${
          multipliers === "webb" ? "Webb's six points" : "signs"
        }`
    }, ${count} clusters`,
  };
}
