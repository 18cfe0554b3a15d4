import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";
import { choleskySolveInPlace } from "#lib/numerics/mod.ts";
import {
  addColumns,
  type AddedColumns,
  blockRanges,
  changeBy,
} from "./added_columns.ts";
import type { GapRows } from "./decompose_gap_once.ts";
import type { OriginRows } from "./gap_uncertainty.ts";
import { numberClusters } from "./number_clusters.ts";
import { momentsOfRows, originRows, rowsOfGroup } from "./row_moments.ts";
import {
  columnsOfSlope,
  type SlopeChangeSpec,
} from "./slope_change_statistic.ts";

/** A slope's change and what each block brings, with standard errors by formula. */
export interface SlopeExplanationOnce {
  /** Slope with the base columns alone, points per unit of its column. */
  readonly alone: number;
  /** Slope with all columns. */
  readonly withAll: number;
  /** Alone less with all. */
  readonly change: Estimate;
  /** Part of each block, by name. */
  readonly blocks: Readonly<Record<string, Estimate>>;
}

/** Options for {@linkcode explainSlopeOnce}. */
export interface ExplainSlopeOnceOptions {
  /** Where uncertainty is taken from. @default {"clustered" where clusters are given, else "robust"} */
  readonly variance?: "robust" | "clustered";
}

/** Influence of rows on a block's part: through b, the coefficients, and through Γ. */
interface Influence {
  readonly throughCoefficients: Float64Array;
  readonly throughAuxiliary: Float64Array;
}

/** Row of the inverse of L L′ that belongs to column j. */
function inverseRow(factor: Float64Array, n: number, j: number): Float64Array {
  const row = new Float64Array(n);
  row[j] = 1;
  choleskySolveInPlace(factor, n, row);
  return row;
}

/**
 * Influence of every row on Σ Γ_k b_k: Γ times that on b, and b times that on Γ.
 */
function influenceOf(
  fit: AddedColumns,
  { start, end }: { readonly start: number; readonly end: number },
  { data, rows }: { readonly data: OriginRows; readonly rows: Int32Array },
): Influence {
  const { baseCount: q, addedCount, full, auxiliary } = fit;
  const p = q + addedCount;
  const direction = new Float64Array(p);
  for (let k = start; k < end; k++) {
    direction[q + k] = auxiliary[addedCount + k]!;
  }
  choleskySolveInPlace(fit.fullFactor, p, direction);
  const ofBase = inverseRow(fit.baseFactor, q, 1);
  const throughCoefficients = new Float64Array(rows.length);
  const throughAuxiliary = new Float64Array(rows.length);
  rows.forEach((i, at) => {
    const x = (j: number) => data.columns[j]![i]!;
    let residual = data.scores[i]!, along = 0, alongBase = 0, left = 0;
    for (let j = 0; j < p; j++) {
      residual -= full[j]! * x(j);
      along += direction[j]! * x(j);
      if (j < q) alongBase += ofBase[j]! * x(j);
    }
    for (let k = start; k < end; k++) {
      let rest = x(q + k);
      for (let j = 0; j < q; j++) rest -= auxiliary[j * addedCount + k]! * x(j);
      left += full[q + k]! * rest;
    }
    const w = data.weights[i]!;
    throughCoefficients[at] = w * along * residual;
    throughAuxiliary[at] = w * alongBase * left;
  });
  return { throughCoefficients, throughAuxiliary };
}

/** Factors for few rows or clusters: of b's variance, and of the rest. */
interface SmallSample {
  readonly ofCoefficients: number;
  readonly ofAuxiliary: number;
}

function varianceOf(
  { throughCoefficients, throughAuxiliary }: Influence,
  cluster: Int32Array,
  { ofCoefficients, ofAuxiliary }: SmallSample,
): number {
  const count = cluster.reduce((most, c) => Math.max(most, c), -1) + 1;
  const b = new Float64Array(count), gamma = new Float64Array(count);
  cluster.forEach((c, at) => {
    b[c]! += throughCoefficients[at]!;
    gamma[c]! += throughAuxiliary[at]!;
  });
  let variance = 0;
  for (let c = 0; c < count; c++) {
    variance += ofCoefficients * b[c]! * b[c]! +
      ofAuxiliary * gamma[c]! * (gamma[c]! + 2 * b[c]!);
  }
  return Math.max(0, variance);
}

function prepareSlope(
  data: GapRows,
  spec: SlopeChangeSpec,
): {
  readonly fit: AddedColumns;
  readonly all: OriginRows;
  readonly rows: Int32Array;
} {
  const { base = [], where } = spec;
  const names = columnsOfSlope(spec);
  const { rows: all } = originRows(data, names);
  const rows = where === undefined
    ? Int32Array.from(all.scores, (_, i) => i)
    : rowsOfGroup(data, where);
  const fit = addColumns(momentsOfRows(all, rows), 2 + base.length);
  if (fit === null) {
    throw new RangeError(
      `Cannot explain the slope of "${spec.slope}": columns ${
        names.join(", ")
      } are constant or depend on each other`,
    );
  }
  return { fit, all, rows };
}

/**
 * {@linkcode slopeChangeStatistic} for one column of scores with standard errors by
 * formula, robust or clustered.
 *
 * A part is a product of Γ and b, and both are uncertain: rows' influence on the two is
 * added before it is squared. So is that of all blocks for the total, whose standard
 * error is that of the sum. For few clusters b's own variance counts G / (G − 1) × (n −
 * 1) / (n − p) times, the rest G / (G − 1) times; rows by themselves n / (n − p) and n /
 * (n − 1), as Gelbach's program does.
 *
 * @throws {RangeError} If columns are absent or depend on each other.
 * @see Gelbach (2016), Journal of Labor Economics 34, 509–543, appendix.
 */
export function explainSlopeOnce(
  data: GapRows,
  spec: SlopeChangeSpec,
  { variance = data.clusters ? "clustered" : "robust" }:
    ExplainSlopeOnceOptions = {},
): SlopeExplanationOnce {
  const { fit, all, rows } = prepareSlope(data, spec);
  const clusters = numberClusters(data, { variance });
  const cluster = clusters
    ? Int32Array.from(rows, (i) => clusters.cluster[i]!)
    : Int32Array.from(rows, (_, at) => at);
  const n = rows.length, p = fit.baseCount + fit.addedCount;
  const groups = clusters?.count ?? n;
  const few = groups / (groups - 1);
  const factors = {
    ofCoefficients: few * (n - 1) / (n - p),
    ofAuxiliary: few,
  };
  const estimate = (range: { readonly start: number; readonly end: number }) =>
    makeEstimate({
      value: changeBy(fit, 1, range),
      variance: {
        sampling: varianceOf(
          influenceOf(fit, range, { data: all, rows }),
          cluster,
          factors,
        ),
      },
      degreesOfFreedom: clusters ? groups - 1 : n - p,
      n,
      unit: "points-per-sd",
      method: clusters
        ? `${groups} clusters, by formula`
        : "robust, by formula",
    });
  const ranges = blockRanges(spec.blocks);
  return {
    alone: fit.base[1]!,
    withAll: fit.full[1]!,
    change: estimate({ start: 0, end: fit.addedCount }),
    blocks: Object.fromEntries(
      spec.blocks.map(({ name }, b) => [name, estimate(ranges[b]!)]),
    ),
  };
}
