import { expect, test } from "vitest";
import {
  fitMixedModel,
  kenwardRoger,
  kenwardRogerAdjustment,
  type MixedDesign,
  type MixedModelFit,
  randomEffects,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { golden, type GoldenFit, toDesign, unit } from "./mixed_golden.ts";

const panel = golden["panel"]!;
const panelFixed = ["1", "wave", "program", "ses", "wave:program"];
const threeTerms = [{ name: "school" }, { name: "class" }, { name: "pupil" }];

const CASES: readonly (readonly [string, string, MixedDesign])[] = [
  [
    "sleepstudy",
    "slope",
    toDesign(golden["sleepstudy"]!.data, {
      outcome: "reaction",
      fixed: ["1", "days"],
      terms: [{ name: "subject", slopeNames: ["days"] }],
    }),
  ],
  [
    "sleepstudy",
    "uncorrelated",
    toDesign(golden["sleepstudy"]!.data, {
      outcome: "reaction",
      fixed: ["1", "days"],
      terms: [{ name: "subject", slopeNames: ["days"], correlated: false }],
    }),
  ],
  [
    "dyestuff",
    "intercept",
    toDesign(golden["dyestuff"]!.data, {
      outcome: "yield",
      fixed: ["1"],
      terms: [{ name: "batch" }],
    }),
  ],
  [
    "dyestuff2",
    "intercept",
    toDesign(golden["dyestuff2"]!.data, {
      outcome: "yield",
      fixed: ["1"],
      terms: [{ name: "batch" }],
    }),
  ],
  [
    "penicillin",
    "crossed",
    toDesign(golden["penicillin"]!.data, {
      outcome: "diameter",
      fixed: ["1"],
      terms: [{ name: "plate" }, { name: "sample" }],
    }),
  ],
  [
    "pastes",
    "nested",
    toDesign(golden["pastes"]!.data, {
      outcome: "strength",
      fixed: ["1"],
      terms: [{ name: "batch" }, { name: "sample" }],
    }),
  ],
  [
    "panel",
    "intercepts",
    toDesign(panel.data, {
      outcome: "y",
      fixed: panelFixed,
      terms: threeTerms,
    }),
  ],
  [
    "panel",
    "slopes",
    toDesign(panel.data, {
      outcome: "y",
      fixed: panelFixed,
      terms: [{ name: "school", slopeNames: ["wave"] }, ...threeTerms.slice(1)],
    }),
  ],
  [
    "panel",
    "pupilSlopes",
    toDesign(panel.data, {
      outcome: "y",
      fixed: ["1", "wave", "ses"],
      terms: [
        { name: "school" },
        { name: "pupil", slopeNames: ["wave"], correlated: false },
      ],
    }),
  ],
  [
    "panel",
    "weighted",
    {
      ...toDesign(panel.data, {
        outcome: "y",
        fixed: panelFixed,
        terms: threeTerms,
      }),
      weights: Float64Array.from(panel.data["weight"]!),
    },
  ],
  [
    "lottery",
    "nested",
    toDesign(golden["lottery"]!.data, {
      outcome: "y",
      fixed: ["1", "treated", "before"],
      terms: [{ name: "school" }, { name: "class" }],
    }),
  ],
  [
    "lottery",
    "singular",
    toDesign(golden["lottery"]!.data, {
      outcome: "y",
      fixed: ["1", "treated", "before"],
      terms: [{ name: "school", slopeNames: ["before"] }],
    }),
  ],
];

/** Deviance, coefficients, errors and variances at the tolerances agreed for lme4. */
function expectFit(fit: MixedModelFit, expected: GoldenFit): void {
  expect(Math.abs(fit.deviance - expected.deviance)).toBeLessThan(1e-6);
  expectAllClose(fit.coefficients, expected.fixed, { tolerance: 1e-6 });
  expectAllClose(fit.standardErrors, expected.se, { tolerance: 1e-5 });
  const scale = fit.residualVariance;
  for (const { group, first, second, value } of expected.components) {
    if (group === "Residual") {
      expect(Math.abs(fit.residualVariance / value - 1)).toBeLessThan(1e-4);
      continue;
    }
    // lme4 numbers the parts of uncorrelated terms: pupil, pupil.1.
    const component = fit.components.find((c) =>
      c.name.toLowerCase() === group.toLowerCase().replace(/\.1$/, "")
    )!;
    const place = (name: string | null): number =>
      component.effects.indexOf(
        name === "(Intercept)" ? "intercept" : name!.toLowerCase(),
      );
    const k = component.effects.length;
    const [a, b] = [place(first), place(second ?? first)];
    // A covariance is compared on the scale of its two standard deviations.
    const size = Math.sqrt(
      component.covariance[a * k + a]! * component.covariance[b * k + b]!,
    );
    const found = component.covariance[a * k + b]!;
    expect(Math.abs(found - value) / Math.max(size, 1e-3 * scale))
      .toBeLessThan(1e-4);
  }
}

for (const [set, name, design] of CASES) {
  const model = golden[set]![name]!;
  const p = design.fixedNames.length;
  const fit = fitMixedModel(design);

  test(`fitMixedModel() by REML matches lme4: ${set}, ${model.formula}`, () => {
    expectFit(fit, model.REML);
  });

  test(`fitMixedModel() by ML matches lme4: ${set}, ${model.formula}`, () => {
    expectFit(fitMixedModel(design, { criterion: "ML" }), model.ML);
  });

  test(`satterthwaite() matches lmerTest: ${set}, ${model.formula}`, () => {
    const degrees = model.satterthwaite.map((_, i) =>
      satterthwaite(fit, unit(p, i)).degreesOfFreedom
    );
    expectAllClose(degrees, model.satterthwaite, { tolerance: 1e-4 });
    if (!model.contrast) return;
    const found = satterthwaite(fit, model.contrast.rows);
    expectClose(found.statistic, model.contrast.statistic, { tolerance: 1e-5 });
    expectClose(found.degreesOfFreedom, model.contrast.df, { tolerance: 1e-4 });
    expectClose(found.pValue, model.contrast.p, { tolerance: 1e-6 });
  });

  test(`randomEffects() matches lme4: ${set}, ${model.formula}`, () => {
    for (const term of randomEffects(fit)) {
      const key = Object.keys(model.effects).find((k) =>
        k.toLowerCase() === term.name
      )!;
      const scale = Math.sqrt(fit.residualVariance);
      // lme4 lists the parts of uncorrelated terms in an order of its own.
      const { names, values } = model.effects[key]!;
      const order = term.effects.map((effect) =>
        names.findIndex((name) =>
          effect === (name === "(Intercept)" ? "intercept" : name.toLowerCase())
        )
      );
      const expected = values.flatMap((row) => order.map((i) => row[i]!));
      expectAllClose(
        Array.from(term.values, (x) => x / scale),
        expected.map((x) => x / scale),
        { tolerance: 2e-5 },
      );
      const conditional = model.conditional[key];
      if (!conditional) continue;
      expectAllClose(
        Array.from(term.covariances, (x) => x / fit.residualVariance),
        conditional.flat(2).map((x) => x / fit.residualVariance),
        { tolerance: 1e-4 },
      );
    }
  });

  const { kenwardRoger: degrees, kenwardRogerErrors: errors } = model;
  if (!degrees || !errors) continue;
  test(`kenwardRoger() matches pbkrtest: ${set}, ${model.formula}`, () => {
    const adjustment = kenwardRogerAdjustment(fit);
    const found = degrees.map((_, i) =>
      kenwardRoger(fit, unit(p, i), { adjustment })
    );
    expectAllClose(found.map((f) => f.standardErrors[0]!), errors, {
      tolerance: 1e-5,
    });
    expectAllClose(found.map((f) => f.degreesOfFreedom), degrees, {
      tolerance: 1e-4,
    });
    if (!model.contrastKenwardRoger) return;
    const both = kenwardRoger(fit, model.contrast!.rows, { adjustment });
    const { statistic, df, p: pValue } = model.contrastKenwardRoger;
    expectClose(both.statistic, statistic, { tolerance: 1e-4 });
    expectClose(both.degreesOfFreedom, df, { tolerance: 1e-4 });
    expectClose(both.pValue, pValue, { tolerance: 1e-5 });
  });
}
