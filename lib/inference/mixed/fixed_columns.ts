import { choleskyInPlace, ln } from "#lib/numerics/mod.ts";
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

interface Moments {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

function findConstant({ rows, columns, values }: MixedDesign["fixed"]): number {
  for (let j = 0; j < columns; j++) {
    const first = values[j]!;
    let i = 1;
    while (i < rows && values[i * columns + j]! === first) i++;
    if (i === rows && first !== 0) return j;
  }
  return -1;
}

function weightedMoments(
  { fixed: { rows, columns: p, values }, outcome }: MixedDesign,
  weights: Float64Array | null,
  constant: number,
): Moments {
  const means = new Float64Array(p + 1), scales = new Float64Array(p);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const w = weights === null ? 1 : weights[i]!;
    total += w;
    for (let j = 0; j < p; j++) means[j]! += w * values[i * p + j]!;
    means[p]! += w * outcome[i]!;
  }
  for (let j = 0; j <= p; j++) {
    means[j]! = constant < 0 || j === constant ? 0 : means[j]! / total;
  }
  for (let i = 0; i < rows; i++) {
    const w = weights === null ? 1 : weights[i]!;
    for (let j = 0; j < p; j++) {
      const x = values[i * p + j]! - means[j]!;
      scales[j]! += w * x * x;
    }
  }
  for (let j = 0; j < p; j++) scales[j] = Math.sqrt(scales[j]! / total);
  if (constant >= 0) scales[constant] = values[constant]!;
  return { means, scales };
}

/** Throws the message that names the first column which follows from those before it. */
function checkRank(
  { p, values }: { readonly p: number; readonly values: Float64Array },
  { fixed: { rows }, fixedNames }: MixedDesign,
): void {
  const gram = new Float64Array(p * p);
  for (let i = 0; i < rows; i++) {
    const start = i * (p + 1);
    for (let j = 0; j < p; j++) {
      const x = values[start + j]!;
      for (let k = 0; k <= j; k++) gram[j * p + k]! += x * values[start + k]!;
    }
  }
  for (let size = 1; size <= p; size++) {
    const part = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      for (let k = 0; k <= j; k++) part[j * size + k] = gram[j * p + k]!;
    }
    const length = part[size * size - 1]!;
    let isDependent = false;
    try {
      choleskyInPlace(part, size);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      isDependent = true;
    }
    const rest = part[size * size - 1]!;
    if (isDependent || !(rest * rest > RANK_TOLERANCE * length)) {
      throw new RangeError(
        `Cannot fit a mixed model: fixed column "${
          fixedNames[size - 1]
        }" is zero or a combination of the columns before it`,
      );
    }
  }
}

/**
 * Centres and scales the fixed columns and the outcome of a design.
 *
 * @throws {RangeError} If a column is a combination of those before it.
 */
export function toFixedColumns(
  design: MixedDesign,
  weights: Float64Array | null,
): FixedColumns {
  const { fixed, outcome } = design;
  const { rows, columns: p } = fixed;
  const constant = findConstant(fixed);
  const { means, scales } = weightedMoments(design, weights, constant);
  const values = new Float64Array(rows * (p + 1));
  for (let i = 0; i < rows; i++) {
    const start = i * (p + 1);
    for (let j = 0; j < p; j++) {
      values[start + j] = (fixed.values[i * p + j]! - means[j]!) /
        (scales[j]! || 1);
    }
    values[start + p] = outcome[i]! - means[p]!;
  }
  checkRank({ p, values }, design);
  let logScales = 0;
  for (let j = 0; j < p; j++) logScales += 2 * ln(Math.abs(scales[j]!));
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
