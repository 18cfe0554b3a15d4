import { expect, test } from "vitest";
import { calibrate, type ItemModel, personScores } from "#lib/scaling/mod.ts";
import golden from "../golden/scaling_lsat.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { personsOfPatterns } from "./simulate.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
  readTable,
} from "./validation_data.ts";

/** Published values have six digits. */
const PUBLISHED = { tolerance: 2e-6 };
/** R's own stopping rules leave a few units of the fifth decimal in the PCM. */
const PARAMETERS = { tolerance: 1e-4 };

test("calibrate() gives the published 2PL of LSAT 6 and 7", () => {
  for (const { patterns, twoParameter } of [golden.lsat6, golden.lsat7]) {
    const fit = calibrate(personsOfPatterns(patterns), { model: "GPCM" });
    expect(fit.converged).toBe(true);
    expect(fit.logLikelihood).toBeCloseTo(twoParameter.logLikelihood, 5);
    expectAllClose(
      fit.items.map((i) => i.slope),
      twoParameter.slopes,
      PUBLISHED,
    );
    expectAllClose(
      fit.items.map((i) => i.intercepts[1]!),
      twoParameter.intercepts,
      PUBLISHED,
    );
  }
});

test("calibrate() gives the published 1PL of LSAT 6 and 7", () => {
  const six = calibrate(personsOfPatterns(golden.lsat6.patterns), {
    model: "PCM",
  });
  const expected = golden.lsat6.oneParameter;
  expect(six.logLikelihood).toBeCloseTo(expected.logLikelihood, 4);
  expectClose(six.groups[0]!.standardDeviation, expected.slope, PUBLISHED);
  expectAllClose(
    six.items.map((i) => i.intercepts[1]!),
    expected.intercepts,
    PUBLISHED,
  );
  const seven = calibrate(personsOfPatterns(golden.lsat7.patterns), {
    model: "PCM",
  });
  expect(seven.logLikelihood).toBeCloseTo(
    golden.lsat7.oneParameter.logLikelihood,
    5,
  );
  expectClose(
    seven.groups[0]!.standardDeviation,
    golden.lsat7.oneParameter.slope,
    PUBLISHED,
  );
});

interface Case {
  readonly data: string;
  readonly reference: string;
  readonly items: number;
  readonly model: ItemModel;
  readonly fit: string;
  readonly tam: string;
  readonly persons: string | null;
}

const CASES: readonly Case[] = [
  ["lsat6", "lsat6", 5, "GPCM", "2PL", "lsat6.mirt_2pl"],
  ["lsat6", "lsat6", 5, "PCM", "Rasch", null],
  ["lsat7", "lsat7", 5, "GPCM", "2PL", "lsat7.mirt_2pl"],
  ["lsat7", "lsat7", 5, "PCM", "Rasch", null],
  ["science", "science", 4, "GPCM", "GPCM", "science.mirt_gpcm"],
  ["science", "science", 4, "PCM", "PCM", "science.mirt_pcm"],
  [
    "verbal_aggression",
    "verbal_aggression",
    24,
    "GPCM",
    "GPCM",
    "verbal.mirt_gpcm",
  ],
  [
    "verbal_aggression",
    "verbal_aggression",
    24,
    "PCM",
    "PCM",
    "verbal.mirt_pcm",
  ],
  [
    "timss2011_aus_twn",
    "timss_aus_twn",
    11,
    "GPCM",
    "GPCM",
    "timss_aus_twn.mirt_gpcm",
  ],
  [
    "timss2011_aus_twn",
    "timss_aus_twn",
    11,
    "PCM",
    "PCM",
    "timss_aus_twn.mirt_pcm",
  ],
].map(([data, reference, items, model, fit, persons]) => ({
  data: `${data}.csv`,
  reference: `${reference}.irt.ref.json`,
  items: items as number,
  model: model as ItemModel,
  fit: `mirt_${fit}`,
  tam: `TAM_${fit}`,
  persons: persons ? `${persons}.persons.csv` : null,
}));

/** As wide as the references' own grid, in units of the reference SD. */
const WIDE = { nodes: 241, halfWidth: 12 };

