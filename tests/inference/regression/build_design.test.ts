import { expect, test } from "vitest";
import { buildDesign, parseFormula, toModel } from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { table } from "./golden_data.ts";

test("parseFormula() reads sums, products, factors and the intercept", () => {
  expect(parseFormula("y ~ a * b + factor(wave) - 1")).toEqual({
    response: "y",
    terms: [["a"], ["b"], ["a", "b"], ["wave"]],
    intercept: false,
    factors: ["wave"],
    random: [],
  });
  expect(parseFormula("~ 0 + (a + b):c + `social baggrund`")).toEqual({
    response: null,
    terms: [["a", "c"], ["b", "c"], ["social baggrund"]],
    intercept: false,
    factors: [],
    random: [],
  });
  expect(parseFormula("y ~ 1").terms).toEqual([]);
});

test("parseFormula() reads random terms, nested and uncorrelated ones", () => {
  const { random } = parseFormula(
    "y ~ x + (1 | school/class) + (0 + ses || school:wave)",
  );
  expect(random).toEqual([
    { group: ["school"], intercept: true, terms: [], correlated: true },
    {
      group: ["school", "class"],
      intercept: true,
      terms: [],
      correlated: true,
    },
    {
      group: ["school", "wave"],
      intercept: false,
      terms: [["ses"]],
      correlated: false,
    },
  ]);
});

test("toModel() puts main effects first and each term once", () => {
  expect(toModel("y ~ a:b + b + a + b:a").terms).toEqual([["b"], ["a"], [
    "a",
    "b",
  ]]);
  expect(() => toModel("y ~ 0")).toThrow(
    new RangeError(
      "Cannot make a model: found neither an intercept nor a term, at least one is needed",
    ),
  );
});

test("buildDesign() makes the columns of R's model.matrix", () => {
  for (const { formula, columns, values } of golden.matrices) {
    const { matrix } = buildDesign(formula, table);
    expect(matrix.columns).toBe(columns);
    for (let j = 0; j < columns; j++) {
      const column = values[j]!.map((_, i) => matrix.values[i * columns + j]);
      expect(column).toEqual(values[j]);
    }
  }
});

test("buildDesign() lays out a formula and its typed form alike", () => {
  const formula = buildDesign("score ~ factor(wave) * ses", table);
  const typed = buildDesign({
    response: "score",
    terms: [["wave"], ["ses"], ["wave", "ses"]],
    factors: ["wave"],
  }, table);
  expect(typed).toEqual(formula);
  expect(formula.names).toEqual([
    "(Intercept)",
    "wave[2017]",
    "wave[2019]",
    "ses",
    "wave[2017]:ses",
    "wave[2019]:ses",
  ]);
});

test("buildDesign() leaves rows with missing values out and counts them", () => {
  const design = buildDesign("y ~ x + kind", {
    y: [1, NaN, 3, 4, 5],
    x: Int8Array.of(1, 2, -1, 4, 5),
    kind: ["b", "a", "a", "", "a"],
    weight: [1, 1, 1, 1, 1],
  }, { require: ["weight"] });
  expect([...design.rows]).toEqual([0, 4]);
  expect(design.dropped).toBe(3);
  expect(design.missing).toEqual({ y: 1, x: 1, kind: 1 });
  expect([...design.response]).toEqual([1, 5]);
  expect(design.levels).toEqual({ kind: ["a", "b"] });
});

test("buildDesign() takes the reference that is named", () => {
  const columns = { y: [1, 2, 3], kind: ["a", "b", "c"] };
  const design = buildDesign("y ~ kind", columns, {
    references: { kind: "c" },
  });
  expect(design.names).toEqual(["(Intercept)", "kind[a]", "kind[b]"]);
  expect(() => buildDesign("y ~ kind", columns, { references: { kind: "d" } }))
    .toThrow(
      new RangeError(
        'Cannot use "d" as the reference of "kind": it is not one of a, b, c',
      ),
    );
});

test("buildDesign() lays out random terms by group", () => {
  const { random } = buildDesign("y ~ 1 + (1 + x | school:wave)", {
    y: [1, 2, 3, 4],
    x: [5, 6, 7, 8],
    school: ["s", "s", "t", "s"],
    wave: [2015, 2017, 2015, 2015],
  });
  expect(random).toHaveLength(1);
  const [term] = random;
  expect([...term!.levels]).toEqual([0, 1, 2, 0]);
  expect(term!.levelNames).toEqual(["s:2015", "s:2017", "t:2015"]);
  expect(term!.columns.map(({ name }) => name)).toEqual(["(Intercept)", "x"]);
  expect([...term!.columns[1]!.values]).toEqual([5, 6, 7, 8]);
});
