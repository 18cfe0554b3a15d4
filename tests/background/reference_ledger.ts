import type { Entry, Ledger } from "../inference/reference_ledgers.ts";

const ABOUT: Entry = {
  reason: "what the reference is, or how it was computed",
};
const oaxaca = (tolerance: string): Entry => ({
  test: "../background/decompositions/gap.test.ts",
  tolerance,
});
const OF_PART: Entry = {
  reason:
    "a bootstrap of 1000 samples; the totals' errors are held against it, and those of blocks against replicates in golden/decompositions.json",
};
const OF_GROUP: Entry = {
  reason:
    "the unexplained part of one group alone; their sum, the unexplained part, is tested",
};
const REGRESSION: Entry = {
  reason:
    "the regressions that the parts are made of: a wrong one would move every part, and those agree to 1e-11",
};

/** Oaxaca and Blinder's parts by R's oaxaca. */
export const CHICAGO: Ledger = {
  ...Object.fromEntries(
    [
      "dataset",
      "estimatr",
      "clubSandwich",
      "sandwich",
      "fixest",
      "formula",
      "note",
    ].map((place) => [place, ABOUT]),
  ),
  "n/n.A": { reason: "of 666 people; the sum is tested" },
  "n/n.B": { reason: "of 666 people; the sum is tested" },
  "n/n.pooled": oaxaca("exact"),
  "y/y.A": { reason: "the difference of the two means is tested" },
  "y/y.B": { reason: "the difference of the two means is tested" },
  "y/y.diff": oaxaca("1e-10"),
  ...Object.fromEntries(
    ["endowments", "coefficients", "interaction"].flatMap((part) => [
      [`threefold_overall/coef(${part})`, oaxaca("1e-11")],
      [`threefold_overall/se(${part})`, oaxaca("0.06, a bootstrap")],
      [`threefold_variables/coef(${part})`, oaxaca("1e-11")],
      [`threefold_variables/se(${part})`, OF_PART],
    ]),
  ),
  "threefold_variables/_row": ABOUT,
  ...Object.fromEntries(
    ["twofold_overall", "twofold_variables"].flatMap((place) => [
      [`${place}/group.weight`, ABOUT],
      [`${place}/coef(explained)`, oaxaca("1e-11")],
      [
        `${place}/se(explained)`,
        place === "twofold_overall" ? oaxaca("0.08, a bootstrap") : OF_PART,
      ],
      [
        `${place}/coef(unexplained)`,
        place === "twofold_overall"
          ? { reason: "the gap less the explained part, both tested" }
          : oaxaca("1e-11"),
      ],
      [`${place}/se(unexplained)`, OF_PART],
      ...["A", "B"].flatMap((group) => [
        [`${place}/coef(unexplained ${group})`, OF_GROUP],
        [`${place}/se(unexplained ${group})`, OF_GROUP],
      ]),
    ]),
  ),
  "twofold_variables/_row": ABOUT,
  betaA: REGRESSION,
  betaB: REGRESSION,
  xA: REGRESSION,
  xB: REGRESSION,
  reg: REGRESSION,
};

/** Published values without a file of results, with what they are of. */
export const PUBLISHED: Readonly<
  Record<string, Entry & { readonly values: readonly string[] }>
> = {
  "Oaxaca and Blinder, threefold with errors (Jann 2008)": {
    ...oaxaca("5e-8"),
    values: [
      "0.1734607",
      "0.0852798",
      "0.015693",
      "0.082563",
      "0.0255804",
      "0.005618",
      "0.010966",
    ],
  },
  "Oaxaca and Blinder, explained part by reference (Jann 2008)": {
    ...oaxaca("5e-8"),
    values: ["0.0908978", "0.0852798", "0.0925597", "0.089347"],
  },
  "Gelbach, b1x2 with robust and clustered errors": {
    test: "../background/decompositions/slope.test.ts",
    tolerance: "6e-7",
    values: [
      "4.390463",
      "0.9509434",
      "2.432692",
      "0.1237726",
      "0.0941471",
      "1.006828",
      "0.0746041",
      "0.0883146",
      "3.43952",
      "0.1513416",
      "0.1037513",
    ],
  },
  "PISA 2003, Netherlands: slope and explained share in mathematics": {
    test: "../background/gradient_measures.test.ts",
    tolerance: "1e-7, error of the share 1e-6",
    values: ["44.732425", "2.363745", "18.591387", "1.706492"],
  },
  "PISA 2003, Netherlands: slope and explained share in reading": {
    test: "../background/gradient_measures.test.ts",
    tolerance: "1e-7",
    values: ["37.491028", "15.512046"],
  },
  "PISA 2003, Netherlands: slope and explained share in science": {
    reason: "46.961415 and 17.270624: the data hold no scores in science",
    values: [],
  },
};
