import type { Model, ModelTerm } from "./model_spec.ts";
import type { Factor } from "./model_columns.ts";
import { termKey } from "./to_model.ts";

/** The variables of a model at the rows kept: numbers, or categories. */
export type ModelVariables = ReadonlyMap<string, Float64Array | Factor>;

/** One column of a design. */
export interface DesignColumn {
  /** e.g. `wave[2017]:ses`. */
  readonly name: string;
  /** One per row kept. */
  readonly values: Float64Array;
}

/** Name of the column of ones. */
export const INTERCEPT = "(Intercept)";

/** Multiplies every column by every column of a variable; the first variable runs fastest. */
function multiplyIn(
  columns: readonly DesignColumn[],
  factors: readonly DesignColumn[],
): DesignColumn[] {
  return factors.flatMap((factor) =>
    columns.map((column) => ({
      name: `${column.name}:${factor.name}`,
      values: column.values.map((value, i) => value * factor.values[i]!),
    }))
  );
}

function variableColumns(
  name: string,
  variable: Float64Array | Factor,
  { isFull }: { readonly isFull: boolean },
): DesignColumn[] {
  if (variable instanceof Float64Array) return [{ name, values: variable }];
  const { levels, codes } = variable;
  const first = isFull ? 0 : 1;
  if (levels.length <= first) {
    throw new RangeError(
      `Cannot lay out the model: "${name}" has only the category "${
        levels[0]
      }", at least two are needed for a comparison`,
    );
  }
  return levels.slice(first).map((level, k) => ({
    name: `${name}[${level}]`,
    values: Float64Array.from(codes, (code) => code === k + first ? 1 : 0),
  }));
}

/**
 * The columns of one term.
 *
 * Categories are compared with the reference where the term without that variable is
 * in the model too (for a main effect: the intercept), and have a column each where
 * it is not, so that the columns span what the formula says and no more.
 */
function termColumns(
  term: ModelTerm,
  { has, variables }: {
    readonly has: (term: ModelTerm) => boolean;
    readonly variables: ModelVariables;
  },
): DesignColumn[] {
  return term
    .map((name) =>
      variableColumns(name, variables.get(name)!, {
        isFull: !has(term.filter((other) => other !== name)),
      })
    )
    .reduce(multiplyIn);
}

/** All columns of the fixed part, or of a random term, the intercept first. */
export function designColumns(
  { terms, intercept }: Pick<Model, "terms" | "intercept">,
  variables: ModelVariables,
  n: number,
): DesignColumn[] {
  const keys = new Set(terms.map(termKey));
  const has = (term: ModelTerm): boolean =>
    term.length === 0 ? intercept : keys.has(termKey(term));
  const ones = intercept
    ? [{ name: INTERCEPT, values: new Float64Array(n).fill(1) }]
    : [];
  return [
    ...ones,
    ...terms.flatMap((term) => termColumns(term, { has, variables })),
  ];
}
