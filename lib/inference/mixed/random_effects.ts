import { congruence, multiply } from "./small_matrices.ts";
import { leafCross } from "./leaf_cross.ts";
import type { Factorisation } from "./deviance.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";
import { predictedEffects } from "./predicted_effects.ts";
import { type PreparedModel, prepareModel } from "./prepared_model.ts";
import { valuePosition } from "./panel_structure.ts";

/** Predicted random effects of one term. */
export interface TermEffects {
  /** Name of the factor. */
  readonly name: string;
  /** Names of its effects, length k. */
  readonly effects: readonly string[];
  /** As given with the term; empty if none were. */
  readonly levelNames: readonly string[];
  /** levels × k by rows; 0 for levels without rows. */
  readonly values: Float64Array;
  /** levels × k × k: conditional covariance of a level's effects given the outcome. */
  readonly covariances: Float64Array;
}

/** Options for {@linkcode randomEffects}. */
export interface RandomEffectsOptions {
  /**
   * "known": fixed effects taken as known, as lme4 does; "estimated": their
   * uncertainty counts too, for a prediction interval. @default {"known"}
   */
  readonly fixedEffects?: "known" | "estimated";
}

/** Covariance over σ² of the scalars in the panels, an element off the diagonal once. */
function scalarCovariance(
  model: PreparedModel,
  panels: Float64Array,
): (row: number, column: number) => number {
  const { structure } = model.layout;
  return (row, column) => {
    const at = row >= column
      ? valuePosition(structure, row, column)
      : valuePosition(structure, column, row);
    return row === column ? panels[at]! : panels[at]! / 2;
  };
}

/** S + S C Σ C′ S of one grouped level, C its cross products with what it touches. */
function groupedCovariance(
  shrinkage: Float64Array,
  { cross, touched, covarianceOf, k }: {
    /** k × touched. */
    readonly cross: Float64Array;
    readonly touched: readonly number[];
    readonly covarianceOf: (row: number, column: number) => number;
    readonly k: number;
  },
): Float64Array {
  const length = touched.length;
  const inner = new Float64Array(k * k);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const v = covarianceOf(touched[i]!, touched[j]!);
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < k; b++) {
          inner[a * k + b]! += cross[a * length + i]! * v *
            cross[b * length + j]!;
        }
      }
    }
  }
  const outer = multiply(shrinkage, multiply(inner, shrinkage, { k }), { k });
  return outer.map((x, i) => x + shrinkage[i]!);
}

/** Conditional covariances over σ², per term levels × k × k, of scaled columns. */
function conditionalCovariances(
  model: PreparedModel,
  at: Factorisation,
  fixedEffects: "known" | "estimated",
): Float64Array[] {
  const { problem, layout, units, parts } = model;
  const { groups, structure, graphNode, termStart } = layout;
  const isKnown = fixedEffects === "known";
  const { panels } = parts.gradient(at, {
    random: 1,
    fixed: isKnown ? 0 : 1,
    residual: 0,
  });
  const covarianceOf = scalarCovariance(model, panels);
  const result = problem.terms.map(({ levelCount, size: k }, t) => {
    const own = new Float64Array(levelCount * k * k);
    const prior = congruence(
      at.factors[t]!,
      Float64Array.from({ length: k * k }, (_, i) => i % (k + 1) === 0 ? 1 : 0),
      k,
    );
    for (let level = 0; level < levelCount; level++) {
      const node = graphNode[termStart[t]! + level]!;
      for (let e = 0; e < k * k; e++) {
        const start = node < 0 ? 0 : structure.nodeStart[node]!;
        own[level * k * k + e] = node < 0
          ? prior[e]!
          : covarianceOf(start + Math.floor(e / k), start + e % k);
      }
    }
    return own;
  });
  const cross = leafCross(problem, units, layout);
  const k = problem.terms[groups.term]!.size;
  const { p } = problem.fixed;
  groups.groupOf.forEach((g, level) => {
    if (g < 0) return;
    const { own, width, scalars, values } = cross(level);
    const length = own + width;
    const count = isKnown ? own : own + p;
    const touched = Array.from(
      { length: count },
      (_, i) => i < own ? scalars[i]! : structure.size - width + i - own,
    );
    const part = new Float64Array(k * count);
    for (let a = 0; a < k; a++) {
      for (let i = 0; i < count; i++) {
        part[a * count + i] = values[a * length + i]!;
      }
    }
    const { shrinkage } = at.patterns[groups.patternOf[g]!]!;
    result[groups.term]!.set(
      groupedCovariance(shrinkage, { cross: part, touched, covarianceOf, k }),
      level * k * k,
    );
  });
  return result;
}

/**
 * Predicts every level's effects (best linear unbiased predictions) with their
 * conditional covariance, both at the fitted variances.
 *
 * @see Bates, Mächler, Bolker & Walker (2015), Journal of Statistical Software 67(1),
 * section 5.4, for the conditional variances.
 */
export function randomEffects(
  fit: MixedModelFit,
  { fixedEffects = "known" }: RandomEffectsOptions = {},
): TermEffects[] {
  const model = prepareModel(fit.design);
  const at = model.parts.factorise(fit.theta);
  const { problem } = model;
  const values = predictedEffects(model, at);
  const covariances = conditionalCovariances(model, at, fixedEffects);
  return problem.terms.map(({ name, effects, size: k, columnIds }, t) => {
    const scale = columnIds.map((id) => problem.columnScales[id]!);
    return {
      name,
      effects,
      levelNames: fit.design.terms[t]!.levelNames ?? [],
      values: values[t]!.map((x, i) => x / scale[i % k]!),
      covariances: covariances[t]!.map((v, i) =>
        fit.residualVariance * v / scale[i % k]! / scale[Math.floor(i / k) % k]!
      ),
    };
  });
}
