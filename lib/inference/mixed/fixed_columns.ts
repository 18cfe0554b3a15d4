import { ln } from "#lib/numerics/mod.ts";
import type { MixedDesign } from "./mixed_design.ts";

/**
 * Fixed columns x and outcome y as (x − mean) / scale and y − mean, so that years
 * near 2015 and scores near 500 lose no digits in sums of squares.
 */
export interface FixedColumns {
  /** Number of fixed columns, p. */
  readonly p: number;
  /** n × (p + 1) by rows; the outcome is last. */
  readonly values: Float64Array;
  /** Which column is constant, −1 if none; only then is anything centred. */
  readonly constant: number;
  /** Length p + 1. */
  readonly means: Float64Array;
  /** Length p; a constant column's is its value. */
  readonly scales: Float64Array;
  /** 2 Σ log scale: what scaling took from log |X′V⁻¹X|. */
  readonly logScales: number;
}

/** A column whose length falls to this part when others are taken out is dependent. */
const RANK_TOLERANCE = 1e-8;

function findConstant({ rows, columns, values }: MixedDesign["fixed"]): number {
  for (let j = 0; j < columns; j++) {
    const first = values[j]!;
    let i = 1;
    while (i < rows && values[i * columns + j]! === first) i++;
    if (i === rows && first !== 0) return j;
  }
  return -1;
}

/** Weighted means of the columns and the outcome; 0 where nothing is centred. */
function weightedMeans(
  { fixed: { rows, columns: p, values }, outcome }: MixedDesign,
  weights: Float64Array | null,
  constant: number,
): Float64Array {
  const means = new Float64Array(p + 1);
  if (constant < 0) return means;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const w = weights === null ? 1 : weights[i]!;
    total += w;
    for (let j = 0; j < p; j++) means[j]! += w * values[i * p + j]!;
    means[p]! += w * outcome[i]!;
  }
  for (let j = 0; j <= p; j++) {
    means[j] = j === constant ? 0 : means[j]! / total;
  }
  return means;
}

/**
 * Throws the message that names the first column which follows from those before it.
 *
 * @param total Σ w (x, y)(x, y)′ of the scaled columns.
 * @throws {RangeError} If a column is a combination of those before it.
 */
export function checkRank(
  total: Float64Array,
  { fixed: { columns: p }, fixedNames }: MixedDesign,
): void {
  const rest = Float64Array.from(total), width = p + 1;
  for (let j = 0; j < p; j++) {
    const pivot = rest[j * width + j]!;
    if (!(pivot > RANK_TOLERANCE * total[j * width + j]!)) {
      throw new RangeError(
        `Cannot fit a mixed model: fixed column "${
          fixedNames[j]
        }" is zero or a combination of the columns before it`,
      );
    }
    for (let i = j + 1; i < p; i++) {
      const share = rest[i * width + j]! / pivot;
      for (let k = j + 1; k <= i; k++) {
        rest[i * width + k]! -= share * rest[k * width + j]!;
      }
    }
  }
}

/** Centres and scales the fixed columns and the outcome of a design. */
export function toFixedColumns(
  design: MixedDesign,
  weights: Float64Array | null,
): FixedColumns {
  const { fixed, outcome } = design;
  const { rows, columns: p } = fixed;
  const constant = findConstant(fixed);
  const means = weightedMeans(design, weights, constant);
  const values = new Float64Array(rows * (p + 1));
  const scales = new Float64Array(p);
  for (let i = 0; i < rows; i++) {
    const start = i * (p + 1);
    for (let j = 0; j < p; j++) {
      const x = fixed.values[i * p + j]! - means[j]!;
      values[start + j] = x;
      scales[j]! += x * x;
    }
    values[start + p] = outcome[i]! - means[p]!;
  }
  let logScales = 0;
  const inverse = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    // A column of zeros keeps its length, for the check of the rank to find it.
    scales[j] = j === constant
      ? fixed.values[j]!
      : Math.sqrt(scales[j]! / rows) || 1;
    inverse[j] = 1 / scales[j]!;
    logScales += 2 * ln(Math.abs(scales[j]!));
  }
  for (let i = 0; i < rows; i++) {
    const start = i * (p + 1);
    for (let j = 0; j < p; j++) values[start + j]! *= inverse[j]!;
  }
  return { p, values, constant, means, scales, logScales };
}

/**
 * The p × p matrix by rows that turns coefficients of the scaled columns into those
 * of the columns as given; the outcome's mean is added to the constant's apart.
 */
export function backTransform(
  { p, constant, means, scales }: FixedColumns,
): Float64Array {
  const back = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    back[j * p + j] = 1 / scales[j]!;
    if (constant >= 0 && j !== constant) {
      back[constant * p + j] = -means[j]! / scales[j]! / scales[constant]!;
    }
  }
  return back;
}
