import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import {
  isTextColumn,
  missingTest,
  modelColumn,
  type ModelColumns,
  numbersAt,
  toFactor,
} from "./model_columns.ts";
import type { Model, ModelSpec } from "./model_spec.ts";
import { randomDesign, type RandomDesignTerm } from "./random_design.ts";
import {
  type DesignColumn,
  designColumns,
  type ModelVariables,
} from "./term_columns.ts";
import { toModel } from "./to_model.ts";

/** Options for {@linkcode buildDesign}. */
export interface BuildDesignOptions {
  /** Reference category by variable. @default {the first in order} */
  readonly references?: Readonly<Record<string, string>>;
  /** Further columns a row must have, e.g. weights and clusters. @default {[]} */
  readonly require?: readonly string[];
}

/** A design matrix with the names of its columns. */
export interface NamedDesign {
  /** X, n × p. */
  readonly matrix: Matrix;
  /** Names of the columns of X. */
  readonly names: readonly string[];
}

/** A model laid out on the rows that have everything it needs. */
export interface Design extends NamedDesign {
  /** Name of the outcome; null where the model names none. */
  readonly responseName: string | null;
  /** The outcome, length n; empty where the model names none. */
  readonly response: Float64Array;
  /** Rows of the table used, ascending, length n. */
  readonly rows: Int32Array;
  /** Rows left out for a missing value. */
  readonly dropped: number;
  /** Rows without a value by variable, where there are any; a row may count in several. */
  readonly missing: Readonly<Record<string, number>>;
  /** Categories by variable, the reference first. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** The random terms, for mixed models. */
  readonly random: readonly RandomDesignTerm[];
}

function usedNames(model: Model, require: readonly string[]): string[] {
  const response = model.response === null ? [] : [model.response];
  return [
    ...new Set([
      ...response,
      ...model.terms.flat(),
      ...model.random.flatMap((
        { group, terms },
      ) => [...group, ...terms.flat()]),
      ...require,
    ]),
  ];
}

function checkLengths(columns: ModelColumns, names: readonly string[]): number {
  const [first = ""] = names;
  const n = first === "" ? 0 : modelColumn(columns, first).length;
  for (const name of names) {
    const { length } = modelColumn(columns, name);
    if (length !== n) {
      throw new RangeError(
        `Cannot lay out the model: "${name}" has ${length} rows, "${first}" has ${n}`,
      );
    }
  }
  return n;
}

/** The rows that have every variable, and who lacks what. */
function completeRows(
  columns: ModelColumns,
  names: readonly string[],
): Pick<Design, "rows" | "dropped" | "missing"> {
  const total = checkLengths(columns, names);
  const isDropped = new Uint8Array(total);
  const missing: Record<string, number> = {};
  for (const name of names) {
    const isMissing = missingTest(modelColumn(columns, name));
    let count = 0;
    for (let i = 0; i < total; i++) {
      if (isMissing(i)) {
        isDropped[i] = 1;
        count++;
      }
    }
    if (count > 0) missing[name] = count;
  }
  const rows = new Int32Array(total);
  let n = 0;
  for (let i = 0; i < total; i++) if (isDropped[i] === 0) rows[n++] = i;
  if (n === 0) {
    throw new RangeError(
      `Cannot lay out the model: none of ${total} rows has a value of all of ${
        names.join(", ")
      }`,
    );
  }
  return { rows: rows.slice(0, n), dropped: total - n, missing };
}

/** Refuses references of variables that are in no term. */
function checkReferences(
  references: Readonly<Record<string, string>>,
  names: readonly string[],
): void {
  const unknown = Object.keys(references).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot use "${
        references[unknown]
      }" as the reference of "${unknown}": the terms of the model have ${
        names.join(", ") || "no variables"
      }`,
    );
  }
}

function readVariables(
  columns: ModelColumns,
  rows: Int32Array,
  { names, model, references }: {
    readonly names: readonly string[];
    readonly model: Model;
    readonly references: Readonly<Record<string, string>>;
  },
): ModelVariables {
  checkReferences(references, names);
  return new Map(names.map((name) => {
    const column = modelColumn(columns, name);
    const reference = references[name];
    const isFactor = isTextColumn(column) || model.factors.includes(name) ||
      reference !== undefined;
    return [
      name,
      isFactor
        ? toFactor(column, rows, { name, reference })
        : numbersAt(columns, name, rows),
    ];
  }));
}

function toMatrix(columns: readonly DesignColumn[], n: number): Matrix {
  const p = columns.length;
  const matrix = createMatrix({ rows: n, columns: p });
  for (let j = 0; j < p; j++) {
    const { values } = columns[j]!;
    for (let i = 0; i < n; i++) matrix.values[i * p + j] = values[i]!;
  }
  return matrix;
}

function readResponse(
  columns: ModelColumns,
  { response }: Model,
  rows: Int32Array,
): Float64Array {
  if (response === null) return new Float64Array(0);
  return numbersAt(columns, response, rows);
}

/**
 * Lays a model out as a design matrix on the columns of a table.
 *
 * Texts become categories, compared with a reference; numbers stay numbers unless the
 * model calls them a factor or a reference is named. Rows with a missing value in
 * any variable used are left out and counted. Empty combinations of categories are
 * kept as columns of zeros, which the fit then refuses by name.
 *
 * @param model A formula (see {@linkcode parseFormula}) or its typed form.
 * @throws {SyntaxError} If the formula cannot be read.
 * @throws {RangeError} If a variable or reference does not occur, lengths differ or no
 * row is complete.
 */
export function buildDesign(
  model: string | ModelSpec,
  columns: ModelColumns,
  { references = {}, require = [] }: BuildDesignOptions = {},
): Design {
  const complete = toModel(model);
  const kept = completeRows(columns, usedNames(complete, require));
  const { rows } = kept;
  const names = [
    ...new Set([...complete.terms, ...complete.random.flatMap((r) => r.terms)]
      .flat()),
  ];
  const variables = readVariables(columns, rows, {
    names,
    model: complete,
    references,
  });
  const parts = designColumns(complete, variables, rows.length);
  return {
    ...kept,
    matrix: toMatrix(parts, rows.length),
    names: parts.map(({ name }) => name),
    responseName: complete.response,
    response: readResponse(columns, complete, rows),
    levels: Object.fromEntries(
      [...variables].flatMap(([name, variable]) =>
        variable instanceof Float64Array ? [] : [[name, variable.levels]]
      ),
    ),
    random: complete.random.map((term) =>
      randomDesign(term, columns, { rows, variables })
    ),
  };
}
