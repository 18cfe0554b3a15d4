import { expect, test } from "vitest";
import {
  combinedStatistic,
  correlationStatistic,
  directStatistic,
  meanStatistic,
  percentileStatistic,
  regressionStatistic,
  type ReplicatedEstimate,
  shareStatistic,
  spreadStatistic,
  weightedPercentile,
} from "#lib/inference/mod.ts";
import { expectClose } from "../expect_close.ts";
import { readReferenceResults, referenceIsAbsent } from "../read_reference.ts";
import { logisticRegression } from "./logistic_regression.ts";
import { completeCases, DIGITS, estimateOf, estimatesOf } from "./pisa_data.ts";

/** One line of BIFIEsurvey; what its columns are called differs by function. */
type Row = Readonly<Record<string, number | string | null>>;

const reference = (referenceIsAbsent ? {} : readReferenceResults(
  "pisa2003_nld_cc.survey.ref.json",
)) as Readonly<Record<string, readonly Row[]>>;

/** Columns of a line that hold one number, e.g. M, M_SE, M_VarMI. */
const MEAN = { est: "M", prefix: "M_" } as const;
const SPREAD = { est: "SD", prefix: "SD_" } as const;
const CORRELATION = { est: "cor", prefix: "cor_" } as const;
const PLAIN = { est: "est", prefix: "" } as const;

interface Form {
  readonly est: string;
  readonly prefix: string;
  readonly tolerance?: number;
}

/** Compares whatever the line says of a number: its value, error, ledger, t and df. */
function expectRow(
  found: ReplicatedEstimate,
  row: Row,
  { est, prefix, tolerance = DIGITS.tolerance }: Form,
): void {
  const { value, standardError, variance, degreesOfFreedom } = estimateOf(
    found,
  );
  const { sampling, measurement } = variance;
  const own = prefix === "cor_" ? "" : prefix;
  const numbers = {
    [est]: value,
    [`${prefix}SE`]: standardError,
    [`${prefix}VarRep`]: sampling,
    [`${prefix}VarMI`]: measurement / 1.2,
    // BIFIEsurvey's fmi is the measurement part of the variance.
    [`${prefix}fmi`]: measurement / (sampling + measurement),
    // Its t of a spread is the mean over the spread's error, and others are rounded.
    ...(prefix === "M_" ? { M_t: value / standardError } : {}),
  };
  for (const [name, number] of Object.entries(numbers)) {
    if (row[name] === undefined) continue;
    expectClose(number, row[name] as number, { tolerance });
  }
  if (own === "") expectRounded(value / standardError, row["t"] as number);
  // None above 1000 is printed.
  const df = row[`${own}df`];
  if (typeof df === "number") expectRounded(degreesOfFreedom, df);
  else if (df === null) expect(degreesOfFreedom).toBeGreaterThan(1000);
}

/** Two decimals. */
function expectRounded(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(0.0051);
}

const sumOf = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

test.skipIf(referenceIsAbsent)(
  "means, spreads and shares match BIFIEsurvey, with both parts of their variance",
  () => {
    const divisor = "weights less parameters";
    const weights = completeCases["W_FSTUWT"]!;
    const whole = sumOf(weights);
    const [all, sd, boys, girls, sdOfBoys, sdOfGirls, share, sdOfShare] =
      estimatesOf(completeCases, [
        meanStatistic(),
        spreadStatistic({ divisor }),
        meanStatistic({ where: "male" }),
        meanStatistic({ where: "female" }),
        spreadStatistic({ where: "male", divisor }),
        spreadStatistic({ where: "female", divisor }),
        shareStatistic("above", 500),
        combinedStatistic([shareStatistic("above", 500)], {
          outputs: [{ label: "spread of being above", unit: "share" }],
          combine: ([p], out) => {
            out[0] = Math.sqrt(p! * (1 - p!) * whole / (whole - 1));
          },
        }),
      ]);
    const [univar] = reference["BIFIE_univar"]!;
    const [ofBoys, ofGirls] = reference["BIFIE_univar_by_group"]!;
    const [above] = reference["BIFIE_share_above_500"]!;
    expectRow(all!, univar!, MEAN);
    expectRow(sd!, univar!, SPREAD);
    expectRow(boys!, ofBoys!, MEAN);
    expectRow(sdOfBoys!, ofBoys!, SPREAD);
    expectRow(girls!, ofGirls!, MEAN);
    expectRow(sdOfGirls!, ofGirls!, SPREAD);
    expectRow(share!, above!, MEAN);
    // The divisor is that of the full weights in every replicate: 1e-7 of a variance.
    expectRow(sdOfShare!, above!, { ...SPREAD, tolerance: 1e-6 });
    for (const [found, row] of [[all!, univar!], [girls!, ofGirls!]] as const) {
      expect(estimateOf(found).n).toBe(row["Ncases"]);
    }
    expectClose(whole, univar!["Nweight"] as number, DIGITS);
  },
);

