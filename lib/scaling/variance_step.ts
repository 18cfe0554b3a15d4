import type { RandomStream } from "#lib/numerics/mod.ts";
import type { ClusterPlan } from "./cluster_plan.ts";
import { drawChiSquare } from "./draw_chi_square.ts";
import type { EffectState, ThetaSums } from "./effects_step.ts";

/** A variance never falls below this part of the scale's unit squared. */
const SMALLEST_SHARE = 1e-6;

/** Σ (θ − prediction)² per group, from sums alone. */
function residualSquares(
  plan: ClusterPlan,
  { coefficients, schoolEffects, classEffects }: EffectState,
  { byClass, cross, squares }: ThetaSums,
): Float64Array {
  const { columns, crossProducts, designSums } = plan;
  const result = squares.slice();
  plan.groupOfBlock.forEach((group, b) => {
    for (let i = 0; i < columns; i++) {
      const coefficient = coefficients[b * columns + i]!;
      let fitted = 0;
      for (let j = 0; j < columns; j++) {
        fitted += crossProducts[(b * columns + i) * columns + j]! *
          coefficients[b * columns + j]!;
      }
      result[group]! += coefficient * (fitted - 2 * cross[b * columns + i]!);
    }
  });
  for (let c = 0; c < plan.classCount; c++) {
    const effect = classEffects[c]! + schoolEffects[plan.schoolOfClass[c]!]!;
    let rest = byClass[c]!;
    for (let j = 0; j < columns; j++) {
      rest -= designSums[c * columns + j]! *
        coefficients[plan.blockOfClass[c]! * columns + j]!;
    }
    result[plan.groupOfClass[c]!]! += effect *
      (plan.classSize[c]! * effect - 2 * rest);
  }
  return result;
}

/** Further values among which the old one's opposite is found; odd, so that none is its own. */
const CANDIDATES = 15;

/**
 * Replaces a value by the one that lies opposite to it among draws of the same
 * distribution: as far up in their order as it was down (ordered overrelaxation).
 *
 * The distribution stays as it is. A value that follows from its predecessor's
 * neighbourhood, as a variance does through the drawn θ, then swings around the
 * middle instead of creeping.
 *
 * @see Neal (1998), in Jordan (ed.), Learning in Graphical Models, 205–228.
 */
export function oppositeDraw(old: number, draw: () => number): number {
  const values = new Float64Array(CANDIDATES);
  let below = 0;
  for (let k = 0; k < CANDIDATES; k++) {
    values[k] = draw();
    if (values[k]! < old) below++;
  }
  values.sort();
  // Without the old value, rank CANDIDATES − below moves down where it lay below.
  const rank = CANDIDATES - below;
  return values[rank > below ? rank - 1 : rank]!;
}

/** Number of clusters with an effect and the sum of its squares, per group. */
function effectSquares(
  effects: Float64Array,
  has: Uint8Array,
  groupOf: Uint8Array,
  groups: number,
): { readonly counts: Float64Array; readonly squares: Float64Array } {
  const counts = new Float64Array(groups);
  const squares = new Float64Array(groups);
  effects.forEach((effect, i) => {
    if (!has[i]) return;
    counts[groupOf[i]!]! += 1;
    squares[groupOf[i]!]! += effect * effect;
  });
  return { counts, squares };
}

/**
 * Draws the variances of residuals, schools and classes of each group.
 *
 * Residuals: sum of squares / chi-square(n). Clusters: sum of squares /
 * chi-square(clusters − 1), which is the posterior under a flat prior for the
 * standard deviation and does not pull a small variance to zero. Each takes the
 * place opposite to its old value ({@linkcode oppositeDraw}).
 *
 * @param state The variances are replaced.
 * @param unit Standard deviation of θ, the scale of the lower bound.
 * @see Gelman (2006), Bayesian Analysis 1, 515–534.
 */
export function drawVariancesInPlace(
  plan: ClusterPlan,
  state: EffectState,
  { sums, stream, unit }: {
    readonly sums: ThetaSums;
    readonly stream: RandomStream;
    readonly unit: number;
  },
): void {
  const groups = plan.groupSize.length;
  const floor = SMALLEST_SHARE * unit * unit;
  const draw = (old: number, squares: number, df: number): number =>
    Math.max(
      floor,
      oppositeDraw(old, () => squares / drawChiSquare(stream, df)),
    );
  const residual = residualSquares(plan, state, sums);
  const schools = effectSquares(
    state.schoolEffects,
    plan.schoolEffect,
    plan.groupOfSchool,
    groups,
  );
  const classes = effectSquares(
    state.classEffects,
    plan.classEffect,
    plan.groupOfClass,
    groups,
  );
  for (let g = 0; g < groups; g++) {
    if (plan.groupSize[g]! > 0) {
      state.residualVariance[g] = draw(
        state.residualVariance[g]!,
        residual[g]!,
        plan.groupSize[g]!,
      );
    }
    if (schools.counts[g]! > 0) {
      state.schoolVariance[g] = draw(
        state.schoolVariance[g]!,
        schools.squares[g]!,
        schools.counts[g]! - 1,
      );
    }
    if (classes.counts[g]! > 0) {
      state.classVariance[g] = draw(
        state.classVariance[g]!,
        classes.squares[g]!,
        classes.counts[g]! - 1,
      );
    }
  }
}
