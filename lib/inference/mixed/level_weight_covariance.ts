import type { Factorisation } from "./deviance.ts";
import type { MixedDesign } from "./mixed_design.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { predictedEffects } from "./predicted_effects.ts";
import {
  fixedCoefficients,
  fixedCovariance,
  solveEffects,
} from "./solve_effects.ts";

/**
 * Covariance of fixed effects under sampling weights: the outermost levels are the
 * draws, so that it is B (Σ s s′) B × G / (G − 1) with s the score of each of them.
 *
 * The score of level g is Σ w x (y − xβ − zb) over its rows: by the equations for b
 * that is X′ V⁻¹ (y − Xβ). Variances are taken as known.
 *
 * @see Rabe-Hesketh & Skrondal (2006), Journal of the Royal Statistical Society A 169,
 * 805–827.
 */
export function levelWeightCovariance(
  { fixed: { values, columns: p, rows: n }, outcome }: MixedDesign,
  model: PreparedModel,
  at: Factorisation,
): Float64Array {
  const { problem, layout } = model;
  const { scaledFixed } = solveEffects(at, layout, p);
  const beta = fixedCoefficients(scaledFixed, problem.fixed);
  const effects = predictedEffects(model, at);
  const outermost = problem.terms.reduce((a, b) =>
    b.levelCount < a.levelCount ? b : a
  );
  const scores = new Float64Array(outermost.levelCount * p);
  for (let i = 0; i < n; i++) {
    let residual = outcome[i]!;
    for (let j = 0; j < p; j++) residual -= values[i * p + j]! * beta[j]!;
    problem.terms.forEach(({ levels, size, columnIds }, t) => {
      for (let e = 0; e < size; e++) {
        const column = problem.columns[columnIds[e]!]!;
        residual -= (column ? column[i]! : 1) *
          effects[t]![levels[i]! * size + e]!;
      }
    });
    const factor = residual * (problem.rowWeights?.[i] ?? 1);
    const start = outermost.levels[i]! * p;
    for (let j = 0; j < p; j++) {
      scores[start + j]! += factor * values[i * p + j]!;
    }
  }
  const bread = fixedCovariance(at, layout, problem.fixed);
  const covariance = new Float64Array(p * p);
  const influence = new Float64Array(p);
  let used = 0;
  for (let g = 0; g < outermost.levelCount; g++) {
    const score = scores.subarray(g * p, (g + 1) * p);
    if (score.every((s) => s === 0)) continue;
    used++;
    for (let i = 0; i < p; i++) {
      influence[i] = 0;
      for (let j = 0; j < p; j++) {
        influence[i]! += bread[i * p + j]! * score[j]!;
      }
    }
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        covariance[i * p + j]! += influence[i]! * influence[j]!;
      }
    }
  }
  return covariance.map((v) => v * used / (used - 1));
}
