import { expect, test } from "vitest";
import { createMatrix, leastSquares } from "#lib/numerics/mod.ts";
import {
  calibrate,
  drawPlausibleValues,
  latentRegression,
  mapScores,
  personScores,
} from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
  readTable,
} from "./validation_data.ts";

const SCORES = { tolerance: 1e-4 };

test.skipIf(dataAreAbsent).each(
  [
    ["lsat6.csv", 5, "GPCM", "lsat6.mirt_2pl"],
    ["lsat7.csv", 5, "GPCM", "lsat7.mirt_2pl"],
    ["science.csv", 4, "GPCM", "science.mirt_gpcm"],
    ["science.csv", 4, "PCM", "science.mirt_pcm"],
    ["verbal_aggression.csv", 24, "GPCM", "verbal.mirt_gpcm"],
    ["verbal_aggression.csv", 24, "PCM", "verbal.mirt_pcm"],
    ["timss2011_aus_twn.csv", 11, "GPCM", "timss_aus_twn.mirt_gpcm"],
    ["timss2011_aus_twn.csv", 11, "PCM", "timss_aus_twn.mirt_pcm"],
  ] as const,
)("mapScores() match mirt: %s, %s items, %s", (data, items, model, persons) => {
  const answers = readAnswers(data, { items });
  const fit = calibrate(answers, {
    model,
    grid: { nodes: 241, halfWidth: 12 },
  });
  const { map, standardError } = mapScores(fit, answers);
  const { rows } = readTable(`${persons}.persons.csv`);
  expectAllClose(map, rows.map((row) => Number(row[4])), SCORES);
  expectAllClose(standardError, rows.map((row) => Number(row[5])), SCORES);
});

test.skipIf(dataAreAbsent)(
  "personScores() match TAM's two groups of TIMSS",
  () => {
    const answers = readAnswers("timss2011_aus_twn.csv", {
      items: 11,
      groupColumn: "IDCNTRY",
    });
    const fit = calibrate(answers, {
      model: "PCM",
      grid: { nodes: 321, halfWidth: 16 },
    });
    const scores = personScores(fit, answers);
    const expected = readReference(
      "timss_aus_twn.irt.ref.json",
    )["TAM_group_PCM"]!;
    const first = (values: Float64Array): Float64Array => values.slice(0, 20);
    expectAllClose(first(scores.wle), expected.WLE_first20, SCORES);
    expectAllClose(
      first(scores.wleStandardError),
      expected.WLE_error_first20,
      SCORES,
    );
    expectAllClose(first(scores.eap), expected.EAP_first20, SCORES);
    expectAllClose(
      first(scores.posteriorStandardDeviation),
      expected.SD_EAP_first20,
      SCORES,
    );
    expectClose(scores.reliability.wle, expected["WLE.rel"], {
      tolerance: 1e-3,
    });
    expect(scores.reliability.eap).toBeGreaterThan(0.8);
  },
);

test.skipIf(dataAreAbsent)(
  "drawPlausibleValues() have the distribution of TAM's 200 draws on TIMSS by country and gender",
  () => {
    const answers = readAnswers("timss2011_aus_twn.csv", { items: 11 });
    const { rows } = readTable("timss2011_aus_twn.csv");
    const n = answers.persons;
    const regressors = rows.flatMap((row) => [
      row[11] === "158" ? 1 : 0,
      row[12] === "1" ? 1 : 0,
    ]);
    const { items } = latentRegression(
      answers,
      createMatrix({ rows: n, columns: 2 }, Float64Array.from(regressors)),
      { model: "PCM", standardErrors: "none" },
    );
    const design = createMatrix(
      { rows: n, columns: 3 },
      Float64Array.from(
        rows.flatMap((_, p) => [
          1,
          regressors[2 * p]!,
          regressors[2 * p + 1]!,
        ]),
      ),
    );
    const nobody = new Int32Array(n).fill(-1);
    const { draws } = drawPlausibleValues(
      { ...calibrate(answers, { model: "PCM" }), items },
      answers,
      {
        persons: n,
        design,
        block: new Int32Array(n),
        blockCount: 1,
        group: new Uint8Array(n),
        groupCount: 1,
        school: nobody,
        classIndex: nobody,
        key: Int32Array.from(nobody.keys()),
      },
      { draws: 200, seed: 1, scaleNumber: 1 },
    );
    const expected = readReference("timss_aus_twn.irt.ref.json")[
      "PV200"
    ] as unknown as {
      readonly mean_of_sd: number;
      readonly lm_coef: Readonly<Record<string, number>>;
    };
    const average = (value: (theta: Float64Array) => number): number =>
      draws.reduce((sum, theta) => sum + value(Float64Array.from(theta)), 0) /
      draws.length;
    const spread = (theta: Float64Array): number => {
      const m = theta.reduce((a, b) => a + b) / n;
      return Math.sqrt(
        theta.reduce((s, x) => s + (x - m) * (x - m), 0) / (n - 1),
      );
    };
    // θ is 0 for the average person here and for the first country in TAM, so the
    // intercepts differ. Draws of coefficients have a standard deviation of 0.08.
    const random = { tolerance: 0.04 };
    expectClose(average(spread), expected.mean_of_sd, { tolerance: 0.02 });
    Object.values(expected.lm_coef).forEach((coefficient, k) => {
      if (k === 0) return;
      const found = average((theta) =>
        leastSquares(design, theta).coefficients[k]!
      );
      expectClose(found, coefficient, random);
    });
  },
);
