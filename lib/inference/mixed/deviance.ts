import { ln } from "#lib/numerics/mod.ts";
import type { Equations } from "./equations.ts";
import {
  addLeafAdjoint,
  borderTargets,
  eliminateLeavesInPlace,
  type LeafPattern,
  leafPattern,
  shrinkageAdjoints,
} from "./leaf_elimination.ts";
import type { MixedProblem } from "./mixed_problem.ts";
import { factorPanelsInPlace } from "./panel_cholesky.ts";
import { reverseFactorInPlace } from "./panel_reverse.ts";
import { relativeFactors, thetaGradient } from "./relative_factor.ts";
import { reverseScalingInPlace, scalePanelsInPlace } from "./scale_panels.ts";

/** The equations factored at one θ. */
export interface Factorisation {
  /** Where. */
  readonly theta: Float64Array;
  /** Per term T, k × k by rows. */
  readonly factors: readonly Float64Array[];
  /** Per pattern of grouped levels. */
  readonly patterns: readonly LeafPattern[];
  /** Left side before the variances entered, in panels. */
  readonly source: Float64Array;
  /** Cholesky factor, in panels. */
  readonly factor: Float64Array;
  /** log |Λ′Z′WZΛ + I|. */
  readonly logRandom: number;
  /** log |X′H⁻¹X| of the scaled fixed columns. */
  readonly logFixed: number;
  /** Penalised residual sum of squares. */
  readonly residualSquares: number;
}

/** How much each part of the deviance counts in a gradient. */
export interface PartWeights {
  /** Of log |Λ′Z′WZΛ + I|. */
  readonly random: number;
  /** Of log |X′H⁻¹X|: 1 in REML, 0 in ML. */
  readonly fixed: number;
  /** Of the penalised residual sum of squares. */
  readonly residual: number;
}

/** Derivatives of the weighted parts at one θ. */
export interface FactorGradient {
  /** By θ. */
  readonly theta: Float64Array;
  /** By the left side before scaling, in panels: with weights (1, 0, 0) the
   * covariance of the ungrouped random effects over σ², (1, 1, 0) counting that fixed
   * effects are estimated; elements off the diagonal twice. */
  readonly panels: Float64Array;
}

/** Evaluates the likelihood of one model; no effect is solved for on the way. */
export interface DevianceParts {
  /** @throws {RangeError} If the equations cannot be factored. */
  readonly factorise: (theta: Float64Array) => Factorisation;
  /** By walking the factorisation backwards. */
  readonly gradient: (at: Factorisation, parts: PartWeights) => FactorGradient;
}

/** Place in the panels of the diagonal element of each scalar. */
function diagonalPlaces({ layout: { structure } }: Equations): Int32Array {
  const { size, panelOf, firstColumn, valueStart } = structure;
  return Int32Array.from({ length: size }, (_, c) => {
    const panel = panelOf[c]!;
    const first = firstColumn[panel]!;
    return valueStart[panel]! +
      (c - first) * (firstColumn[panel + 1]! - first + 1);
  });
}

/**
 * The penalised least-squares equations as a function of θ.
 *
 * Groups of like levels leave first, in closed form; the rest, bordered by the fixed
 * columns and the outcome, is one sparse Cholesky factorisation whose last pivot is
 * the root of the residual sum of squares.
 *
 * @see Bates, Mächler, Bolker & Walker (2015), Journal of Statistical Software 67(1);
 * Bates, Alday & Kokandakar (2025), arXiv 2505.11674, for the outcome as a border.
 */
export function devianceParts(
  problem: MixedProblem,
  equations: Equations,
): DevianceParts {
  const { layout, base } = equations;
  const { groups, structure, weightOf } = layout;
  const width = problem.fixed.p + 1;
  const k = problem.terms[groups.term]!.size;
  const border = borderTargets(equations, width);
  const diagonal = diagonalPlaces(equations);
  const sizes = problem.terms.map((t) => t.size);
  const edge = structure.size - width;
  const factorise = (theta: Float64Array): Factorisation => {
    const factors = relativeFactors(problem, theta);
    const patterns = groups.squares.map((squares, p) =>
      leafPattern(squares, {
        factor: factors[groups.term]!,
        weight: groups.weights[p]!,
      })
    );
    const source = Float64Array.from(base);
    eliminateLeavesInPlace(source, equations, { patterns, border, k });
    const factor = Float64Array.from(source);
    scalePanelsInPlace(factor, layout, { factors, sizes });
    factorPanelsInPlace(factor, structure);
    let logRandom = 0, logFixed = 0;
    patterns.forEach((p, i) =>
      logRandom += groups.members[i]! * p.logDeterminant
    );
    for (let c = 0; c < edge; c++) {
      const pivot = factor[diagonal[c]!]!, w = weightOf[c]!;
      logRandom += w * (w === 1 ? 2 * ln(pivot) : 2 * ln(pivot) - ln(w));
    }
    for (let c = edge; c < structure.size - 1; c++) {
      logFixed += 2 * ln(factor[diagonal[c]!]!);
    }
    const last = factor[diagonal[structure.size - 1]!]!;
    return {
      theta,
      factors,
      patterns,
      source,
      factor,
      logRandom,
      logFixed,
      residualSquares: last * last,
    };
  };
  const gradient = (at: Factorisation, parts: PartWeights): FactorGradient => {
    const { factor, factors, patterns, source } = at;
    const panels = new Float64Array(factor.length);
    for (let c = 0; c < structure.size; c++) {
      const place = diagonal[c]!;
      panels[place] = c < edge
        ? 2 * parts.random * weightOf[c]! / factor[place]!
        : c < structure.size - 1
        ? 2 * parts.fixed / factor[place]!
        : 2 * parts.residual * factor[place]!;
    }
    reverseFactorInPlace(panels, factor, structure);
    const adjoints = sizes.map((size) => new Float64Array(size * size));
    reverseScalingInPlace(panels, source, {
      layout,
      scaling: { factors, sizes },
      adjoints,
    });
    const shrinkage = shrinkageAdjoints(panels, equations, { border, k });
    patterns.forEach((pattern, p) =>
      addLeafAdjoint(adjoints[groups.term]!, pattern, {
        squares: groups.squares[p]!,
        factor: factors[groups.term]!,
        adjoint: shrinkage[p]!,
        members: parts.random * groups.members[p]! * groups.weights[p]!,
        k,
      })
    );
    return { theta: thetaGradient(problem, adjoints), panels };
  };
  return { factorise, gradient };
}
