import { fitMixedModel } from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { referenceIsAbsent } from "../read_reference.ts";
import { type ModelSpec, readRows, toDesign } from "./public_models.ts";

interface Published {
  readonly file: string;
  readonly model: ModelSpec;
  readonly criterion: "REML" | "ML";
  /** As printed, to the last digit. */
  readonly deviance?: number;
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
  readonly variances: readonly number[];
}

const one = () => 1;
const number = (name: string) => (row: Readonly<Record<string, string>>) =>
  Number(row[name]);

const exam: Omit<ModelSpec, "slope"> = {
  outcome: "normexam",
  fixed: { "(Intercept)": one, standLRT: number("standLRT") },
};

// Goldstein's 9357.2 of the London schools, and the tables of Raudenbush & Bryk (2002,
// chapter 4) for High School and Beyond, recomputed to more digits.
const PUBLISHED: readonly Published[] = [
  {
    file: "exam",
    model: exam,
    criterion: "ML",
    deviance: 9357.2432,
    coefficients: [NaN, 0.563371],
    errors: [NaN, 0.012465],
    variances: [0.092129, 0.565731],
  },
  {
    file: "exam",
    model: exam,
    criterion: "REML",
    deviance: 9368.7653,
    coefficients: [],
    errors: [],
    variances: [],
  },
  {
    file: "hsb82",
    model: {
      outcome: "mAch",
      fixed: { "(Intercept)": one, meanses: number("meanses") },
    },
    criterion: "REML",
    coefficients: [NaN, 5.863539],
    errors: [NaN, 0.361471],
    variances: [2.638878],
  },
  {
    file: "hsb82",
    model: {
      outcome: "mAch",
      fixed: {
        "(Intercept)": one,
        meanses: number("meanses"),
        cses: number("cses"),
      },
    },
    criterion: "REML",
    coefficients: [NaN, 5.866174, 2.191172],
    errors: [NaN, NaN, 0.108667],
    variances: [],
  },
];

/** Within half of the last digit of six, or of four in a deviance. */
function expectPrinted(
  found: ArrayLike<number>,
  printed: readonly number[],
): void {
  printed.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    expect(Math.abs(found[i]! - value)).toBeLessThan(5.1e-7);
  });
}

for (const { file, model, criterion, ...expected } of PUBLISHED) {
  const names = Object.keys(model.fixed).slice(1).join(" + ");
  test.skipIf(referenceIsAbsent)(
    `fitMixedModel() by ${criterion} gives what is published of ${file}: ${names}`,
    () => {
      const design = toDesign(readRows(`${file}.csv`), model);
      const fit = fitMixedModel(design, { criterion });
      if (expected.deviance !== undefined) {
        expect(Math.abs(fit.deviance - expected.deviance)).toBeLessThan(5.1e-5);
      }
      expectPrinted(fit.coefficients, expected.coefficients);
      expectPrinted(fit.standardErrors, expected.errors);
      expectPrinted(
        [fit.components[0]!.covariance[0]!, fit.residualVariance],
        expected.variances,
      );
    },
  );
}
