import { buildDesign, type Design } from "./build_design.ts";
import {
  type FitRegressionOptions,
  fitRegressions,
  type RegressionFit,
} from "./fit_regression.ts";
import {
  isTextColumn,
  modelColumn,
  type ModelColumns,
  numbersAt,
} from "./model_columns.ts";
import type { ModelSpec } from "./model_spec.ts";
import {
  poolCoefficients,
  type PooledCoefficients,
} from "./pool_coefficients.ts";

/** Options for {@linkcode regress}; columns are given by name. */
export interface RegressOptions
  extends Pick<FitRegressionOptions, "covariance" | "degreesOfFreedom"> {
  /** Column of weights. @default {all rows weigh the same} */
  readonly weights?: string;
  /** Column of clusters, e.g. school. @default {rows are independent} */
  readonly clusters?: string;
  /** Column of groups that get a constant each. @default {none} */
  readonly absorb?: string;
  /** Reference category by variable. @default {the first in order} */
  readonly references?: Readonly<Record<string, string>>;
}

/** Options for {@linkcode regressPlausibleValues}. */
export interface RegressPlausibleValuesOptions extends RegressOptions {
  /** Columns of the outcome, one per draw, at least 2. */
  readonly plausibleValues: readonly string[];
}

/** Which rows of a table a regression used. */
export interface RowsUsed {
  /** Rows used, ascending. */
  readonly rows: Int32Array;
  /** Rows left out for a missing value. */
  readonly dropped: number;
  /** Rows without a value by variable, where there are any. */
  readonly missing: Readonly<Record<string, number>>;
}

/** A regression of a table's columns. */
export interface Regression extends RegressionFit, RowsUsed {}

/** A regression of plausible values, pooled. */
export interface PooledRegression extends PooledCoefficients, RowsUsed {
  /** Share explained, 0–1, mean of the draws. */
  readonly rSquared: number;
  /** Rows with a weight above 0. */
  readonly n: number;
  /** Number of clusters; null where rows are independent. */
  readonly clusters: number | null;
  /** How the errors were computed, for the reader. */
  readonly method: string;
}

function labelsAt(
  columns: ModelColumns,
  name: string,
  rows: Int32Array,
): number[] | string[] {
  const column = modelColumn(columns, name);
  if (isTextColumn(column)) return Array.from(rows, (row) => column[row]!);
  return Array.from(rows, (row) => column[row]!);
}

/** Weights, clusters and groups at the rows of the design. */
function fitOptions(
  columns: ModelColumns,
  rows: Int32Array,
  options: RegressOptions,
): FitRegressionOptions {
  const { weights, clusters, absorb, covariance, degreesOfFreedom } = options;
  return {
    ...(weights === undefined
      ? {}
      : { weights: numbersAt(columns, weights, rows) }),
    ...(clusters === undefined
      ? {}
      : { clusters: labelsAt(columns, clusters, rows) }),
    ...(absorb === undefined
      ? {}
      : { absorb: labelsAt(columns, absorb, rows) }),
    ...(covariance === undefined ? {} : { covariance }),
    ...(degreesOfFreedom === undefined ? {} : { degreesOfFreedom }),
  };
}

function layOut(
  model: string | ModelSpec,
  columns: ModelColumns,
  { outcomes, options }: {
    readonly outcomes: readonly string[];
    readonly options: RegressOptions;
  },
): Design {
  const { weights, clusters, absorb, references = {} } = options;
  const require = [...outcomes, weights, clusters, absorb].filter((name) =>
    name !== undefined
  );
  const design = buildDesign(model, columns, { references, require });
  if (design.random.length > 0) {
    throw new RangeError(
      `Cannot fit a regression: the model has a random term of "${
        design.random[0]!.name
      }", which only mixed models can fit`,
    );
  }
  return design;
}

function rowsUsed({ rows, dropped, missing }: Design): RowsUsed {
  return { rows, dropped, missing };
}

/**
 * Fits a linear regression to columns of a table, given as a formula.
 *
 * Rows with a missing value in any column used are left out and counted; with
 * clusters the errors are CR2 with Satterthwaite degrees of freedom.
 *
 * @example
 * ```ts
 * const table = { y: [1, 2, 4, 3], x: [0, 0, 1, 1] };
 * console.assert(regress("y ~ x", table).coefficients[1] === 2);
 * ```
 * @throws {SyntaxError} If the formula cannot be read.
 * @throws {RangeError} As {@linkcode buildDesign} and {@linkcode fitRegression}.
 */
export function regress(
  model: string | ModelSpec,
  columns: ModelColumns,
  options: RegressOptions = {},
): Regression {
  const design = layOut(model, columns, { outcomes: [], options });
  if (design.responseName === null) {
    throw new RangeError(
      'Cannot fit a regression: the model names no outcome, one such as "y ~ x" is needed',
    );
  }
  const [fit] = fitRegressions(
    design,
    [design.response],
    fitOptions(columns, design.rows, options),
  );
  return { ...fit!, ...rowsUsed(design) };
}

/**
 * Fits the same regression to every plausible value and pools the coefficients.
 *
 * @param model Its outcome is left out: `"~ wave * program + ses"`.
 * @throws {RangeError} As {@linkcode regress}; if the model names an outcome or there
 * are fewer than 2 plausible values.
 */
export function regressPlausibleValues(
  model: string | ModelSpec,
  columns: ModelColumns,
  options: RegressPlausibleValuesOptions,
): PooledRegression {
  const { plausibleValues: outcomes } = options;
  const design = layOut(model, columns, { outcomes, options });
  if (design.responseName !== null) {
    throw new RangeError(
      `Cannot regress plausible values: the model has the outcome "${design.responseName}", leave it out`,
    );
  }
  const { rows } = design;
  const fits = fitRegressions(
    design,
    outcomes.map((name) => numbersAt(columns, name, rows)),
    fitOptions(columns, rows, options),
  );
  const pooled = poolCoefficients(fits);
  const { n, clusters, method } = fits[0]!;
  return {
    ...pooled,
    ...rowsUsed(design),
    rSquared: fits.reduce((sum, fit) => sum + fit.rSquared / fits.length, 0),
    n,
    clusters,
    method: `${pooled.draws} plausible values, ${method}`,
  };
}
