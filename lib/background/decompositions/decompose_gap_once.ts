import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";
import { choleskyInverse } from "#lib/numerics/mod.ts";
import { checkBlocks, columnsOf } from "./column_block.ts";
import { nameGapParts } from "./decompose_gap.ts";
import { expandColumns, type ExpandedColumns } from "./expanded_columns.ts";
import {
  GAP_PARTS,
  gapGradient,
  type GapIngredients,
  type GapPartName,
  gapParts,
} from "./gap_parts.ts";
import { gapIngredients, type GapSpec } from "./gap_statistic.ts";
import {
  type FittedGroup,
  gapCovariance,
  type GapVariance,
  type OriginRows,
} from "./gap_uncertainty.ts";
import { factorOf, type GroupMoments } from "./group_moments.ts";
import { momentsOfRows, originRows, rowsOfGroup } from "./row_moments.ts";
import { numberClusters } from "./number_clusters.ts";

/** One column of scores and what goes with it. */
export interface GapRows {
  /** Scores, points; all known. */
  readonly scores: ArrayLike<number>;
  /** Other columns by name, all known; groups are 0 and 1. */
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
  /** 0 or more. @default {1 for everyone} */
  readonly weights?: ArrayLike<number>;
  /** Cluster of each row, e.g. its school; needed when the variance is clustered. */
  readonly clusters?: ArrayLike<number | string>;
}

/** Options for {@linkcode decomposeGapOnce}. */
export interface DecomposeGapOnceOptions {
  /** Where uncertainty is taken from. @default {"robust", "clustered" where clusters are given} */
  readonly variance?: GapVariance;
}

/** A part of a gap, with a standard error by formula. */
export interface GapPartOnce {
  /** Of all columns, points. */
  readonly total: Estimate;
  /** Of the constant. */
  readonly constant: Estimate;
  /** Of each block, by name. */
  readonly blocks: Readonly<Record<string, Estimate>>;
}

/** A gap and its parts, with standard errors by formula. */
export interface GapDecompositionOnce {
  /** First mean less second, points. */
  readonly gap: Estimate;
  /** Parts of the threefold and of the twofold decomposition. */
  readonly parts: Readonly<Record<GapPartName, GapPartOnce>>;
}

/** Everything about the gap but its uncertainty. */
interface PreparedGap {
  readonly rows: OriginRows;
  readonly members: readonly [Int32Array, Int32Array];
  readonly moments: readonly [GroupMoments, GroupMoments];
  readonly ingredients: GapIngredients;
  readonly expanded: ExpandedColumns;
  /** First mean less second, points. */
  readonly gap: number;
}

function prepareGap(data: GapRows, spec: GapSpec): PreparedGap {
  const { blocks, groups, reference = "pooled" } = spec;
  checkBlocks(blocks);
  const names = columnsOf(blocks);
  const { rows, origins } = originRows(data, names);
  const members = [
    rowsOfGroup(data, groups[0]),
    rowsOfGroup(data, groups[1]),
  ] as const;
  const moments = [
    momentsOfRows(rows, members[0]),
    momentsOfRows(rows, members[1]),
  ] as const;
  const ingredients = gapIngredients(moments, reference);
  if (ingredients === null) {
    throw new RangeError(
      `Cannot decompose the gap between "${groups[0]}" and "${
        groups[1]
      }": in one of them nobody is, or columns ${
        names.join(", ")
      } are constant or depend on each other`,
    );
  }
  const [first, second] = moments.map(({ withScores, cross }) =>
    withScores[0]! / cross[0]!
  );
  return {
    rows,
    members,
    moments,
    ingredients,
    expanded: expandColumns(blocks, origins),
    gap: first! - second!,
  };
}

function fitsOf(
  { members, moments, ingredients }: PreparedGap,
): readonly FittedGroup[] {
  return ([0, 1] as const).map((g) => {
    const { cross, columns } = moments[g];
    return {
      rows: members[g],
      inverse: choleskyInverse(factorOf(cross, columns)!, columns),
      means: ingredients.means[g],
      coefficients: ingredients.coefficients[g],
      weight: cross[0]!,
    };
  });
}

/** c′Vc. */
function quadraticForm(v: Float64Array, c: Float64Array): number {
  const n = c.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += v[i * n + j]! * c[j]!;
    total += c[i]! * sum;
  }
  return Math.max(0, total);
}

/** Which expanded columns belong to the total, the constant and each block. */
function selections(
  { block }: ExpandedColumns,
  blocks: number,
): readonly Uint8Array[] {
  const all = new Uint8Array(block.length).fill(1);
  const ofBlock = (b: number) => Uint8Array.from(block, (e) => e === b ? 1 : 0);
  return [
    all,
    ...Array.from({ length: blocks + 1 }, (_, b) => ofBlock(b - 1)),
  ];
}

function describe(variance: GapVariance, clusters: number): string {
  return variance === "clustered"
    ? `delta method, ${clusters} clusters`
    : `delta method, ${variance} variance`;
}

/**
 * The Oaxaca–Blinder decomposition of one column of scores with standard errors by
 * formula, for data without replicates or to check them against.
 *
 * Each part is a product of means and coefficients, both of which are uncertain; the
 * delta method takes both into account. Reference coefficients are a mixture of those of
 * the groups whose proportions count as known.
 *
 * @throws {RangeError} If columns are absent, constant in a group or depend on each
 * other, or clusters are needed and absent.
 * @see Jann (2008), Stata Journal 8, 453–479, section 2.
 */
export function decomposeGapOnce(
  data: GapRows,
  spec: GapSpec,
  { variance = data.clusters ? "clustered" : "robust" }:
    DecomposeGapOnceOptions = {},
): GapDecompositionOnce {
  const prepared = prepareGap(data, spec);
  const { ingredients, expanded, members, rows, gap } = prepared;
  const clusters = numberClusters(data, { variance });
  const covariance = gapCovariance(
    fitsOf(prepared),
    clusters ? { ...rows, cluster: clusters.cluster } : rows,
    { variance },
  );
  const n = members[0].length + members[1].length;
  const estimate = (value: number, gradient: Float64Array): Estimate =>
    makeEstimate({
      value,
      variance: { sampling: quadraticForm(covariance, gradient) },
      degreesOfFreedom: clusters
        ? clusters.count - 1
        : n - 2 * expanded.columns,
      n,
      unit: "points",
      method: describe(variance, clusters?.count ?? 0),
    });
  const values = gapParts(ingredients, expanded);
  const parts = GAP_PARTS.flatMap((_, part) =>
    selections(expanded, spec.blocks.length).map((included) =>
      estimate(
        included.reduce(
          (sum, use, e) => sum + use * values[part * expanded.count + e]!,
          0,
        ),
        gapGradient(part, included, { ingredients, expanded }),
      )
    )
  );
  return {
    gap: estimate(gap, gapOfMeans(ingredients)),
    parts: nameGapParts(parts, spec),
  };
}

/** Derivatives of m₁′b₁ − m₂′b₂. */
function gapOfMeans({ means, coefficients }: GapIngredients): Float64Array {
  return Float64Array.of(
    ...coefficients[0],
    ...coefficients[1].map((b) => -b),
    ...means[0],
    ...means[1].map((m) => -m),
  );
}
