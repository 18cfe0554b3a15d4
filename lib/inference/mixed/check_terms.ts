import { orthonormalBasis } from "#lib/numerics/mod.ts";
import { withColumnNames } from "../regression/check_rank.ts";
import { checkFinite, failDesign } from "./check_values.ts";
import { countLevels, type MixedTerm } from "./mixed_design.ts";

/** Checks the levels of a term and returns how many of them have rows. */
function checkLevels(term: MixedTerm, n: number): number {
  const { name, levels, levelNames } = term;
  if (levels.length !== n) {
    failDesign(`term "${name}" has ${levels.length} levels for ${n} rows`);
  }
  const largest = countLevels({ levels }) - 1;
  const count = countLevels(term);
  if (largest >= count) {
    failDesign(
      `term "${name}" has level ${largest}, the number of levels is ${count}`,
    );
  }
  if (levelNames !== undefined && levelNames.length !== count) {
    failDesign(
      `term "${name}" has ${levelNames.length} names for ${count} levels`,
    );
  }
  const seen = new Uint8Array(largest + 1);
  let distinct = 0;
  for (let i = 0; i < n; i++) {
    const level = levels[i]!;
    if (level < 0) {
      failDesign(
        `the level of "${name}" is missing in row ${i}, such rows must be dropped`,
      );
    }
    distinct += 1 - seen[level]!;
    seen[level] = 1;
  }
  return distinct;
}

/** Whether a column has one size throughout: then its slope is a level, but for the sign. */
function hasOneSize(values: Float64Array): boolean {
  const size = Math.abs(values[0]!);
  return values.every((value) => Math.abs(value) === size);
}

/** Refuses slopes without values, and slopes that follow from one another. */
function checkSlopes(
  { name, slopes = [], intercept = true }: MixedTerm,
  n: number,
): void {
  for (const { name: slope, values } of slopes) {
    checkFinite(values, { what: `slope "${slope}" of "${name}"`, n });
    if (values.every((value) => value === 0)) {
      failDesign(`slope "${slope}" of "${name}" is 0 in every row`);
    }
  }
  if (slopes.length + (intercept ? 1 : 0) < 2) return;
  const names = [
    ...(intercept ? ["intercept"] : []),
    ...slopes.map((slope) => slope.name),
  ];
  const columns = names.length, first = intercept ? 1 : 0;
  const values = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) {
    if (intercept) values[i * columns] = 1;
    slopes.forEach((slope, s) => {
      values[i * columns + first + s] = slope.values[i]!;
    });
  }
  const matrix = { rows: n, columns, values };
  withColumnNames(
    `fit a mixed model with the slopes of "${name}"`,
    { matrix, names },
    () => orthonormalBasis(matrix),
  );
}

/** Checks one term by itself. */
function checkTerm(term: MixedTerm, n: number): void {
  const { name, slopes = [], intercept = true } = term;
  if (!intercept && slopes.length === 0) {
    failDesign(`term "${name}" has neither an intercept nor a slope`);
  }
  const distinct = checkLevels(term, n);
  if (distinct < 2) {
    failDesign(
      `term "${name}" has ${distinct} level with rows, at least 2 are needed to know its variance`,
    );
  }
  checkSlopes(term, n);
  const isResidual = intercept ||
    slopes.some(({ values }) => hasOneSize(values));
  if (isResidual && distinct === n) {
    failDesign(
      `term "${name}" has one row in each of its ${n} levels, its variance cannot be told from the residual`,
    );
  }
}

/** Whether the levels of two terms divide the rows alike, under whatever numbers. */
function divideAlike(a: MixedTerm, b: MixedTerm): boolean {
  const count = countLevels(a);
  if (count !== countLevels(b) && a.levelCount === b.levelCount) return false;
  const there = new Int32Array(count).fill(-1);
  const back = new Int32Array(countLevels(b)).fill(-1);
  return a.levels.every((level, i) => {
    const other = b.levels[i]!;
    if (there[level] === -1) there[level] = other;
    if (back[other] === -1) back[other] = level;
    return there[level] === other && back[other] === level;
  });
}

/** Whether two terms let the same column vary. */
function shareEffect(a: MixedTerm, b: MixedTerm): boolean {
  if ((a.intercept ?? true) && (b.intercept ?? true)) return true;
  return (a.slopes ?? []).some(({ values }) =>
    (b.slopes ?? []).some((other) =>
      values.every((value, i) => value === other.values[i])
    )
  );
}

/**
 * Checks the random terms, each by itself and against the others.
 *
 * @throws {RangeError} If sizes differ, values are missing, a term has too few or too
 * many levels or slopes that follow from one another, or two terms are the same.
 */
export function checkTerms(terms: readonly MixedTerm[], n: number): void {
  if (terms.length === 0) {
    failDesign("found no random term, at least one is needed");
  }
  for (const term of terms) checkTerm(term, n);
  terms.forEach((term, t) => {
    for (const other of terms.slice(0, t)) {
      if (!shareEffect(term, other) || !divideAlike(term, other)) continue;
      failDesign(
        `terms "${other.name}" and "${term.name}" have the same levels, their variances cannot be told apart`,
      );
    }
  });
}
