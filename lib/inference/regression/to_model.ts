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

function fail(found: string): never {
  throw new RangeError(`Cannot make a model: ${found}`);
}

/** Refuses what has no meaning whatever the data are. */
function checkModel(
  { response, intercept, terms, factors, random }: Model,
): void {
  if (!intercept && terms.length === 0) {
    fail("found neither an intercept nor a term, at least one is needed");
  }
  for (const { group } of random) {
    if (group.length === 0) {
      fail(
        "found a random term without a group, at least one variable is needed",
      );
    }
  }
  const all = [...terms, ...random.flatMap((term) => term.terms)];
  if (all.some((term) => term.length === 0)) {
    fail("found a term without a variable, at least one is needed");
  }
  const used = new Set(all.flat());
  if (response !== null && used.has(response)) {
    fail(`the outcome "${response}" is also one of the terms`);
  }
  const unused = factors.find((name) => !used.has(name));
  if (unused !== undefined) {
    fail(`the factor "${unused}" is in no term`);
  }
}

/**
 * Completes a model written as a formula or as a typed value.
 *
 * @throws {SyntaxError} If the formula cannot be read.
 * @throws {RangeError} If a term has no variable or a random term no group, if the
 * outcome is a term as well, a factor is in none, or the model has no column.
 */
export function toModel(model: string | ModelSpec): Model {
  const spec = typeof model === "string" ? parseFormula(model) : model;
  const { intercept = true, factors = [], random = [] } = spec;
  const complete: Model = {
    response: spec.response,
    terms: orderTerms(spec.terms),
    intercept,
    factors,
    random: random.map((term) => ({
      group: term.group,
      intercept: term.intercept ?? true,
      terms: orderTerms(term.terms ?? []),
      correlated: term.correlated ?? true,
    })),
  };
  checkModel(complete);
  return complete;
}
