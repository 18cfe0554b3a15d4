import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { calibrate } from "#lib/scaling/mod.ts";
import { expectAllClose } from "../inference/expect_close.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
} from "./validation_data.ts";

/** Where a quantity of the reference files is tested; a text without ".test.ts" says why not. */
type Ledger = Readonly<Record<string, string>>;

const PARAMETERS = "calibrate_reference.test.ts";
const ELSEWHERE = "the same number again, in another form";
const UNUSED = "how the reference was computed";

const MIRT: Ledger = {
  logLik: PARAMETERS,
  npar: PARAMETERS,
  AIC: ELSEWHERE,
  BIC: ELSEWHERE,
  converged: UNUSED,
  EM_cycles: UNUSED,
  slope_intercept: PARAMETERS,
  theta_mean: "0 by identification",
  theta_cov: PARAMETERS,
  IRTpars: ELSEWHERE,
  coef: PARAMETERS,
  SE_oakes: "calibration_errors.test.ts",
  EAP_mean: PARAMETERS,
  EAP_sd: PARAMETERS,
  empirical_rxx: PARAMETERS,
  marginal_rxx: "scores.test.ts",
  M2: "fit/limited_information_fit.test.ts",
  itemfit_SX2: "fit/item_fit.test.ts",
  infit_outfit: "fit/item_fit.test.ts",
  persons_csv: "persons_reference.test.ts",
};

const TAM: Ledger = {
  logLik: PARAMETERS,
  deviance: ELSEWHERE,
  npar: PARAMETERS,
  iterations: UNUSED,
  xsi: ELSEWHERE,
  item: ELSEWHERE,
  item_irt: ELSEWHERE,
  B: ELSEWHERE,
  variance: PARAMETERS,
  beta: "latent_regression.test.ts",
  "EAP.rel": PARAMETERS,
  "WLE.rel": PARAMETERS,
  WLE_first20: PARAMETERS,
  WLE_error_first20: PARAMETERS,
  EAP_first20: "persons_reference.test.ts",
  SD_EAP_first20: "persons_reference.test.ts",
  "tam.fit": "drawn at random in TAM; its exact form, msq.itemfit, is tested",
  "msq.itemfit": "fit/item_fit.test.ts",
  thresholds: "Thurstonian thresholds are not offered: steps are",
  "tam.se":
    "takes the spread of θ for known; the errors here, like mirt's, do not",
  Y: UNUSED,
  se: "takes the item parameters for known; see latentRegression()",
  R2_latent: "latent_regression.test.ts",
  stand: ELSEWHERE,
};

const OTHERS: Ledger = {
  dataset: UNUSED,
  mirt: UNUSED,
  TAM: UNUSED,
  quadrature: UNUSED,
  convergence: UNUSED,
  N: UNUSED,
  I: UNUSED,
  ctt: "an error message in the reference",
  mirt_GRM: "the graded model is not one of the models offered",
  mirt_nominal: "the nominal model is not one of the models offered",
  mirt_RSM: "models.test.ts",
  CML:
    "conditional likelihood is not offered: it has no distribution of θ to draw plausible values from, and no slopes; below the two agree",
  CML_PCM: "as CML",
  CML_RSM: "as CML",
  PV200: "persons_reference.test.ts",
};

const FILES = [
  "lsat6",
  "lsat7",
  "science",
  "verbal_aggression",
  "timss_aus_twn",
];

test.skipIf(dataAreAbsent)(
  "every quantity of the reference files is tested, or the ledger says why not",
  () => {
    const unknown = FILES.flatMap((file) =>
      Object.entries(readReference(`${file}.irt.ref.json`)).flatMap(
        ([name, fit]) => {
          if (name in OTHERS) return [];
          const ledger = name.startsWith("mirt_")
            ? MIRT
            : name.startsWith("TAM_")
            ? TAM
            : {};
          return Object.keys(fit).filter((key) => !(key in ledger))
            .map((key) => `${file}: ${name}/${key}`);
        },
      )
    );
    expect(unknown).toEqual([]);
  },
);

test("the ledger names tests that exist", () => {
  const named = [MIRT, TAM, OTHERS].flatMap((ledger) => Object.values(ledger))
    .filter((where) => where.endsWith(".test.ts"));
  for (const file of new Set(named)) {
    expect(existsSync(new URL(file, import.meta.url)), file).toBe(true);
  }
});

test.skipIf(dataAreAbsent)(
  "calibrate() of a Rasch model agrees with conditional likelihood, which needs no distribution",
  () => {
    for (const file of ["lsat6", "lsat7"]) {
      const { items } = calibrate(readAnswers(`${file}.csv`, { items: 5 }), {
        model: "PCM",
      });
      const easiness = items.map(({ intercepts }) => intercepts[1]!);
      const mean = easiness.reduce((a, b) => a + b) / easiness.length;
      const { CML } = readReference(`${file}.irt.ref.json`) as unknown as {
        readonly CML: {
          readonly beta_easiness_sumzero: Readonly<Record<string, number>>;
        };
      };
      // A quarter of a standard error; LSAT 7's slopes are not quite equal.
      expectAllClose(
        easiness.map((b) => b - mean),
        Object.values(CML.beta_easiness_sumzero),
        { tolerance: 0.02 },
      );
    }
  },
);
