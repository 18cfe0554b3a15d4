import { expect, test } from "vitest";
import {
  buildDesign,
  coefficientContrast,
  coefficientTable,
  fitLogistic,
  type FitLogisticOptions,
  fitQuantile,
  type FitQuantileOptions,
  fitRegression,
  type FitRegressionOptions,
  poolCoefficients,
  wildClusterBootstrap,
  type WildClusterBootstrapOptions,
} from "#lib/inference/mod.ts";
import { expectRefusals } from "../refusals.ts";

const y = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13];
const school = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
const table = { y, x, school };
const design = buildDesign("y ~ x", table);
const ones = y.map(() => 1);

/** The list with another value in one place. */
const with_ = (list: readonly number[], place: number, value: number) =>
  list.map((old, i) => i === place ? value : old);

test("fitRegression() names columns that are combinations of others, constant or empty", () => {
  const refused =
    (formula: string, more: Record<string, number[] | string[]>) => () =>
      fitRegression(buildDesign(formula, { ...table, ...more }), y);
  expectRefusals({
    'Cannot fit a regression: column "twice" is a combination of "(Intercept)", "x", columns must be independent':
      refused("y ~ x + twice", { twice: x.map((value) => 2 * value + 1) }),
    'Cannot fit a regression: column "one" is a combination of "(Intercept)", columns must be independent':
      refused("y ~ one", { one: y.map(() => 7) }),
    'Cannot fit a regression: column "sex[girl]:late[yes]" is 0 in every row (an empty combination, or nothing left within groups), columns must be independent':
      refused("y ~ sex * late", {
        sex: y.map((_, i) => i < 6 ? "boy" : "girl"),
        late: y.map((_, i) => i < 3 ? "yes" : "no"),
      }),
    'Cannot fit a regression: column "later" is 0 in every row (an empty combination, or nothing left within groups), columns must be independent':
      () =>
        fitRegression(
          buildDesign("y ~ later", {
            y,
            later: y.map((_, i) => i < 6 ? 0 : 1),
          }),
          y,
          { absorb: school },
        ),
  });
});

/** One refused fit of `y ~ x`. */
const refusedFit =
  (options: FitRegressionOptions = {}, outcome: readonly number[] = y) => () =>
    fitRegression(design, outcome, options);

test("fitRegression() refuses outcomes and weights that are missing, constant or too few", () => {
  const fit = refusedFit;
  expectRefusals({
    "Cannot fit a regression: the outcome is 500 in every row, it must vary":
      fit({}, y.map(() => 500)),
    "Cannot fit a regression: the outcome is 5 in every row, it must vary": fit(
      { weights: y.map((_, i) => i > 0 && i < 5 ? 1 : 0) },
      y.map((value, i) => i > 0 && i < 5 ? 5 : value),
    ),
    "Cannot fit a regression: the outcome does not vary within the groups that are absorbed, it must vary":
      fit({ absorb: school }, y.map((_, i) => i < 6 ? 1 : 0)),
    "Cannot fit a regression: the columns explain the outcome completely, something must be left":
      fit({ clusters: school }, x.map((value) => 2 * value + 1)),
    "Cannot fit a regression: the outcome of row 1 is NaN, a number is needed":
      fit({}, with_(y, 1, NaN)),
    "Cannot fit a regression: the design has 12 rows, the outcome 2": fit({}, [
      1,
      2,
    ]),
    "Cannot fit a regression: weight -1 of row 1 is not 0 or more": fit({
      weights: with_(ones, 1, -1),
    }),
    "Cannot fit a regression: weight NaN of row 3 is not 0 or more": fit({
      weights: with_(ones, 3, NaN),
    }),
    "Cannot fit a regression: all weights are 0, some must be above 0": fit({
      weights: y.map(() => 0),
    }),
    "Cannot fit a regression: found 2 rows with weight for 2 coefficients, more rows than coefficients are needed":
      fit({ weights: y.map((_, i) => i < 2 ? 1 : 0) }),
    "Cannot fit a regression: found 2 weights for 12 rows": fit({
      weights: [1, 2],
    }),
  });
});

