import type { ClusterPlan } from "./cluster_plan.ts";
import type { Conditioning } from "./conditioning.ts";
import type { EffectState, ThetaSums } from "./effects_step.ts";
import { appendDigits, type KeyState, rankKeys } from "./rank_keys.ts";

/** A column with more values than this is not told apart by cells. */
const MOST_VALUES = 12;
/** So many cells, as a part of the persons, would save nothing. */
const MOST_CELLS_SHARE = 1 / 8;

/**
 * The columns of the conditioning design by what they cost per person.
 *
 * A column that is the same for all persons of a class belongs to the class; one
 * with a few values to the cell of persons who agree on all such columns; only the
 * others are multiplied person by person.
 */
export interface PredictionPlan {
  /** Columns of the design that are constant within every class. */
  readonly classColumns: readonly number[];
  /** Columns with few values. */
  readonly cellColumns: readonly number[];
  /** All others. */
  readonly ownColumns: readonly number[];
  /** classes × classColumns: their values. */
  readonly classValues: Float64Array;
  readonly cellOfPerson: Int32Array;
  readonly cellCount: number;
  /** Block of each cell: cells do not reach over blocks. */
  readonly blockOfCell: Int32Array;
  /** cells × cellColumns: their values. */
  readonly cellValues: Float64Array;
  /** Per own column: one value per person. */
  readonly ownValues: readonly Float64Array[];
  readonly block: Int32Array;
  readonly group: Uint8Array;
}

function columnOf({ design }: Conditioning, j: number): Float64Array {
  const { rows, columns, values } = design;
  const column = new Float64Array(rows);
  for (let p = 0; p < rows; p++) column[p] = values[p * columns + j]!;
  return column;
}

/** Value of each class, or null where the persons of some class differ. */
function valuesOfClasses(
  column: Float64Array,
  { classOfPerson, classCount }: ClusterPlan,
): Float64Array | null {
  const values = new Float64Array(classCount).fill(NaN);
  for (let p = 0; p < column.length; p++) {
    const c = classOfPerson[p]!;
    if (Number.isNaN(values[c]!)) values[c] = column[p]!;
    else if (values[c] !== column[p]) return null;
  }
  return values;
}

/** Number of the value of each person in ascending order, or null with too many values. */
function digitsOf(
  column: Float64Array,
): { readonly digits: Uint8Array; readonly values: number } | null {
  const seen: number[] = [];
  // In the order of appearance first: neighbours tend to be alike.
  const digits = new Uint8Array(column.length);
  let last = -1;
  for (let p = 0; p < column.length; p++) {
    if (last < 0 || seen[last] !== column[p]) {
      last = seen.indexOf(column[p]!);
      if (last < 0) {
        if (seen.length === MOST_VALUES) return null;
        last = seen.push(column[p]!) - 1;
      }
    }
    digits[p] = last;
  }
  const sorted = seen.toSorted((a, b) => a - b);
  const rank = Uint8Array.from(seen, (x) => sorted.indexOf(x));
  for (let p = 0; p < digits.length; p++) digits[p] = rank[digits[p]!]!;
  return { digits, values: seen.length };
}

/** Sorts the columns of a design and numbers the cells. */
export function planPrediction(
  conditioning: Conditioning,
  plan: ClusterPlan,
): PredictionPlan {
  const { block, blockCount, group, persons } = conditioning;
  const classColumns: number[] = [], classParts: Float64Array[] = [];
  const cellColumns: number[] = [], cellParts: Float64Array[] = [];
  const ownColumns: number[] = [], ownValues: Float64Array[] = [];
  let state: KeyState = { keys: Float64Array.from(block), span: blockCount };
  for (let j = 0; j < plan.columns; j++) {
    const column = columnOf(conditioning, j);
    const ofClass = valuesOfClasses(column, plan);
    const few = ofClass ? null : digitsOf(column);
    if (ofClass) {
      classColumns.push(j);
      classParts.push(ofClass);
    } else if (few && state.span * few.values < persons * MOST_CELLS_SHARE) {
      cellColumns.push(j);
      cellParts.push(column);
      state = appendDigits(state, few.digits, few.values);
    } else {
      ownColumns.push(j);
      ownValues.push(column);
    }
  }
  const { ranks, count } = rankKeys(state);
  const cellValues = new Float64Array(count * cellColumns.length);
  const blockOfCell = new Int32Array(count);
  for (let p = 0; p < persons; p++) {
    blockOfCell[ranks[p]!] = block[p]!;
    cellParts.forEach((column, k) => {
      cellValues[ranks[p]! * cellColumns.length + k] = column[p]!;
    });
  }
  const classValues = new Float64Array(plan.classCount * classColumns.length);
  classParts.forEach((part, k) => {
    for (let c = 0; c < plan.classCount; c++) {
      classValues[c * classColumns.length + k] = part[c]!;
    }
  });
  return {
    classColumns,
    cellColumns,
    ownColumns,
    classValues,
    cellOfPerson: ranks,
    cellCount: count,
    blockOfCell,
    cellValues,
    ownValues,
    block,
    group,
  };
}

