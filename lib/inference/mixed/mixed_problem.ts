import { countLevels, type MixedDesign } from "./mixed_design.ts";
import { checkDesign } from "./check_design.ts";
import { cumulativeWeights } from "./level_weights.ts";
import { type FixedColumns, toFixedColumns } from "./fixed_columns.ts";

/** A random term with what the kernels ask for. */
export interface ProblemTerm {
  /** Name of the factor. */
  readonly name: string;
  /** Names of its effects, length `size`. */
  readonly effects: readonly string[];
  /** Effects per level, k. */
  readonly size: number;
  /** Whether its factor is a full triangle or a diagonal. */
  readonly correlated: boolean;
  /** Level of each row. */
  readonly levels: Int32Array;
  /** Number of levels. */
  readonly levelCount: number;
  /** Which column of `columns` each effect multiplies. */
  readonly columnIds: readonly number[];
  /** Where its parameters begin in θ. */
  readonly thetaStart: number;
  /** Number of its parameters. */
  readonly thetaCount: number;
  /** Cumulative sampling weight of each level; `null` when all are 1. */
  readonly levelWeights: Float64Array | null;
}

/** A design that has been checked, centred and scaled. */
export interface MixedProblem {
  /** Rows. */
  readonly n: number;
  /** Fixed columns and outcome, centred and scaled, with the way back. */
  readonly fixed: FixedColumns;
  /** Distinct columns with a random effect, root mean square 1; `null` is the constant. */
  readonly columns: readonly (Float64Array | null)[];
  /** What each column was divided by. */
  readonly columnScales: Float64Array;
  /** In the order of the design. */
  readonly terms: readonly ProblemTerm[];
  /** Length of θ. */
  readonly thetaCount: number;
  /** Weight of each row; `null` when all are 1. */
  readonly rowWeights: Float64Array | null;
  /** Rows, or the sum of the sampling weights. */
  readonly effectiveRows: number;
  /** Σ log precision, each times its sampling weight. */
  readonly logPrecision: number;
}

function rootMeanSquare(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum / values.length);
}

/** Turns a design into the form that the kernels read. */
export function toMixedProblem(design: MixedDesign): MixedProblem {
  checkDesign(design);
  const sources: (Float64Array | null)[] = [];
  const idOf = (source: Float64Array | null): number => {
    const found = sources.indexOf(source);
    return found >= 0 ? found : sources.push(source) - 1;
  };
  const weights = cumulativeWeights(design);
  let thetaCount = 0;
  const terms = design.terms.map((term, t): ProblemTerm => {
    const { intercept = true, slopes = [], correlated = true } = term;
    const effects = [
      ...(intercept ? ["intercept"] : []),
      ...slopes.map((s) => s.name),
    ];
    const size = effects.length;
    const thetaStart = thetaCount;
    const own = correlated ? size * (size + 1) / 2 : size;
    thetaCount += own;
    return {
      name: term.name,
      effects,
      size,
      correlated,
      levels: term.levels,
      levelCount: countLevels(term),
      columnIds: [
        ...(intercept ? [idOf(null)] : []),
        ...slopes.map((s) => idOf(s.values)),
      ],
      thetaStart,
      thetaCount: own,
      levelWeights: weights.levels[t]!,
    };
  });
  const columnScales = Float64Array.from(
    sources,
    (s) => s ? rootMeanSquare(s) || 1 : 1,
  );
  return {
    n: design.fixed.rows,
    fixed: toFixedColumns(design, weights.rows),
    columns: sources.map((s, c) => s && s.map((x) => x / columnScales[c]!)),
    columnScales,
    terms,
    thetaCount,
    rowWeights: weights.rows,
    effectiveRows: weights.effectiveRows,
    logPrecision: weights.logPrecision,
  };
}
