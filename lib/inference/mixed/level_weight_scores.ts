import { devianceParts, type Factorisation } from "./deviance.ts";
import { layOutEquations } from "./equation_layout.ts";
import { sumEquations } from "./equations.ts";
import type { MixedDesign } from "./mixed_design.ts";
import type { MixedProblem, ProblemTerm } from "./mixed_problem.ts";
import { findUnits, sumUnits } from "./unit_sums.ts";

function pick<T extends Float64Array | Int32Array>(
  values: T,
  rows: Int32Array,
): T {
  const picked = values.slice(0, rows.length) as T;
  rows.forEach((row, k) => picked[k] = values[row]!);
  return picked;
}

/** A term's levels among some rows, numbered anew. */
function termWithin(term: ProblemTerm, rows: Int32Array): ProblemTerm {
  const number = new Map<number, number>();
  const levels = pick(term.levels, rows).map((level) => {
    const found = number.get(level) ?? number.size;
    number.set(level, found);
    return found;
  });
  const { levelWeights } = term;
  return {
    ...term,
    levels,
    levelCount: number.size,
    levelWeights: levelWeights &&
      Float64Array.from(number.keys(), (level) => levelWeights[level]!),
  };
}

/** The rows of one outermost level as a model of their residuals, without fixed columns. */
function problemWithin(
  problem: MixedProblem,
  rows: Int32Array,
  residuals: Float64Array,
): MixedProblem {
  const none = new Float64Array(0);
  return {
    ...problem,
    n: rows.length,
    fixed: {
      p: 0,
      values: pick(residuals, rows),
      constant: -1,
      means: new Float64Array(1),
      scales: none,
      logScales: 0,
    },
    columns: problem.columns.map((column) => column && pick(column, rows)),
    terms: problem.terms.map((term) => termWithin(term, rows)),
    rowWeights: problem.rowWeights && pick(problem.rowWeights, rows),
  };
}

/** Rows of each level; none for a level without rows. */
function rowsByLevel({ levels, levelCount }: ProblemTerm): Int32Array[] {
  const rows: number[][] = Array.from({ length: levelCount }, () => []);
  levels.forEach((level, i) => rows[level]!.push(i));
  return rows.map((own) => Int32Array.from(own));
}

/**
 * What each outermost level adds to the derivatives of the deviance by θ and σ where
 * coefficients are held, levels × (q + 1); they add to 0 at the optimum.
 *
 * @param outermost The term around all others.
 * @param residuals y − Xβ of each row.
 */
export function levelWeightScores(
  problem: MixedProblem,
  outermost: ProblemTerm,
  { design, at, variance, residuals }: {
    readonly design: MixedDesign;
    readonly at: Factorisation;
    /** σ². */
    readonly variance: number;
    readonly residuals: Float64Array;
  },
): Float64Array {
  const { theta } = at;
  const width = theta.length + 1, sigma = Math.sqrt(variance);
  const scores = new Float64Array(outermost.levelCount * width);
  rowsByLevel(outermost).forEach((rows, level) => {
    if (rows.length === 0) return;
    const own = problemWithin(problem, rows, residuals);
    const units = sumUnits(own, findUnits(own));
    const parts = devianceParts(
      own,
      sumEquations(own, units, layOutEquations(own, units)),
    );
    const there = parts.factorise(theta);
    const weights = { random: 1, fixed: 0, residual: 1 / variance };
    scores.set(parts.gradient(there, weights).theta, level * width);
    let effectiveRows = 0;
    for (const row of rows) {
      effectiveRows += (problem.rowWeights?.[row] ?? 1) /
        (design.weights?.[row] ?? 1);
    }
    scores[(level + 1) * width - 1] = 2 * effectiveRows / sigma -
      2 * there.residualSquares / (variance * sigma);
  });
  return scores;
}