/** Σ coefficient × value over the columns, per class or cell. */
function levels(
  values: Float64Array,
  columns: readonly number[],
  { blockOf, coefficients, width }: {
    readonly blockOf: Int32Array;
    readonly coefficients: Float64Array;
    readonly width: number;
  },
): Float64Array {
  const K = columns.length;
  const result = new Float64Array(blockOf.length);
  for (let i = 0; i < result.length; i++) {
    for (let k = 0; k < K; k++) {
      result[i]! += values[i * K + k]! *
        coefficients[blockOf[i]! * width + columns[k]!]!;
    }
  }
  return result;
}

/** Writes what the conditioning model says of every person: mean of θ given the effects. */
export function predictInto(
  out: Float64Array,
  { plan, prediction, state }: {
    readonly plan: ClusterPlan;
    readonly prediction: PredictionPlan;
    readonly state: EffectState;
  },
): void {
  const { coefficients, classEffects, schoolEffects } = state;
  const { classOfPerson, schoolOfClass, columns: width } = plan;
  const { cellOfPerson, block, ownColumns, ownValues } = prediction;
  const ofClass = levels(prediction.classValues, prediction.classColumns, {
    blockOf: plan.blockOfClass,
    coefficients,
    width,
  });
  for (let c = 0; c < ofClass.length; c++) {
    ofClass[c]! += classEffects[c]! + schoolEffects[schoolOfClass[c]!]!;
  }
  const ofCell = levels(prediction.cellValues, prediction.cellColumns, {
    blockOf: prediction.blockOfCell,
    coefficients,
    width,
  });
  for (let p = 0; p < out.length; p++) {
    out[p] = ofClass[classOfPerson[p]!]! + ofCell[cellOfPerson[p]!]!;
  }
  ownColumns.forEach((j, k) => {
    const column = ownValues[k]!;
    for (let p = 0; p < out.length; p++) {
      out[p]! += column[p]! * coefficients[block[p]! * width + j]!;
    }
  });
}

/** Adds `factor` × values, per class or cell, to the cross products of its block. */
function addCross(
  cross: Float64Array,
  sums: Float64Array,
  { values, columns, blockOf, width }: {
    readonly values: Float64Array;
    readonly columns: readonly number[];
    readonly blockOf: Int32Array;
    readonly width: number;
  },
): void {
  const K = columns.length;
  for (let i = 0; i < sums.length; i++) {
    for (let k = 0; k < K; k++) {
      cross[blockOf[i]! * width + columns[k]!]! += values[i * K + k]! *
        sums[i]!;
    }
  }
}

/** Sums of θ over classes, blocks and groups. */
export function sumTheta(
  theta: Float64Array,
  { plan, prediction, groups }: {
    readonly plan: ClusterPlan;
    readonly prediction: PredictionPlan;
    readonly groups: number;
  },
): ThetaSums {
  const { classOfPerson, columns: width } = plan;
  const { cellOfPerson, block, group, ownColumns, ownValues } = prediction;
  const byClass = new Float64Array(plan.classCount);
  const byCell = new Float64Array(prediction.cellCount);
  const squares = new Float64Array(groups);
  for (let p = 0; p < theta.length; p++) {
    const value = theta[p]!;
    byClass[classOfPerson[p]!]! += value;
    byCell[cellOfPerson[p]!]! += value;
    squares[group[p]!]! += value * value;
  }
  const cross = new Float64Array(plan.groupOfBlock.length * width);
  addCross(cross, byClass, {
    values: prediction.classValues,
    columns: prediction.classColumns,
    blockOf: plan.blockOfClass,
    width,
  });
  addCross(cross, byCell, {
    values: prediction.cellValues,
    columns: prediction.cellColumns,
    blockOf: prediction.blockOfCell,
    width,
  });
  ownColumns.forEach((j, k) => {
    const column = ownValues[k]!;
    for (let p = 0; p < theta.length; p++) {
      cross[block[p]! * width + j]! += column[p]! * theta[p]!;
    }
  });
  return { byClass, cross, squares };
}
