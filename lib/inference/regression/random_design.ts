import { modelColumn, type ModelColumns, toFactor } from "./model_columns.ts";
import type { RandomTerm } from "./model_spec.ts";
import {
  type DesignColumn,
  designColumns,
  type ModelVariables,
} from "./term_columns.ts";

/** A random term laid out on the rows of a design. */
export interface RandomDesignTerm {
  /** e.g. `school` or `school:wave`. */
  readonly name: string;
  /** Group of each row, 0 to `levelNames.length` − 1, length n. */
  readonly levels: Int32Array;
  /** The groups that occur. */
  readonly levelNames: readonly string[];
  /** What varies between groups; a level alone is one column of ones. */
  readonly columns: readonly DesignColumn[];
  /** Whether the columns may covary. */
  readonly correlated: boolean;
}

/** Groups of the first variable are split by those of the next, and so on. */
function combineGroups(
  group: readonly string[],
  columns: ModelColumns,
  rows: Int32Array,
): Pick<RandomDesignTerm, "levels" | "levelNames"> {
  const factors = group.map((name) =>
    toFactor(modelColumn(columns, name), rows, { name, reference: undefined })
  );
  const codes = new Int32Array(rows.length);
  const levelNames: string[] = [];
  const codeOf = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    let key = 0;
    for (const { levels, codes } of factors) {
      key = key * levels.length + codes[i]!;
    }
    let code = codeOf.get(key);
    if (code === undefined) {
      code = levelNames.length;
      codeOf.set(key, code);
      levelNames.push(
        factors.map(({ levels, codes }) => levels[codes[i]!]!).join(":"),
      );
    }
    codes[i] = code;
  }
  return { levels: codes, levelNames };
}

/**
 * Lays a random term out on the rows of a design.
 *
 * @throws {RangeError} If it has neither an intercept nor a slope.
 */
export function randomDesign(
  term: RandomTerm,
  columns: ModelColumns,
  { rows, variables }: {
    readonly rows: Int32Array;
    readonly variables: ModelVariables;
  },
): RandomDesignTerm {
  const name = term.group.join(":");
  const parts = designColumns(term, variables, rows.length);
  if (parts.length === 0) {
    throw new RangeError(
      `Cannot lay out the random term of "${name}": found neither an intercept nor a slope`,
    );
  }
  return {
    name,
    ...combineGroups(term.group, columns, rows),
    columns: parts,
    correlated: term.correlated,
  };
}
