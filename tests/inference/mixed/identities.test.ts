import { leastSquares } from "#lib/numerics/mod.ts";
import {
  buildDesign,
  fitMixedModel,
  kenwardRoger,
  type MixedDesign,
  randomEffects,
  satterthwaite,
  toMixedDesign,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { madeUpSchools, takeRows } from "./made_up_schools.ts";
import { golden } from "./mixed_golden.ts";

const SIZE = {
  schools: 12,
  classes: 3,
  pupils: 6,
  waves: 3,
  schoolDeviation: 0.4,
  classDeviation: 0.3,
  pupilDeviation: 0.7,
  seed: 1,
};

function oneWay(
  groups: readonly (readonly number[])[],
): MixedDesign {
  const outcome = Float64Array.from(groups.flat());
  const n = outcome.length;
  return {
    outcome,
    fixed: { rows: n, columns: 1, values: new Float64Array(n).fill(1) },
    fixedNames: ["1"],
    terms: [{
      name: "group",
      levels: Int32Array.from(groups.flatMap((g, i) => g.map(() => i))),
    }],
  };
}

test("fitMixedModel() gives the analysis of variance in a balanced one-way layout", () => {
  // Means 2, 5, 11; within squares 2, 8, 2; between 3 × (16 + 1 + 25) = 126.
  const design = oneWay([[1, 2, 3], [3, 5, 7], [10, 11, 12]]);
  const fit = fitMixedModel(design);
  const within = 12 / 6, between = 126 / 2;
  expectClose(fit.residualVariance, within, { tolerance: 1e-8 });
  expectClose(fit.components[0]!.covariance[0]!, (between - within) / 3, {
    tolerance: 1e-8,
  });
  expectClose(fit.coefficients[0]!, 6);
  expectClose(fit.standardErrors[0]!, Math.sqrt(between / 9), {
    tolerance: 1e-8,
  });
  expectClose(satterthwaite(fit, [1]).degreesOfFreedom, 2, { tolerance: 1e-5 });
  const exact = kenwardRoger(fit, [1]);
  expectClose(exact.degreesOfFreedom, 2, { tolerance: 1e-8 });
  expectClose(exact.standardErrors[0]!, Math.sqrt(between / 9), {
    tolerance: 1e-8,
  });
});

test("randomEffects() shrinks balanced means by τ² / (τ² + σ²/n)", () => {
  const fit = fitMixedModel(oneWay([[1, 2, 3], [3, 5, 7], [10, 11, 12]]));
  const tau = fit.components[0]!.covariance[0]!;
  const share = tau / (tau + fit.residualVariance / 3);
  const [group] = randomEffects(fit);
  expectAllClose(group!.values, [-4 * share, -1 * share, 5 * share]);
  expectAllClose(group!.covariances, Array(3).fill(tau * (1 - share)));
  // With the mean estimated: its variance times the part that is not shrunk away.
  const [estimated] = randomEffects(fit, { fixedEffects: "estimated" });
  const mean = fit.standardErrors[0]! * fit.standardErrors[0]!;
  expectAllClose(
    estimated!.covariances,
    Array(3).fill(tau * (1 - share) + share * share * mean),
  );
});

test("fitMixedModel() with groups more alike than chance is least squares", () => {
  const design = oneWay([[1, 5, 9], [2, 5, 8], [0, 5, 10], [3, 4, 8]]);
  const fit = fitMixedModel(design);
  const plain = leastSquares(design.fixed, design.outcome);
  expect(fit.components[0]!.covariance[0]).toBe(0);
  expect(fit.convergence.singular).toEqual(["group"]);
  expect(fit.components[0]!.isSingular).toBe(true);
  expect(fit.components[0]!.standardErrors[0]).toBeNaN();
  expectAllClose(fit.coefficients, plain.coefficients);
  const variance = plain.residualSumOfSquares / 11;
  expectClose(fit.residualVariance, variance);
  expectClose(fit.standardErrors[0]!, Math.sqrt(variance / 12));
  expectClose(satterthwaite(fit, [1]).degreesOfFreedom, 11, {
    tolerance: 1e-6,
  });
  expectAllClose(randomEffects(fit)[0]!.values, [0, 0, 0, 0]);
});

test("fitMixedModel() takes nested mean squares apart in a balanced design", () => {
  const design = madeUpSchools({ ...SIZE, waves: 2 });
  const constant: MixedDesign = {
    ...design,
    fixed: {
      rows: design.fixed.rows,
      columns: 1,
      values: new Float64Array(design.fixed.rows).fill(1),
    },
    fixedNames: ["1"],
  };
  const fit = fitMixedModel(constant);
  const { outcome, terms } = design;
  const meansBy = (size: number): number[] =>
    Array.from(
      { length: outcome.length / size },
      (_, g) =>
        outcome.subarray(g * size, (g + 1) * size).reduce((a, b) => a + b) /
        size,
    );
  const sizes = [36, 12, 2, 1];
  const squares = (fine: number, coarse: number): number => {
    const outer = meansBy(coarse);
    return meansBy(fine).reduce((s, m, i) => {
      const d = m - outer[Math.floor(i * fine / coarse)]!;
      return s + fine * d * d;
    }, 0);
  };
  const mean = [
    squares(36, outcome.length) / 11,
    squares(12, 36) / 24,
    squares(2, 12) / 180,
    squares(1, 2) / 216,
  ];
  expect(terms.length).toBe(3);
  [0, 1, 2].forEach((t) => {
    expectClose(
      fit.components[t]!.covariance[0]!,
      (mean[t]! - mean[t + 1]!) / sizes[t]!,
      { tolerance: 1e-7 },
    );
  });
  expectClose(fit.residualVariance, mean[3]!, { tolerance: 1e-7 });
  expectClose(fit.standardErrors[0]!, Math.sqrt(mean[0]! / outcome.length), {
    tolerance: 1e-7,
  });
});

test("fitMixedModel() does not depend on the order of rows, levels or terms", () => {
  const design = madeUpSchools(SIZE);
  const fit = fitMixedModel(design);
  const n = design.outcome.length;
  const order = Array.from({ length: n }, (_, i) => (i * 389) % n);
  const turned = takeRows(design, order, {
    level: (term, level) =>
      (level * 5 + 3) %
      ({ school: 12, class: 36, pupil: 216 } as Record<string, number>)[term]!,
  });
  // 5 has no factor in common with 12, 36 and 216: levels stay apart.
  const other = fitMixedModel({ ...turned, terms: turned.terms.toReversed() });
  expectClose(other.deviance, fit.deviance, { tolerance: 1e-12 });
  expectAllClose(other.coefficients, fit.coefficients, { tolerance: 1e-8 });
  expectAllClose(other.standardErrors, fit.standardErrors, { tolerance: 1e-7 });
});

test("fitMixedModel() gives the same whether like levels leave together or not", () => {
  const design = madeUpSchools(SIZE);
  const slopes = design.terms.map((term) =>
    term.name === "pupil"
      ? {
        ...term,
        slopes: [{
          name: "wave",
          values: Float64Array.from(design.outcome, (_, i) => i % 3),
        }],
      }
      : term
  );
  for (const terms of [design.terms, slopes]) {
    const together = fitMixedModel({ ...design, terms });
    // Weights that differ in the tenth digit make every level a kind of its own.
    const apart = fitMixedModel({
      ...design,
      terms,
      weights: design.outcome.map((_, i) => 1 + 1e-10 * i),
    });
    expect(Math.abs(together.deviance - apart.deviance)).toBeLessThan(1e-4);
    expectAllClose(together.coefficients, apart.coefficients, {
      tolerance: 1e-6,
    });
    const [a, b] = [together, apart].map((fit) => randomEffects(fit));
    a!.forEach((term, t) => {
      expectAllClose(term.values, b![t]!.values, { tolerance: 1e-4 });
      expectAllClose(term.covariances, b![t]!.covariances, { tolerance: 1e-4 });
    });
    const row = [0, 0, 1];
    expectClose(
      kenwardRoger(together, row).degreesOfFreedom,
      kenwardRoger(apart, row).degreesOfFreedom,
      { tolerance: 1e-3 },
    );
  }
});

test("fitMixedModel() loses nothing when a column is counted in years", () => {
  const design = madeUpSchools(SIZE);
  const years: MixedDesign = {
    ...design,
    fixed: {
      ...design.fixed,
      values: design.fixed.values.map((x, i) => i % 3 === 1 ? 2015 + 2 * x : x),
    },
    outcome: design.outcome.map((y) => 500 + 100 * y),
  };
  const fit = fitMixedModel(design), other = fitMixedModel(years);
  expectClose(other.coefficients[1]!, 50 * fit.coefficients[1]!, {
    tolerance: 1e-9,
  });
  expectClose(other.standardErrors[2]!, 100 * fit.standardErrors[2]!, {
    tolerance: 1e-7,
  });
  expectClose(
    other.coefficients[0]!,
    500 + 100 * fit.coefficients[0]! - 2015 * 50 * fit.coefficients[1]!,
    { tolerance: 1e-8 },
  );
});

test("fitMixedModel() keeps levels without rows and predicts nothing for them", () => {
  const design = oneWay([[1, 2, 3], [3, 5, 7], [10, 11, 12]]);
  const term = { ...design.terms[0]!, levelCount: 4 };
  const fit = fitMixedModel({ ...design, terms: [term] });
  expectClose(fit.deviance, fitMixedModel(design).deviance);
  expect(fit.components[0]!.levels).toBe(3);
  expect(fit.components[0]!.emptyLevels).toBe(1);
  const [effects] = randomEffects(fit);
  expect(effects!.values[3]).toBe(0);
  expectClose(effects!.covariances[3]!, fit.components[0]!.covariance[0]!);
});

test("fitMixedModel() reaches the published deviances of textbook data", () => {
  // Bates, Mächler, Bolker & Walker's examples as tested by MixedModels.jl.
  const designs:
    readonly (readonly [string, readonly string[], string, number])[] = [
      ["dyestuff", ["batch"], "yield", 327.3270598811],
      ["penicillin", ["plate", "sample"], "diameter", 332.18834867],
      ["pastes", ["batch", "sample"], "strength", 247.99446586],
    ];
  for (const [name, terms, outcome, deviance] of designs) {
    const { data } = golden[name]!;
    const n = data[outcome]!.length;
    const fit = fitMixedModel({
      outcome: Float64Array.from(data[outcome]!),
      fixed: { rows: n, columns: 1, values: new Float64Array(n).fill(1) },
      fixedNames: ["1"],
      terms: terms.map((term) => ({
        name: term,
        levels: Int32Array.from(data[term]!),
      })),
    }, { criterion: "ML" });
    expect(Math.abs(fit.deviance - deviance)).toBeLessThan(1e-6);
  }
});

test("toMixedDesign() fits a model written as a formula", () => {
  const { data } = golden["sleepstudy"]!;
  const design = buildDesign("reaction ~ days + (days | subject)", {
    reaction: Float64Array.from(data["reaction"]!),
    days: Float64Array.from(data["days"]!),
    subject: data["subject"]!.map((s) => `s${s}`),
  });
  const fit = fitMixedModel(toMixedDesign(design), { criterion: "ML" });
  expect(Math.abs(fit.deviance - 1751.9393444637)).toBeLessThan(1e-6);
  expectAllClose(fit.coefficients, [251.405105, 10.467286], {
    tolerance: 1e-8,
  });
  expectAllClose(fit.standardErrors, [6.632295, 1.502239], { tolerance: 1e-5 });
  const [subject] = randomEffects(fit);
  expect(subject!.levelNames.length).toBe(18);
  expect(subject!.effects).toEqual(["intercept", "days"]);
});
