import {
  combinedDegreesOfFreedom,
  fitRegressions,
} from "#lib/inference/mod.ts";
import { createMatrix, leastSquares, type Matrix } from "#lib/numerics/mod.ts";
import { lastSlopeDegrees } from "./last_slope_degrees.ts";

/** Schools' developments and how intensely they took part; arrays have one element per school. */
export interface DoseInput {
  /** Change of each school, points, one array per plausible value. */
  readonly changes: readonly Float64Array[];
  /** Variance of each school's change from its few pupils, points², above 0. */
  readonly errorVariance: Float64Array;
  /** 0 (not at all) to 1 (fully). */
  readonly intensity: Float64Array;
  /** Municipality of each school: only schools of the same one are compared. */
  readonly stratum: Int32Array;
}

/** How schools' development goes with their participation: an association, no effect. */
export interface DoseResponse {
  /** Points from no to full participation. */
  readonly slope: number;
  /** Sampling variance of the slope, mean over draws, points². */
  readonly sampling: number;
  /** Variance of the slope between draws, points². */
  readonly between: number;
  /** Of the pooled slope. */
  readonly degreesOfFreedom: number;
  /** Schools less coefficients. */
  readonly residualDegreesOfFreedom: number;
  /** Schools in the regression. */
  readonly schools: number;
  /** tau²: variance of schools' true developments that participation does not go with. */
  readonly schoolVariance: number;
}

/** Why there is no {@linkcode DoseResponse}. */
export type NoDoseResponse = "too-few-schools" | "no-variation";

/** Fewest residual degrees of freedom of a regression over schools. */
const FEWEST_DEGREES_OF_FREEDOM = 10;

/**
 * Regresses schools' changes on their participation within municipalities.
 *
 * Each school counts by 1 / (tau² + its error variance): the little that is known of a
 * small school counts for little. Standard errors are HC2, so that schools may differ
 * more or less than the weights say, with Satterthwaite's degrees of freedom, since
 * few schools may decide the slope; plausible values are pooled by Rubin's rules.
 * tau² is estimated by moments from the residual variation beyond the errors.
 *
 * @returns The association, or why there is none. A municipality with one school says
 * nothing and is left out.
 * @see MacKinnon & White (1985), Journal of Econometrics 29, 305–325, for HC2.
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169–181, for the degrees of
 * freedom.
 * @see Raudenbush (2009), in The Handbook of Research Synthesis and Meta-Analysis,
 * for regression of estimates with known errors.
 */
export function doseResponse(
  input: DoseInput,
): DoseResponse | NoDoseResponse {
  const rows = comparableSchools(input);
  const { design, error } = designOf(input, rows);
  const residual = design.rows - design.columns;
  if (!(residual >= FEWEST_DEGREES_OF_FREEDOM)) return "too-few-schools";
  if (!variesWithin(design)) return "no-variation";
  const outcomes = input.changes.map((change) =>
    Float64Array.from(rows, (school) => change[school]!)
  );
  const schoolVariance = residualVariance(design, mean(outcomes), error);
  const precision = error.map((v) => 1 / Math.sqrt(schoolVariance + v));
  return {
    ...pooledSlope(
      scaledRows(design, precision),
      outcomes.map((y) => y.map((value, i) => value * precision[i]!)),
    ),
    residualDegreesOfFreedom: residual,
    schools: design.rows,
    schoolVariance,
  };
}

/** Every row divided by its expected SD, so that the errors are of equal variance. */
function scaledRows(
  { rows, columns, values }: Matrix,
  precision: Float64Array,
): Matrix {
  return {
    rows,
    columns,
    values: values.map((x, k) => x * precision[Math.floor(k / columns)]!),
  };
}

/** The last coefficient of every draw's regression, pooled. */
function pooledSlope(
  design: Matrix,
  outcomes: readonly Float64Array[],
): Pick<
  DoseResponse,
  "slope" | "sampling" | "between" | "degreesOfFreedom"
