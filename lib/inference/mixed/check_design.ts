import { checkTerms } from "./check_terms.ts";
import { checkFinite, checkPositive, failDesign } from "./check_values.ts";
import {
  countLevels,
  type LevelWeights,
  type MixedDesign,
} from "./mixed_design.ts";

const SCALINGS: readonly string[] = ["A", "B", "none"];

function checkLevelWeights(
  { rows, levels = {}, scaling = "A" }: LevelWeights,
  { terms, fixed: { rows: n } }: MixedDesign,
): void {
  checkPositive(rows, { what: "the sampling weight", n });
  if (!SCALINGS.includes(scaling)) {
    failDesign(
      `the scaling of level weights is "${scaling}", it must be one of ${
        SCALINGS.join(", ")
      }`,
    );
  }
  for (const [name, values] of Object.entries(levels)) {
    const term = terms.find((t) => t.name === name);
    if (!term) {
      failDesign(`level weights are given for the unknown term "${name}"`);
    }
    const count = countLevels(term);
    checkPositive(values, { what: `the level weight of "${name}"`, n: count });
  }
}

/** Refuses fixed columns with values that are no numbers. */
function checkFixed({ fixed, fixedNames }: MixedDesign): void {
  const { rows, columns, values } = fixed;
  if (fixedNames.length !== columns) {
    failDesign(`found ${fixedNames.length} names for ${columns} fixed columns`);
  }
  for (let at = 0; at < rows * columns; at++) {
    // A difference from itself is 0 for finite numbers alone.
    if (values[at]! - values[at]! === 0) continue;
    failDesign(
      `fixed column "${fixedNames[at % columns]}" is ${values[at]} in row ${
        Math.floor(at / columns)
      }, rows with missing values must be dropped`,
    );
  }
}

/**
 * Checks a design once, so that nothing downstream need check again.
 *
 * @throws {RangeError} If sizes differ, values are missing, a term is as
 * {@linkcode checkTerms} refuses it, the outcome is constant, or there are too few rows.
 */
export function checkDesign(design: MixedDesign): void {
  const { outcome, fixed, terms, weights, levelWeights } = design;
  const { rows: n, columns: p } = fixed;
  if (!(n > p + 1)) {
    failDesign(`found ${n} rows for ${p} fixed columns, more are needed`);
  }
  checkFinite(outcome, { what: "the outcome", n });
  checkFixed(design);
  if (outcome.every((value) => value === outcome[0])) {
    failDesign(`the outcome is ${outcome[0]} in every row`);
  }
  checkPositive(weights, { what: "the weight", n });
  checkTerms(terms, n);
  if (levelWeights !== undefined) checkLevelWeights(levelWeights, design);
}
