import { checkFayFactor } from "./balanced_design.ts";
import { compressReplicates } from "./compress_replicates.ts";
import { checkWeights, type ReplicateDesign } from "./replicate_design.ts";

/** What the spread over given replicate weights means. */
export type ReplicateRule =
  /** Fay's balanced half samples: 1 / (R (1 − k)²). */
  | { readonly kind: "fay"; readonly factor: number }
  /** One half of each pair left out: 1. */
  | { readonly kind: "jk2" }
  /** One cluster left out: (R − 1) / R. */
  | { readonly kind: "jk1" }
  /** Any other: one multiplier per replicate, or one for all. */
  | { readonly kind: "multipliers"; readonly multipliers: readonly number[] };

/** Options for {@linkcode givenDesign}. */
export interface GivenDesignOptions {
  /** What the spread over replicates means. */
  readonly rule: ReplicateRule;
  /** Of the variance. @default {R − 1 with one cluster left out, else R} */
  readonly degreesOfFreedom?: number;
}

function multipliersOf(rule: ReplicateRule, replicates: number): Float64Array {
  const all = (value: number) => new Float64Array(replicates).fill(value);
  switch (rule.kind) {
    case "fay":
      checkFayFactor(rule.factor);
      return all(1 / (replicates * (1 - rule.factor) * (1 - rule.factor)));
    case "jk2":
      return all(1);
    case "jk1":
      return all((replicates - 1) / replicates);
    case "multipliers": {
      const { multipliers } = rule;
      const wrong = multipliers.findIndex((c) => !(c >= 0 && c < Infinity));
      if (wrong >= 0) {
        throw new RangeError(
          `Cannot use replicate weights: multiplier ${
            multipliers[wrong]
          } of replicate ${wrong} is not a number of 0 or more`,
        );
      }
      if (multipliers.length === 1) return all(multipliers[0]!);
      if (multipliers.length === replicates) {
        return Float64Array.from(multipliers);
      }
      throw new RangeError(
        `Cannot use replicate weights: found ${multipliers.length} multipliers for ${replicates} replicates`,
      );
    }
  }
}

/** A column of replicate weights, none negative or missing. */
function checkReplicate(column: ArrayLike<number>, r: number): Float64Array {
  const weights = column instanceof Float64Array
    ? column
    : Float64Array.from(column);
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight >= 0 && weight < Infinity) continue;
    throw new RangeError(
      `Cannot use replicate weights: weight ${weight} of replicate ${r} in row ${i} is not a number of 0 or more`,
    );
  }
  return weights;
}

/**
 * A design from replicate weights that came with the data, as in PISA.
 *
 * Rows whose replicate weights are the same multiples of their full weight, e.g. all
 * pupils of a school, are found once here; every statistic is then computed from sums
 * over those clusters. Where there are no such rows the weights are used as they are.
 *
 * @param weights Full weight of each row, 0 or more.
 * @param columns Replicate weights, one column of the same length per replicate.
 * @throws {RangeError} If there are no columns, or lengths, weights, multipliers or
 * Fay's factor are wrong.
 */
export function givenDesign(
  weights: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  { rule, degreesOfFreedom }: GivenDesignOptions,
): ReplicateDesign {
  const checked = checkWeights(weights);
  const replicates = columns.length;
  if (replicates === 0) {
    throw new RangeError(
      "Cannot use replicate weights: found no columns, at least 1 is needed",
    );
  }
  const given = columns.map((column, r) => {
    if (column.length !== checked.length) {
      throw new RangeError(
        `Cannot use replicate weights: column ${r} has ${column.length} rows, expected ${checked.length}`,
      );
    }
    return checkReplicate(column, r);
  });
  return {
    weights: checked,
    replicates,
    replicateWeights: compressReplicates(checked, given) ??
      { kind: "rows", columns: given },
    multipliers: multipliersOf(rule, replicates),
    degreesOfFreedom: degreesOfFreedom ??
      (rule.kind === "jk1" ? replicates - 1 : replicates),
    method: `${replicates} replicate weights (${rule.kind})`,
  };
}
