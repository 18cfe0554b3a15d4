import type { Design } from "../regression/build_design.ts";
import type { MixedDesign, MixedTerm } from "./mixed_design.ts";

function isConstant(values: Float64Array): boolean {
  return values.every((x) => x === 1);
}

/**
 * Takes over a design laid out from a formula or typed model, e.g.
 * `"y ~ wave * program + (1 | school) + (wave | pupil)"`.
 *
 * @param outcome Length n, where the model names none. @default {the design's response}
 * @throws {RangeError} If the model has no random term or no outcome.
 */
export function toMixedDesign(
  { matrix, names, response, random }: Design,
  { outcome = response }: { readonly outcome?: Float64Array } = {},
): MixedDesign {
  if (random.length === 0) {
    throw new RangeError(
      "Cannot lay out a mixed model: the model has no random term, at least one such as (1 | school) is needed",
    );
  }
  if (outcome.length !== matrix.rows) {
    throw new RangeError(
      `Cannot lay out a mixed model: found ${outcome.length} outcomes for ${matrix.rows} rows`,
    );
  }
  return {
    outcome,
    fixed: matrix,
    fixedNames: names,
    terms: random.map((term): MixedTerm => ({
      name: term.name,
      levels: term.levels,
      levelCount: term.levelNames.length,
      levelNames: term.levelNames,
      intercept: term.columns.some((c) => isConstant(c.values)),
      slopes: term.columns.filter((c) => !isConstant(c.values)),
      correlated: term.correlated,
    })),
  };
}
