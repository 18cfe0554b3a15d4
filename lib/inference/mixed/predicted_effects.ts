import type { Factorisation } from "./deviance.ts";
import { leafCross } from "./leaf_cross.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { solveEffects } from "./solve_effects.ts";

/**
 * Best linear unbiased predictions b of all levels, per term levels × k, of the columns
 * scaled to root mean square 1; 0 for levels without rows.
 *
 * A grouped level follows from what it touches: b = S (z′y − z′Xβ − z′Z b of the others).
 */
export function predictedEffects(
  model: PreparedModel,
  at: Factorisation,
): Float64Array[] {
  const { problem, layout, units } = model;
  const { terms, fixed: { p } } = problem;
  const { groups, structure, graphNode, termStart } = layout;
  const { scalars, scaledFixed } = solveEffects(at, layout, p);
  const effectOfScalar = new Float64Array(structure.size);
  const effects = terms.map(({ levelCount, size }, t) => {
    const own = new Float64Array(levelCount * size);
    for (let level = 0; level < levelCount; level++) {
      const node = graphNode[termStart[t]! + level]!;
      if (node < 0) continue;
      const start = structure.nodeStart[node]!;
      for (let e = 0; e < size; e++) {
        let value = 0;
        for (let f = 0; f <= e; f++) {
          value += at.factors[t]![e * size + f]! * scalars[start + f]!;
        }
        own[level * size + e] = value;
        effectOfScalar[start + e] = value;
      }
    }
    return own;
  });
  const cross = leafCross(problem, units, layout);
  const k = terms[groups.term]!.size;
  const rest = new Float64Array(k);
  groups.groupOf.forEach((g, level) => {
    if (g < 0) return;
    const { own, width, scalars: touched, values } = cross(level);
    const length = own + width;
    for (let a = 0; a < k; a++) {
      let value = values[a * length + length - 1]!;
      for (let j = 0; j < p; j++) {
        value -= values[a * length + own + j]! * scaledFixed[j]!;
      }
      for (let i = 0; i < own; i++) {
        value -= values[a * length + i]! * effectOfScalar[touched[i]!]!;
      }
      rest[a] = value;
    }
    const { shrinkage } = at.patterns[groups.patternOf[g]!]!;
    for (let a = 0; a < k; a++) {
      let value = 0;
      for (let b = 0; b < k; b++) value += shrinkage[a * k + b]! * rest[b]!;
      effects[groups.term]![level * k + a] = value;
    }
  });
  return effects;
}