test("fitRegression() refuses a design that is no matrix of numbers", () => {
  const { matrix, names } = design;
  const values = matrix.values.map((value, at) => at === 7 ? NaN : value);
  expectRefusals({
    'Cannot fit a regression: column "x" of row 3 is NaN, a number is needed':
      () => fitRegression({ names, matrix: { ...matrix, values } }, y),
    "Cannot fit a regression: found 1 names for 2 columns, as many and at least 1 are needed":
      () => fitRegression({ names: ["x"], matrix }, y),
  });
});

test("fitRegression() refuses errors that cannot be had", () => {
  const fit = refusedFit;
  expectRefusals({
    "Cannot compute CR2: found 1 cluster, at least 2 are needed": fit({
      clusters: ones,
    }),
    "Cannot compute CR1: found 1 cluster, at least 2 are needed": fit({
      clusters: school,
      weights: y.map((_, i) => i < 3 ? 1 : 0),
      covariance: "CR1",
    }),
    "Cannot compute CR1: found no clusters, one per row is needed": fit({
      covariance: "CR1",
    }),
    'Cannot group rows: row 2 has the group "NaN", a text or a number of 0 or more is needed':
      fit({ clusters: with_(ones, 2, NaN) }),
    "Cannot fit a regression: found 2 clusters for 12 rows": fit({
      clusters: [1, 2],
    }),
    'Cannot compute "HC9": it is not one of classical, HC0, HC1, HC2, HC3, CR0, CR1, CR1S, CR2, CR3':
      fit({ covariance: "HC9" as "HC0" }),
    "Cannot compute HC3: row 4 alone decides a coefficient, use HC1": () =>
      fitRegression(
        buildDesign("y ~ only", { y, only: with_(y.map(() => 0), 4, 1) }),
        y,
        { covariance: "HC3" },
      ),
  });
  expect(() => coefficientTable(fitRegression(design, y), { confidence: 95 }))
    .toThrow("confidence 95 is not between 0 and 1");
});

test("fitRegression() gives no error to a coefficient that one cluster alone decides", () => {
  const treated = buildDesign("y ~ x + treated", {
    ...table,
    treated: school.map((one) => one === "b" ? 1 : 0),
  });
  for (const covariance of ["CR0", "CR1S", "CR2", "CR3"] as const) {
    const fit = fitRegression(treated, y, { clusters: school, covariance });
    expect(fit.soleCluster).toEqual(["treated"]);
    const [, slope, effect] = coefficientTable(fit);
    expect(slope!.pValue).toBeGreaterThan(0);
    expect(slope!.degreesOfFreedom).toBeGreaterThan(0);
    for (
      const key of ["standardError", "degreesOfFreedom", "pValue"] as const
    ) expect(effect![key]).toBeNaN();
    expect(coefficientContrast(fit, { x: 2 }).standardError)
      .toBe(2 * slope!.standardError);
    expect(coefficientContrast(fit, { x: 1, treated: 1 }).standardError)
      .toBeNaN();
    const pooled = poolCoefficients([fit, fit]);
    expect(pooled.degreesOfFreedom[2]).toBeNaN();
    expect(pooled.standardErrors[1]).toBeCloseTo(slope!.standardError, 12);
  }
  const halves = school.map((one) => one < "c" ? "north" : "south");
  expectRefusals({
    "Cannot compute CR2: every coefficient is decided by one cluster alone, at least 2 clusters must share one":
      () => {
        const half = buildDesign("y ~ half", { y, half: halves });
        return fitRegression(half, y, { clusters: halves });
      },
    "Cannot bootstrap clusters: one cluster alone decides the coefficient, at least 2 must":
      () =>
        wildClusterBootstrap(treated, y, {
          clusters: school,
          coefficient: "treated",
        }),
  });
});

const passed = [0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1];

