import { test } from "vitest";
import {
  buildDesign,
  parseFormula,
  regress,
  toModel,
} from "#lib/inference/mod.ts";
import { expectRefusals } from "../refusals.ts";

const y = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13];
const school = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
const table = { y, x, school };

test("parseFormula() says at which character a formula cannot be read", () => {
  const found = (formula: string, what: string): string =>
    `Cannot read the formula "${formula}": found ${what}`;
  const cases: readonly (readonly [string, string])[] = [
    ["", "the end, expected a name"],
    ["y", "the end, expected ~"],
    ["y a", '"a" at character 3, expected ~'],
    ["y ~ a +", "the end, expected a name"],
    ["y ~ a b", '"b" at character 7, expected + or the end'],
    ["y ~ a - b", '"b" at character 9, expected 1 after -, the intercept'],
    ["y ~ log(a)", '"(" at character 8, expected + or the end'],
    ["y ~ (1 | school", "the end, expected )"],
    ["y ~ (1 | a || b)", '"||" at character 12, expected )'],
    [
      "y ~ ((1|a)|b)",
      '"(" at character 6, expected no random term within another',
    ],
    [
      "y ~  a ^ 2",
      '"^ 2" at character 8, expected a name or one of ~ + - : * / | ( ) 0 1',
    ],
    [
      "y ~ (1|a) * x",
      '"(" at character 5, expected names, not 0, 1 or a random term, beside : and *',
    ],
  ];
  expectRefusals(
    Object.fromEntries(
      cases.map(([formula, what]) => [
        found(formula, what),
        () => parseFormula(formula),
      ]),
    ),
    SyntaxError,
  );
});

test("toModel() refuses models that mean nothing", () => {
  expectRefusals({
    "Cannot make a model: found neither an intercept nor a term, at least one is needed":
      () => toModel("y ~ 0"),
    'Cannot make a model: the outcome "y" is also one of the terms': () =>
      toModel("y ~ x * y"),
    'Cannot make a model: the factor "wave" is in no term': () =>
      toModel({ response: "y", terms: [["x"]], factors: ["wave"] }),
    "Cannot make a model: found a term without a variable, at least one is needed":
      () => toModel({ response: "y", terms: [[]] }),
  });
});

test("buildDesign() names the variable, category or row that is wrong", () => {
  expectRefusals({
    'Cannot use the variable "z": it is not one of y, x': () =>
      buildDesign("y ~ z", { y, x }),
    'Cannot use the variable "klasse": it is not one of y, x, school': () =>
      buildDesign("y ~ x + (1 | klasse)", table),
    'Cannot use "e" as the reference of "school": it is not one of a, b, c, d':
      () => buildDesign("y ~ school", table, { references: { school: "e" } }),
    'Cannot use "a" as the reference of "skole": the terms of the model have school':
      () => buildDesign("y ~ school", table, { references: { skole: "a" } }),
    'Cannot lay out the model: "x" has only the category "a", at least two are needed for a comparison':
      () => buildDesign("y ~ x", { y: [1, 2], x: ["a", "a"] }),
    "Cannot lay out the model: none of 1 rows has a value of all of y, x": () =>
      buildDesign("y ~ x", { y: [NaN], x: [1] }),
    'Cannot lay out the model: "x" has 1 rows, "y" has 2': () =>
      buildDesign("y ~ x", { y: [1, 2], x: [1] }),
    'Cannot use the variable "y": row 0 is a, a number is needed': () =>
      buildDesign("y ~ x", { y: ["a"], x: [1] }),
    'Cannot use the variable "x": row 1 is Infinity, a number is needed': () =>
      buildDesign("y ~ x", { y, x: x.map((_, i) => i === 1 ? Infinity : i) }),
    'Cannot lay out the random term of "school": found neither an intercept nor a slope':
      () => buildDesign("y ~ x + (0 | school)", table),
  });
});

test("regress() refuses models and columns that it cannot use", () => {
  expectRefusals({
    'Cannot fit a regression: the model names no outcome, one such as "y ~ x" is needed':
      () => regress("~ x", table),
    'Cannot use the variable "vægt": it is not one of y, x, school': () =>
      regress("y ~ x", table, { weights: "vægt" }),
    'Cannot use the variable "school": row 0 is a, a number is needed': () =>
      regress("y ~ x", table, { weights: "school" }),
    'Cannot fit a regression: the model has a random term of "school", which only mixed models can fit':
      () => regress("y ~ x + (1 | school)", table),
  });
});