test.skipIf(referenceIsAbsent)(
  "regressionStatistic() matches BIFIEsurvey: coefficients, residual spread, R² and betas",
  () => {
    const found = estimatesOf(completeCases, [
      regressionStatistic(["female", "ESCS", "HISEI"], {
        divisor: "weights less parameters",
      }),
    ]);
    const lines = reference["BIFIE_linreg"]!;
    // A constant has no standardised coefficient.
    const rows = lines.filter(({ parameter, var: name }) =>
      !(parameter === "beta" && name === "one")
    );
    expect(rows.length).toBe(lines.length - 1);
    expect(found.length).toBe(rows.length);
    found.forEach((one, k) => expectRow(one, rows[k]!, PLAIN));
  },
);

test.skipIf(referenceIsAbsent)(
  "correlationStatistic() matches BIFIEsurvey",
  () => {
    for (const row of reference["BIFIE_correl"]!) {
      const [one, other] = [row["var1"] as string, row["var2"] as string];
      const found = estimatesOf(completeCases, [
        one === "y"
          ? correlationStatistic(other)
          : correlationStatistic(one, { with: other }),
      ]);
      expectRow(found[1]!, row, CORRELATION);
    }
  },
);

test.skipIf(referenceIsAbsent)(
  'percentiles "interpolated" match BIFIEsurvey, which leaves equal scores in any order',
  () => {
    const rows = reference["BIFIE_ecdf"]!;
    const found = estimatesOf(completeCases, [
      percentileStatistic(rows.map(({ yval }) => yval as number), {
        definition: "interpolated",
      }),
    ]);
    const differences = found.map((one, k) =>
      Math.abs(estimateOf(one).value - (rows[k]!["quant"] as number))
    );
    // Where no two pupils share the score at the percentile they are the same; else
    // up to the distance to the score before, a fifth of it in the mean of five draws.
    expect(differences.filter((d) => d < 1e-9).length).toBe(2);
    expect(Math.max(...differences)).toBeLessThan(0.02);
    const [first] = completeCases["PV1MATH"]!;
    expect(weightedPercentile([first!], 0.5, { definition: "interpolated" }))
      .toBe(first);
  },
);

test.skipIf(referenceIsAbsent)(
  "directStatistic() of a logistic regression matches BIFIEsurvey",
  () => {
    const rows = reference["BIFIE_logistreg_above_500"]!;
    const outputs = rows.map(({ var: label }) => ({
      label: `${label}`,
      unit: "logits" as const,
    }));
    const found = estimatesOf(completeCases, [
      directStatistic(outputs, ({ scores, weights, column }) => {
        const y = scores.map((score) => score > 500 ? 1 : 0);
        const columns = ["female", "ESCS", "HISEI"].map(column);
        return logisticRegression(y, columns, weights);
      }),
    ]);
    // BIFIEsurvey stops its iterations at 1e-5 or so.
    rows.forEach((row, k) =>
      expectRow(found[k]!, row, { ...PLAIN, tolerance: 1e-6 })
    );
  },
);
