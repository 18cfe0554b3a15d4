import {
  countLevels,
  type MixedDesign,
  type MixedTerm,
} from "./mixed_design.ts";

function fail(found: string): never {
  throw new RangeError(`Cannot fit a mixed model: ${found}`);
}

function checkFinite(
  values: Float64Array,
  { what, n }: { readonly what: string; readonly n: number },
): void {
  if (values.length !== n) {
    fail(`${what} has ${values.length} values for ${n} rows`);
  }
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]!)) {
      fail(
        `${what} is ${
          values[i]
        } in row ${i}, rows with missing values must be dropped`,
      );
    }
  }
}

function checkPositive(
  values: Float64Array | undefined,
  { what, n }: { readonly what: string; readonly n: number },
): void {
  if (values === undefined) return;
  checkFinite(values, { what, n });
  const wrong = values.findIndex((w) => !(w > 0));
  if (wrong >= 0) {
    fail(`${what} is ${values[wrong]} in place ${wrong}, it must be above 0`);
  }
}

function checkTerm(term: MixedTerm, n: number): void {
  const { name, levels, slopes = [], intercept = true } = term;
  if (levels.length !== n) {
    fail(`term "${name}" has ${levels.length} levels for ${n} rows`);
  }
  if (!intercept && slopes.length === 0) {
    fail(`term "${name}" has neither an intercept nor a slope`);
  }
  const largest = countLevels({ levels }) - 1;
  const count = countLevels(term);
  if (largest >= count) {
    fail(
      `term "${name}" has level ${largest}, the number of levels is ${count}`,
    );
  }
  const seen = new Uint8Array(largest + 1);
  let distinct = 0;
  for (let i = 0; i < n; i++) {
    const level = levels[i]!;
    if (level < 0) {
      fail(
        `the level of "${name}" is missing in row ${i}, such rows must be dropped`,
      );
    }
    distinct += 1 - seen[level]!;
    seen[level] = 1;
  }
  if (distinct < 2) {
    fail(
      `term "${name}" has ${distinct} level with rows, at least 2 are needed to know its variance`,
    );
  }
  if (intercept && distinct === n) {
    fail(
      `term "${name}" has one row in each of its ${n} levels, its variance cannot be told from the residual`,
    );
  }
  for (const slope of slopes) {
    const { values } = slope;
    checkFinite(values, { what: `slope "${slope.name}" of "${name}"`, n });
    let i = 0;
    while (i < n && values[i] === 0) i++;
    if (i === n) fail(`slope "${slope.name}" of "${name}" is 0 in every row`);
  }
}

/**
 * Checks a design once, so that nothing downstream need check again.
 *
 * @throws {RangeError} If sizes differ, values are missing, a term has too few or too
 * many levels, the outcome is constant, or there are too few rows.
 */
export function checkDesign(design: MixedDesign): void {
  const { outcome, fixed, fixedNames, terms, weights, levelWeights } = design;
  const { rows: n, columns: p } = fixed;
  if (fixedNames.length !== p) {
    fail(`found ${fixedNames.length} names for ${p} fixed columns`);
  }
  if (terms.length === 0) {
    fail("found no random term, at least one is needed");
  }
  if (!(n > p + 1)) {
    fail(`found ${n} rows for ${p} fixed columns, more are needed`);
  }
  checkFinite(outcome, { what: "the outcome", n });
  // A difference from itself is 0 for finite numbers alone.
  let missing = 0;
  while (
    missing < n * p && fixed.values[missing]! - fixed.values[missing]! === 0
  ) {
    missing++;
  }
  if (missing < n * p) {
    fail(
      `fixed column "${fixedNames[missing % p]}" is ${
        fixed.values[missing]
      } in row ${
        Math.floor(missing / p)
      }, rows with missing values must be dropped`,
    );
  }
  let same = 1;
  while (same < n && outcome[same] === outcome[0]) same++;
  if (same === n) {
    fail(`the outcome is ${outcome[0]} in every row`);
  }
  checkPositive(weights, { what: "the weight", n });
  for (const term of terms) checkTerm(term, n);
  checkPositive(levelWeights?.rows, { what: "the sampling weight", n });
  for (const [name, values] of Object.entries(levelWeights?.levels ?? {})) {
    const term = terms.find((t) => t.name === name);
    if (!term) fail(`level weights are given for the unknown term "${name}"`);
    const count = countLevels(term);
    checkPositive(values, { what: `the level weight of "${name}"`, n: count });
  }
}
