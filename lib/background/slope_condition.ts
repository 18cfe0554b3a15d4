import { fitRegressions, poolCoefficients } from "#lib/inference/mod.ts";
import { createMatrix, studentCdf } from "#lib/numerics/mod.ts";

/** Schools' gradients and one condition they work under; arrays have one entry per row. */
export interface SlopeConditionInput {
  /** Points per unit of background among a school's own pupils, one array per plausible value. */
  readonly slopes: readonly ArrayLike<number>[];
  /** How much each slope tells: Σ w (background − school's mean)². */
  readonly information: ArrayLike<number>;
  /** The condition, e.g. the school's mean on a scale of the learning environment; NaN unknown. */
  readonly condition: ArrayLike<number>;
  /** Mean background of the school. */
  readonly meanBackground: ArrayLike<number>;
  /** School of each row; rows of one school may be alike. */
  readonly school: ArrayLike<number>;
  /** Rows are compared within these, e.g. municipality and wave. */
  readonly stratum: ArrayLike<number>;
}

/** How gradients go with a condition; an association, no more. */
export interface SlopeCondition {
  /** Points per unit of background, for a condition one SD higher. */
  readonly value: number;
  /** Variance from schools being draws. */
  readonly sampling: number;
  /** Variance between plausible values, divisor M − 1. */
  readonly between: number;
  /** Of the whole. */
  readonly degreesOfFreedom: number;
  /** Two-sided, of no association. */
  readonly pValue: number;
  /** Schools compared. */
  readonly schools: number;
}

/** Why nothing can be said. */
export type NoSlopeCondition =
  /** Fewer than {@linkcode FEWEST_SCHOOLS} schools. */
  | "too-few-schools"
  /** The condition is the same everywhere within the strata, or follows background exactly. */
  | "no-variation";

/** Schools below this number carry no regression with errors to trust. */
export const FEWEST_SCHOOLS = 20;

/**
 * Asks whether schools with more of a condition have a flatter gradient among their
 * own pupils.
 *
 * The schools' slopes are regressed on the condition (SD 1) and the school's mean
 * background, within strata, weighted by how much each slope tells; errors are robust
 * and know that rows of a school belong together (CR2, Satterthwaite). A negative
 * value says that the gradient is flatter where there is more of the condition. Pupils
 * are not drawn to conditions by lot: this is association, never cause.
 *
 * @see Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36, 672–683.
 */
export function slopeCondition(
  input: SlopeConditionInput,
): SlopeCondition | NoSlopeCondition {
  const rows = usableRows(input);
  const schools = new Set(rows.map((i) => input.school[i]!)).size;
  if (schools < FEWEST_SCHOOLS) return "too-few-schools";
  const scaled = standardise(rows.map((i) => input.condition[i]!));
  if (scaled === null) return "no-variation";
  const matrix = createMatrix({ rows: rows.length, columns: 2 });
  rows.forEach((row, i) => {
    matrix.values[2 * i] = scaled[i]!;
    matrix.values[2 * i + 1] = input.meanBackground[row]!;
  });
  try {
    const pooled = poolCoefficients(fitRegressions(
      { matrix, names: ["condition", "background"] },
      input.slopes.map((slopes) => rows.map((i) => slopes[i]!)),
      {
        weights: rows.map((i) => input.information[i]!),
        clusters: rows.map((i) => input.school[i]!),
        absorb: rows.map((i) => input.stratum[i]!),
      },
    ));
    const value = pooled.coefficients[0]!,
      degrees = pooled.degreesOfFreedom[0]!;
    return {
      value,
      sampling: pooled.within[0]!,
      between: pooled.between[0]!,
      degreesOfFreedom: degrees,
      pValue: 2 *
        studentCdf(-Math.abs(value) / pooled.standardErrors[0]!, degrees),
      schools,
    };
  } catch (error) {
    if (error instanceof RangeError) return "no-variation";
    throw error;
  }
}

function usableRows(
  { slopes, information, condition, meanBackground }: SlopeConditionInput,
): number[] {
  return Array.from({ length: information.length }, (_, i) => i).filter((i) =>
    information[i]! > 0 && Number.isFinite(condition[i]) &&
    Number.isFinite(meanBackground[i]) &&
    slopes.every((draw) => Number.isFinite(draw[i]))
  );
}

/** Mean 0 and SD 1; null where all are alike. */
function standardise(values: readonly number[]): number[] | null {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return deviation > 1e-9 * (1 + Math.abs(mean))
    ? values.map((value) => (value - mean) / deviation)
    : null;
}
