import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  differencePValue,
  doseResponse,
  equivalencePValue,
  judgeChanges,
  partialR2,
  robustnessValue,
  shrinkChanges,
} from "#lib/effects/mod.ts";
import { combinedDegreesOfFreedom, makeEstimate } from "#lib/inference/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

/** What R's packages say; see development.R beside it. */
const golden: {
  readonly tests: {
    readonly change: number[];
    readonly error: number[];
    readonly df: number[];
    readonly margin: number;
    readonly difference: number[];
    readonly equivalence: number[];
    readonly differenceHolm: number[];
    readonly equivalenceHolm: number[];
    readonly differenceBH: number[];
    readonly equivalenceBH: number[];
  };
  readonly municipalities: {
    readonly value: number[];
    readonly error: number[];
    readonly shrunken: number[];
    readonly se: number[];
  };
  readonly dose: {
    readonly stratum: number[];
    readonly intensity: number[];
    readonly variance: number[];
    readonly pv: number[][];
    readonly tau2: number;
    readonly slope: number;
    readonly sampling: number;
    readonly between: number;
    readonly residualDf: number;
    readonly df: number;
  };
  readonly robustness: {
    readonly t: number;
    readonly df: number;
    readonly partialR2: number;
    readonly robustnessValue: number;
  };
  readonly strong: {
    readonly t: number;
    readonly df: number;
    readonly robustnessOfSign: number;
  };
} = JSON.parse(
  readFileSync(new URL("../golden/development.json", import.meta.url), "utf8"),
);

test("judgeChanges() has the p-values of R's pt and p.adjust", () => {
  const { change, error, df, margin, ...expected } = golden.tests;
  const family = change.map((value, i) => ({
    change: { value, standardError: error[i]!, degreesOfFreedom: df[i]! },
    margin,
    desired: 1 as const,
    alpha: 0.05,
  }));
  const holm = judgeChanges(family, { adjustment: "Holm" });
  const bh = judgeChanges(family, { adjustment: "Benjamini-Hochberg" });
  family.forEach(({ change }, i) => {
    expectClose(differencePValue(change), expected.difference[i]!);
    expectClose(equivalencePValue(change, margin), expected.equivalence[i]!);
    expectClose(holm[i]!.differenceP, expected.differenceHolm[i]!);
    expectClose(holm[i]!.equivalenceP, expected.equivalenceHolm[i]!);
    expectClose(bh[i]!.differenceP, expected.differenceBH[i]!);
    expectClose(bh[i]!.equivalenceP, expected.equivalenceBH[i]!);
  });
  expect(new Set(bh.map(({ verdict }) => verdict)).size).toBeGreaterThan(1);
});

test("shrinkChanges() is Morris's rule on metafor's REML fit", () => {
  const { value, error, shrunken: expected } = golden.municipalities;
  const shrunken = shrinkChanges(
    value.map((v, i) =>
      makeEstimate({
        value: v,
        variance: { sampling: error[i]! * error[i]! },
        degreesOfFreedom: 10,
        n: 100,
        unit: "points",
        method: "",
      })
    ),
  );
  shrunken.forEach((one, i) => {
    // metafor stops its iterations at 1e-13 of tau² in absolute terms.
    expectClose(one!.value, expected[i]!, { tolerance: 1e-9 });
    expectClose(one!.standardError, golden.municipalities.se[i]!, {
      tolerance: 1e-9,
    });
  });
});

test("doseResponse() has metafor's tau², sandwich's HC2 and clubSandwich's degrees of freedom", () => {
  const { stratum, intensity, variance, pv, ...expected } = golden.dose;
  const found = doseResponse({
    changes: pv.map((y) => Float64Array.from(y)),
    errorVariance: Float64Array.from(variance),
    intensity: Float64Array.from(intensity),
    stratum: Int32Array.from(stratum),
  });
  if (typeof found === "string") throw new Error(found);
  expectClose(found.schoolVariance, expected.tau2);
  expectClose(found.slope, expected.slope);
  expectClose(found.sampling, expected.sampling);
  expectClose(found.between, expected.between, { tolerance: 1e-9 });
  expect(found.residualDegreesOfFreedom).toBe(expected.residualDf);
  expectClose(
    found.degreesOfFreedom,
    combinedDegreesOfFreedom({
      within: expected.sampling,
      between: expected.between,
      draws: pv.length,
      completeDegreesOfFreedom: expected.df,
    }),
  );
});

test("robustnessValue() is the strength of the confounder that takes the coefficient away in R's lm", () => {
  const { t, df, ...expected } = golden.robustness;
  const test = { t, degreesOfFreedom: df };
  expectClose(partialR2(test), expected.partialR2);
  expectClose(robustnessValue(test), expected.robustnessValue, {
    tolerance: 1e-9,
  });
  const { strong } = golden;
  expectClose(
    robustnessValue({ t: strong.t, degreesOfFreedom: strong.df }, {
      alpha: 0.05,
    }),
    strong.robustnessOfSign,
    { tolerance: 1e-9 },
  );
});
