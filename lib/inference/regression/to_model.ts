import type { Model, ModelSpec, ModelTerm } from "./model_spec.ts";
import { parseFormula } from "./parse_formula.ts";

/** A name for a term that does not depend on the order of its variables. */
export function termKey(term: ModelTerm): string {
  return [...term].sort().join("\n");
}

/** Each term once, main effects first, otherwise in the order written. */
function orderTerms(terms: readonly ModelTerm[]): readonly ModelTerm[] {
  const byKey = new Map<string, ModelTerm>();
  for (const term of terms) {
    const once = [...new Set(term)];
    const key = termKey(once);
    if (!byKey.has(key)) byKey.set(key, once);
  }
  return [...byKey.values()].sort((a, b) => a.length - b.length);
}

/**
 * Completes a model written as a formula or as a typed value.
 *
 * @throws {SyntaxError} If the formula cannot be read.
 * @throws {RangeError} If a random term has no group, or the model has no column.
 */
export function toModel(model: string | ModelSpec): Model {
  const spec = typeof model === "string" ? parseFormula(model) : model;
  const { intercept = true, factors = [], random = [] } = spec;
  const terms = orderTerms(spec.terms);
  if (!intercept && terms.length === 0) {
    throw new RangeError(
      "Cannot make a model: found neither an intercept nor a term, at least one is needed",
    );
  }
  return {
    response: spec.response,
    terms,
    intercept,
    factors,
    random: random.map((term) => {
      if (term.group.length === 0) {
        throw new RangeError(
          "Cannot make a model: found a random term without a group, at least one variable is needed",
        );
      }
      return {
        group: term.group,
        intercept: term.intercept ?? true,
        terms: orderTerms(term.terms ?? []),
        correlated: term.correlated ?? true,
      };
    }),
  };
}
