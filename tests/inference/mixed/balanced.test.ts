import {
  fitMixedModel,
  kenwardRoger,
  type MixedDesign,
  type MixedTerm,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { test } from "vitest";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { madeUpSchools } from "./made_up_schools.ts";

/** Rows of `y` with fixed columns after the constant, and terms by level of each row. */
function toDesign(
  y: readonly number[],
  columns: Readonly<Record<string, readonly number[]>>,
  terms: Readonly<Record<string, readonly number[]>>,
): MixedDesign {
  const names = Object.keys(columns);
  const p = names.length + 1;
  return {
    outcome: Float64Array.from(y),
    fixed: {
      rows: y.length,
      columns: p,
      values: Float64Array.from(
        y.flatMap((_, i) => [1, ...names.map((name) => columns[name]![i]!)]),
      ),
    },
    fixedNames: ["1", ...names],
    terms: Object.entries(terms).map(([name, levels]): MixedTerm => ({
      name,
      levels: Int32Array.from(levels),
    })),
  };
}

const mean = (values: readonly number[]) =>
  values.reduce((a, b) => a + b) / values.length;

test("fitMixedModel() of two waves of the same pupils is the paired t test", () => {
  const before = [4, 7, 5, 9, 6, 3, 8], after = [6, 8, 7, 10, 9, 3, 12];
  const n = before.length;
  const pupils = before.map((_, i) => i);
  const fit = fitMixedModel(toDesign(
    [...before, ...after],
    { wave: [...before.map(() => 0), ...after.map(() => 1)] },
    { pupil: [...pupils, ...pupils] },
  ));
  const changes = after.map((y, i) => y - before[i]!);
  const change = mean(changes);
  const squares = changes.reduce((s, d) => s + (d - change) * (d - change), 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  expectClose(fit.coefficients[1]!, change);
  expectClose(fit.standardErrors[1]!, error, { tolerance: 1e-8 });
  for (const test of [satterthwaite, kenwardRoger]) {
    const found = test(fit, [0, 1]);
    expectClose(found.standardErrors[0]!, error, { tolerance: 1e-8 });
    expectClose(found.degreesOfFreedom, n - 1, { tolerance: 1e-5 });
  }
});

test("fitMixedModel() of schools drawn for a programme is the t test of their means", () => {
  const drawn = [0, 0, 0, 1, 1, 1, 1];
  const means = [10, 14, 12, 15, 19, 16, 18], offs = [-1, 1, -2, 2];
  const rows = means.flatMap((_, school) => offs.map(() => school));
  const fit = fitMixedModel(toDesign(
    rows.map((school, i) => means[school]! + offs[i % 4]!),
    { drawn: rows.map((school) => drawn[school]!) },
    { school: rows },
  ));
  const part = (side: number) => means.filter((_, j) => drawn[j] === side);
  const squares = [0, 1].reduce((total, side) => {
    const own = part(side), centre = mean(own);
    return total + own.reduce((s, m) => s + (m - centre) * (m - centre), 0);
  }, 0);
  const error = Math.sqrt(squares / 5 * (1 / 3 + 1 / 4));
  expectClose(fit.coefficients[1]!, mean(part(1)) - mean(part(0)));
  for (const test of [satterthwaite, kenwardRoger]) {
    const found = test(fit, [0, 1]);
    expectClose(found.standardErrors[0]!, error, { tolerance: 1e-8 });
    expectClose(found.degreesOfFreedom, 5, { tolerance: 1e-5 });
  }
});

test("fitMixedModel() takes the mean squares of a crossed layout apart", () => {
  const table = [[5, 8, 7, 12], [9, 10, 12, 15], [2, 7, 4, 8]];
  const rows = 3, columns = 4;
  const cells = table.flatMap((line, i) => line.map((y, j) => ({ y, i, j })));
  const fit = fitMixedModel(toDesign(cells.map(({ y }) => y), {}, {
    pupil: cells.map(({ i }) => i),
    rater: cells.map(({ j }) => j),
  }));
  const all = mean(cells.map(({ y }) => y));
  const byRow = table.map(mean);
  const byColumn = table[0]!.map((_, j) => mean(table.map((line) => line[j]!)));
  const squares = (means: readonly number[]) =>
    means.reduce((s, m) => s + (m - all) * (m - all), 0);
  const ofRows = columns * squares(byRow) / (rows - 1);
  const ofColumns = rows * squares(byColumn) / (columns - 1);
  const left = cells.reduce((s, { y, i, j }) => {
    const residual = y - byRow[i]! - byColumn[j]! + all;
    return s + residual * residual;
  }, 0) / ((rows - 1) * (columns - 1));
  const [pupil, rater] = fit.components;
  const close = { tolerance: 1e-7 };
  expectClose(pupil!.covariance[0]!, (ofRows - left) / columns, close);
  expectClose(rater!.covariance[0]!, (ofColumns - left) / rows, close);
  expectClose(fit.residualVariance, left, close);
  const variance = (ofRows + ofColumns - left) / (rows * columns);
  expectClose(fit.standardErrors[0]!, Math.sqrt(variance), close);
  // Satterthwaite's own formula for a sum of mean squares.
  const part = (square: number, df: number) =>
    square * square / df / (rows * columns) / (rows * columns);
  const degrees = variance * variance / (
    part(ofRows, rows - 1) + part(ofColumns, columns - 1) +
    part(left, (rows - 1) * (columns - 1))
  );
  expectClose(satterthwaite(fit, [1]).degreesOfFreedom, degrees, {
    tolerance: 1e-4,
  });
});

const schools = madeUpSchools({
  schools: 12,
  classes: 2,
  pupils: 5,
  waves: 2,
  schoolDeviation: 0.5,
  classDeviation: 0.4,
  pupilDeviation: 0.5,
  seed: 6,
});

test("fitMixedModel() with all precisions doubled doubles the residual variance alone", () => {
  const weights = schools.outcome.map((_, i) => 0.5 + (i % 3) / 2);
  const once = fitMixedModel({ ...schools, weights });
  const twice = fitMixedModel({
    ...schools,
    weights: weights.map((w) => 2 * w),
  });
  expectClose(twice.deviance, once.deviance);
  expectAllClose(twice.coefficients, once.coefficients, { tolerance: 1e-8 });
  expectAllClose(twice.standardErrors, once.standardErrors, {
    tolerance: 1e-7,
  });
  expectClose(twice.residualVariance, 2 * once.residualVariance, {
    tolerance: 1e-6,
  });
  twice.components.forEach(({ covariance }, t) =>
    expectClose(covariance[0]!, once.components[t]!.covariance[0]!, {
      tolerance: 1e-6,
    })
  );
});

test("fitMixedModel() with all schools' weights doubled doubles the deviance alone", () => {
  const nested = { ...schools, terms: schools.terms.slice(0, 2) };
  const weighted = (factor: number) =>
    fitMixedModel({
      ...nested,
      levelWeights: {
        levels: {
          school: Float64Array.from({ length: 12 }, (_, j) =>
            factor * (1 + j % 3)),
        },
      },
    });
  const [once, twice] = [weighted(1), weighted(2)];
  expectClose(twice.deviance, 2 * once.deviance);
  expectAllClose(twice.coefficients, once.coefficients, { tolerance: 1e-8 });
  expectAllClose(twice.covariance, once.covariance, { tolerance: 1e-8 });
  expectClose(twice.residualVariance, once.residualVariance, {
    tolerance: 1e-7,
  });
});
