import type { Factorisation } from "./deviance.ts";
import { levelWeightScores } from "./level_weight_scores.ts";
import type { MixedDesign } from "./mixed_design.ts";
import type { MixedProblem, ProblemTerm } from "./mixed_problem.ts";
import { positiveInverse } from "./positive_inverse.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { predictedEffects } from "./predicted_effects.ts";
import { congruence } from "./small_matrices.ts";
import {
  fixedCoefficients,
  fixedCovariance,
  solveEffects,
} from "./solve_effects.ts";
import type { Curvature } from "./variance_uncertainty.ts";

/** Where a fit with level weights ended. */
export interface LevelWeightOptimum {
  /** The equations there. */
  readonly at: Factorisation;
  /** σ². */
  readonly variance: number;
  /** Null if it was not asked for. */
  readonly curvature: Curvature | null;
}

/** What sampling weights leave unknown. */
export interface LevelWeightCovariance {
  /** Of the coefficients, p × p. */
  readonly fixed: Float64Array;
  /** Of θ and σ, (q + 1) × (q + 1); null without curvature. */
  readonly parameters: Float64Array | null;
}

function outermostOf({ terms }: MixedProblem): ProblemTerm {
  return terms.reduce((a, b) => b.levelCount < a.levelCount ? b : a);
}

function coefficientsAt(
  { layout, problem: { fixed } }: PreparedModel,
  at: Factorisation,
): Float64Array {
  return fixedCoefficients(
    solveEffects(at, layout, fixed.p).scaledFixed,
    fixed,
  );
}

/** y − Xβ of each row. */
function residualsOf(
  { fixed: { values, columns: p }, outcome }: MixedDesign,
  beta: Float64Array,
): Float64Array {
  return outcome.map((y, i) => {
    for (let j = 0; j < p; j++) y -= values[i * p + j]! * beta[j]!;
    return y;
  });
}

/** Σ w x (y − xβ − zb) over the rows of each outermost level, levels × p. */
function coefficientScores(
  { fixed: { values, columns: p } }: MixedDesign,
  model: PreparedModel,
  { at, residuals }: {
    readonly at: Factorisation;
    readonly residuals: Float64Array;
  },
): Float64Array {
  const { problem } = model;
  const effects = predictedEffects(model, at);
  const outermost = outermostOf(problem);
  const scores = new Float64Array(outermost.levelCount * p);
  residuals.forEach((residual, i) => {
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
  });
  return scores;
}

/** B (Σ s s′) B × G / (G − 1) over the G levels that have a score. */
function sandwich(
  scores: Float64Array,
  bread: Float64Array,
  width: number,
): Float64Array {
  const meat = new Float64Array(width * width);
  let used = 0;
  for (let from = 0; from < scores.length; from += width) {
    const score = scores.subarray(from, from + width);
    if (score.every((s) => s === 0)) continue;
    used++;
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        meat[i * width + j]! += score[i]! * score[j]!;
      }
    }
  }
  return congruence(bread, meat, width)
    .map((v) => v * used / (used - 1));
}

/** Step of the differences by which coefficients follow θ. */
const STEP = 1e-4;

/** Adds to the scores by θ what they owe to coefficients that follow θ. */
function addFollowingInPlace(
  scores: Float64Array,
  ofCoefficients: Float64Array,
  { model, optimum: { at, variance } }: {
    readonly model: PreparedModel;
    readonly optimum: LevelWeightOptimum;
  },
): void {
  const { theta } = at;
  const { p } = model.problem.fixed;
  const width = theta.length + 1, levels = scores.length / width;
  for (let t = 0; t < theta.length; t++) {
    const [up, down] = [STEP, -STEP].map((h) =>
      coefficientsAt(
        model,
        model.parts.factorise(theta.map((x, i) => i === t ? x + h : x)),
      )
    ) as [Float64Array, Float64Array];
    for (let level = 0; level < levels; level++) {
      for (let j = 0; j < p; j++) {
        scores[level * width + t]! -= (up[j]! - down[j]!) / STEP *
          ofCoefficients[level * p + j]! / variance;
      }
    }
  }
}

/**
 * Covariance of fixed effects and of variances under sampling weights: the outermost
 * levels are the draws, so that it is B (Σ s s′) B × G / (G − 1) with s the score of
 * each of them and B the inverse curvature.
 *
 * The score of level g by the coefficients is Σ w x (y − xβ − zb) over its rows: by the
 * equations for b that is X′ V⁻¹ (y − Xβ). Variances are taken as known there; among
 * the scores by the variances is what coefficients owe to them.
 *
 * @see Rabe-Hesketh & Skrondal (2006), Journal of the Royal Statistical Society A 169,
 * 805–827.
 */
export function levelWeightCovariance(
  design: MixedDesign,
  model: PreparedModel,
  optimum: LevelWeightOptimum,
): LevelWeightCovariance {
  const { problem, layout } = model;
  const { at, variance, curvature } = optimum;
  const { p } = problem.fixed, q = at.theta.length;
  const residuals = residualsOf(design, coefficientsAt(model, at));
  const ofCoefficients = coefficientScores(design, model, { at, residuals });
  const bread = fixedCovariance(at, layout, problem.fixed);
  const fixed = sandwich(ofCoefficients, bread, p);
  if (curvature === null) return { fixed, parameters: null };
  const scores = levelWeightScores(problem, outermostOf(problem), {
    design,
    at,
    variance,
    residuals,
  });
  addFollowingInPlace(scores, ofCoefficients, { model, optimum });
  const inverse = positiveInverse(curvature.joint, q + 1);
  return { fixed, parameters: sandwich(scores, inverse, q + 1) };
}