> {
  const last = design.columns - 1, draws = outcomes.length;
  const names = Array.from({ length: design.columns }, (_, j) => `column ${j}`);
  const fits = fitRegressions({ matrix: design, names }, outcomes, {
    covariance: "HC2",
  });
  const slopes = fits.map(({ coefficients }) => coefficients[last]!);
  const slope = slopes.reduce((sum, one) => sum + one / draws, 0);
  const sampling = fits.reduce(
    (sum, { standardErrors: errors }) =>
      sum + errors[last]! * errors[last]! / draws,
    0,
  );
  const between = draws < 2 ? 0 : slopes.reduce(
    (sum, one) => sum + (one - slope) * (one - slope) / (draws - 1),
    0,
  );
  const degreesOfFreedom = combinedDegreesOfFreedom({
    within: sampling,
    between,
    draws,
    completeDegreesOfFreedom: lastSlopeDegrees(design),
  });
  return { slope, sampling, between, degreesOfFreedom };
}

/** Schools with everything known, in municipalities with two of them or more. */
function comparableSchools(
  { changes, errorVariance, intensity, stratum }: DoseInput,
): number[] {
  const known = Array.from(intensity, (_, school) => school).filter((school) =>
    Number.isFinite(intensity[school]!) && errorVariance[school]! > 0 &&
    errorVariance[school]! < Infinity &&
    changes.every((change) => Number.isFinite(change[school]!))
  );
  const size = new Map<number, number>();
  for (const school of known) {
    size.set(stratum[school]!, (size.get(stratum[school]!) ?? 0) + 1);
  }
  return known.filter((school) => size.get(stratum[school]!)! > 1);
}

/** An indicator per municipality, and the intensity from its municipality's mean last. */
function designOf(
  { intensity, stratum, errorVariance }: DoseInput,
  rows: readonly number[],
): { readonly design: Matrix; readonly error: Float64Array } {
  const strata = [...new Set(rows.map((school) => stratum[school]!))];
  const columns = strata.length + 1;
  const design = createMatrix({ rows: rows.length, columns });
  const middle = strata.map((s) => {
    const own = rows.filter((school) => stratum[school] === s);
    return own.reduce((sum, school) => sum + intensity[school]!, 0) /
      own.length;
  });
  rows.forEach((school, i) => {
    const s = strata.indexOf(stratum[school]!);
    design.values[i * columns + s] = 1;
    design.values[(i + 1) * columns - 1] = intensity[school]! - middle[s]!;
  });
  return {
    design,
    error: Float64Array.from(rows, (school) => errorVariance[school]!),
  };
}

/** Below this intensities of a municipality are equal but for rounding. */
const SMALLEST_SPREAD = 1e-9;

function variesWithin({ rows, columns, values }: Matrix): boolean {
  for (let i = 0; i < rows; i++) {
    if (Math.abs(values[(i + 1) * columns - 1]!) > SMALLEST_SPREAD) return true;
  }
  return false;
}

function mean(draws: readonly Float64Array[]): Float64Array {
  return draws[0]!.map((_, i) =>
    draws.reduce((sum, draw) => sum + draw[i]! / draws.length, 0)
  );
}

/** x′Ax for row i of the design. */
function quadratic(
  { columns: p, values }: Matrix,
  i: number,
  inverse: Float64Array,
): number {
  let form = 0;
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) {
      form += values[i * p + j]! * inverse[j * p + k]! * values[i * p + k]!;
    }
  }
  return form;
}

/** tau² by moments: weighted squares beyond what the errors alone would give. */
function residualVariance(
  design: Matrix,
  y: Float64Array,
  error: Float64Array,
): number {
  const weights = error.map((v) => 1 / v);
  const fit = leastSquares(design, y, { weights });
  let trace = 0;
  for (let i = 0; i < design.rows; i++) {
    const w = weights[i]!;
    trace += w - w * w * quadratic(design, i, fit.inverse);
  }
  const excess = fit.residualSumOfSquares - (design.rows - design.columns);
  return Math.max(0, excess / trace);
}