test("fitLogistic() refuses outcomes, separation and too few steps", () => {
  const fit =
    (outcome: readonly number[], options: FitLogisticOptions = {}) => () =>
      fitLogistic(design, outcome, options);
  const quasi = buildDesign("y ~ x + z", {
    y: [0, 1, 0, 1, 1, 1, 0, 1],
    x: [0, 1, 2, 3, 4, 5, 6, 7],
    z: [0, 0, 0, 0, 0, 1, 0, 1],
  });
  expectRefusals({
    "Cannot fit a logistic regression: the outcome of row 2 is 2, 0 and 1 are allowed":
      fit(with_(passed, 2, 2)),
    "Cannot fit a logistic regression: the outcome of row 2 is NaN, 0 and 1 are allowed":
      fit(with_(passed, 2, NaN)),
    "Cannot fit a logistic regression: the outcome is 1 in every row, both 0 and 1 must occur":
      fit(passed, { weights: passed }),
    "Cannot fit a regression: weight -1 of row 0 is not 0 or more": fit(
      passed,
      {
        weights: with_(ones, 0, -1),
      },
    ),
    "Cannot compute CR1: found 1 cluster, at least 2 are needed": fit(passed, {
      clusters: ones,
    }),
    "Cannot fit a logistic regression: not converged in 1 steps, maximumIterations allows no more":
      fit(passed, { maximumIterations: 1 }),
    'Cannot fit a logistic regression: "(Intercept)", "x" tell the outcomes 0 and 1 apart without error in 12 of 12 rows, the coefficients have no finite value':
      fit(x.map((value) => value > 6 ? 1 : 0)),
    'Cannot fit a logistic regression: "z" tells the outcomes 0 and 1 apart without error in 2 of 8 rows, the coefficients have no finite value':
      () => fitLogistic(quasi, quasi.response),
  });
});

test("fitQuantile() says what it cannot fit", () => {
  const fit =
    (options: FitQuantileOptions, outcome: readonly number[] = y) => () =>
      fitQuantile(design, outcome, options);
  const flat = [5, 5, 5, 5, 5, 5, 5, 9];
  expectRefusals({
    "Cannot fit a quantile regression: the quantile 1 is not between 0 and 1":
      fit({ tau: 1 }),
    "Cannot fit a quantile regression: the quantile NaN is not between 0 and 1":
      fit({ tau: NaN }),
    "Cannot fit a regression: the outcome is 3 in every row, it must vary": fit(
      {},
      y.map(() => 3),
    ),
    "Cannot fit a regression: weight -1 of row 0 is not 0 or more": fit({
      weights: with_(ones, 0, -1),
    }),
    'Cannot compute "boot" errors: it is not one of iid, nid, kernel, cluster':
      fit({ covariance: "boot" as "iid" }),
    "Cannot compute cluster-robust errors: found no clusters, at least 2 are needed":
      fit({ covariance: "cluster" }),
    "Cannot compute cluster-robust errors: found 1 cluster, at least 2 are needed":
      fit({ clusters: ones }),
    "Cannot compute the errors of a quantile regression: too few rows lie near the quantile 0.01 to know the density there":
      fit({ tau: 0.01 }),
    "Cannot compute the errors of a quantile regression: half of the residuals are the same, a density is needed":
      () =>
        fitQuantile(
          buildDesign("~ 1", { y: flat }, { require: ["y"] }),
          flat,
          { covariance: "kernel" },
        ),
  });
});

test("wildClusterBootstrap() refuses what it cannot test", () => {
  const bootstrap = (more: Partial<WildClusterBootstrapOptions>) => () =>
    wildClusterBootstrap(design, y, {
      clusters: school,
      coefficient: "x",
      ...more,
    });
  expectRefusals({
    'Cannot bootstrap "koen": it is not one of (Intercept), x': bootstrap({
      coefficient: "koen",
    }),
    "Cannot bootstrap clusters: found 1, at least 2 are needed": bootstrap({
      weights: y.map((_, i) => i < 3 ? 1 : 0),
    }),
    "Cannot bootstrap clusters: an absorbed group lies in several clusters, each must lie in one":
      bootstrap({ absorb: y.map((_, i) => i % 3) }),
    "Cannot bootstrap clusters: found 0 draws, a whole number from 1 to 1073741824 is needed":
      bootstrap({ draws: 0 }),
    "Cannot bootstrap clusters: the tested value is NaN, a number is needed":
      bootstrap({ tested: NaN }),
    "Cannot bootstrap clusters: seed 1.5 is not a whole number from 0 to 4294967295":
      bootstrap({ seed: 1.5 }),
  });
});