test.skipIf(dataAreAbsent).each(CASES)(
  "calibrate() matches $fit on $data",
  ({ data, reference, items, model, fit }) => {
    const expected = readReference(reference)[fit]!;
    const found = calibrate(readAnswers(data, { items }), {
      model,
      grid: WIDE,
    });
    expect(found.converged).toBe(true);
    expect(Math.abs(found.logLikelihood - expected.logLik)).toBeLessThan(1e-5);
    expect(found.parameters).toBe(expected.npar);
    expectClose(
      found.groups[0]!.standardDeviation,
      Math.sqrt(expected.theta_cov[0]![0]!),
      PARAMETERS,
    );
    found.items.forEach((item, i) => {
      const { a1, d, d1, d2, d3 } = expected.slope_intercept[i]!;
      expectClose(item.slope, a1, PARAMETERS);
      const intercepts = typeof d === "number" ? [d] : [d1!, d2!, d3!];
      expectAllClose(
        item.intercepts.slice(1),
        intercepts.slice(0, item.maxScore),
        PARAMETERS,
      );
    });
  },
);

test.skipIf(dataAreAbsent).each(CASES.filter((c) => c.persons))(
  "personScores() matches $persons",
  ({ data, items, model, persons, reference, fit }) => {
    const answers = readAnswers(data, { items });
    const scores = personScores(
      calibrate(answers, { model, grid: WIDE }),
      answers,
    );
    const { rows } = readTable(persons!);
    const column = (k: number): number[] => rows.map((row) => Number(row[k]));
    expectAllClose(scores.eap, column(0), PARAMETERS);
    expectAllClose(scores.posteriorStandardDeviation, column(1), PARAMETERS);
    expectAllClose(scores.wle, column(2), PARAMETERS);
    const { EAP_mean, EAP_sd, empirical_rxx } = readReference(reference)[fit]!;
    const { eap } = scores;
    const mean = eap.reduce((a, b) => a + b) / eap.length;
    expectClose(mean, EAP_mean, PARAMETERS);
    const squares = eap.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
    expectClose(Math.sqrt(squares / (eap.length - 1)), EAP_sd, PARAMETERS);
    expectClose(scores.reliability.eap, empirical_rxx, PARAMETERS);
  },
);

/** TAM was run on all but the GPCM of verbal aggression. */
const WITH_TAM = CASES.filter((c) =>
  c.persons && !(c.data.startsWith("verbal") && c.model === "GPCM")
);

test.skipIf(dataAreAbsent).each(WITH_TAM)(
  "personScores() matches $tam on $data in errors and reliabilities",
  ({ data, items, model, tam, reference }) => {
    const answers = readAnswers(data, { items });
    const scores = personScores(
      calibrate(answers, { model, grid: WIDE }),
      answers,
    );
    const expected = readReference(reference)[tam]!;
    const first = (values: Float64Array): Float64Array => values.slice(0, 20);
    expectAllClose(first(scores.wle), expected.WLE_first20, PARAMETERS);
    expectAllClose(
      first(scores.wleStandardError),
      expected.WLE_error_first20,
      PARAMETERS,
    );
    // TAM divides by N where this divides by N − 1.
    const reliability = { tolerance: 1e-3 };
    expectClose(scores.reliability.wle, expected["WLE.rel"], reliability);
    expectClose(scores.reliability.eap, expected["EAP.rel"], reliability);
  },
);

test.skipIf(dataAreAbsent)(
  "calibrate() matches the two-group PCM of TIMSS in mirt and TAM",
  () => {
    const answers = readAnswers("timss2011_aus_twn.csv", {
      items: 11,
      groupColumn: "IDCNTRY",
    });
    const found = calibrate(answers, {
      model: "PCM",
      grid: { nodes: 321, halfWidth: 16 },
    });
    // Australia is the reference here; TAM's means are relative to it as well.
    expect(found.logLikelihood).toBeCloseTo(-10478.10993, 4);
    const [first, second] = found.groups;
    expectClose(second!.mean - first!.mean, 2.1301928015783, PARAMETERS);
    expectClose(first!.standardDeviation ** 2, 1.55414628220211, PARAMETERS);
    expectClose(second!.standardDeviation ** 2, 3.04992513594078, PARAMETERS);
  },
);
