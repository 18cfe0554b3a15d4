import { expect, test } from "vitest";
import {
  choleskyInPlace,
  choleskyInverse,
  createMatrix,
  multiply,
} from "#lib/numerics/mod.ts";
import {
  calibrate,
  type Calibration,
  calibrationErrors,
  stepErrors,
} from "#lib/scaling/mod.ts";
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import { freeParameters } from "#lib/scaling/errors/free_parameters.ts";
import { rowScores } from "#lib/scaling/errors/row_scores.ts";
import golden from "../golden/scaling_lsat.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import {
  ITEMS,
  normals,
  personsOfPatterns,
  responsesOf,
  simulateAnswers,
} from "./simulate.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
} from "./validation_data.ts";

/** The references stop where a parameter changes less than 1e-8. */
const ORIGINAL = { tolerance: 1e-4 };
/** Published with four decimals. */
const PUBLISHED = { tolerance: 5.1e-5 };

function threeWaves(persons: number) {
  const group = Array.from({ length: persons }, (_, p) => p % 3);
  const theta = normals(persons, 12).map((z, p) => z + 0.3 * group[p]!);
  const columns = simulateAnswers(theta, { seed: 3, missing: 0.1 });
  return responsesOf(columns, { group, groupCount: 3 });
}

test("calibrationErrors() gives the published standard errors of LSAT 7", () => {
  const answers = personsOfPatterns(golden.lsat7.patterns);
  const { items } = calibrationErrors(calibrate(answers), answers);
  expectAllClose(
    items.map(({ slope }) => slope!),
    [.1772, .1688, .3211, .1341, .1511],
    PUBLISHED,
  );
  expectAllClose(
    items.map(({ intercepts }) => intercepts[1]!),
    [.1315, .0912, .2048, .0749, .1144],
    PUBLISHED,
  );
});

test("calibrationErrors() gives the published standard errors of LSAT 6, 1PL", () => {
  const answers = personsOfPatterns(golden.lsat6.patterns);
  const errors = calibrationErrors(
    calibrate(answers, { model: "PCM" }),
    answers,
  );
  expectClose(errors.groups[0]!.standardDeviation!, .0694, PUBLISHED);
  expect(errors.groups[0]!.mean).toBe(null);
  expectAllClose(
    errors.items.map(({ intercepts }) => intercepts[1]!),
    [.1304, .0792, .0718, .0846, .1054],
    PUBLISHED,
  );
});

/** Standard errors in a reference file: slope, intercepts and group by item. */
type OakesErrors = Record<
  string,
  readonly Readonly<Record<string, number | null>>[]
>;

const CASES = [
  ["lsat6", "lsat6", 5, "GPCM", "mirt_2PL"],
  ["lsat6", "lsat6", 5, "PCM", "mirt_Rasch"],
  ["lsat7", "lsat7", 5, "GPCM", "mirt_2PL"],
  ["lsat7", "lsat7", 5, "PCM", "mirt_Rasch"],
  ["science", "science", 4, "GPCM", "mirt_GPCM"],
  ["science", "science", 4, "PCM", "mirt_PCM"],
  ["verbal_aggression", "verbal_aggression", 24, "PCM", "mirt_PCM"],
  ["verbal_aggression", "verbal_aggression", 24, "GPCM", "mirt_GPCM"],
  ["timss2011_aus_twn", "timss_aus_twn", 11, "GPCM", "mirt_GPCM"],
  ["timss2011_aus_twn", "timss_aus_twn", 11, "PCM", "mirt_PCM"],
] as const;

test.skipIf(dataAreAbsent).each(CASES)(
  "calibrationErrors() matches Oakes' errors of mirt: %s, %s, %s items, %s",
  (data, reference, items, model, fit) => {
    const answers = readAnswers(`${data}.csv`, { items });
    const found = calibrate(answers, {
      model,
      grid: { nodes: 241, halfWidth: 12 },
    });
    const errors = calibrationErrors(found, answers);
    const file = readReference(`${reference}.irt.ref.json`)[fit]!;
    const expected = (file as unknown as { SE_oakes: OakesErrors }).SE_oakes;
    errors.items.forEach(({ id, slope, intercepts }) => {
      const item = expected[id]![0]!;
      if (slope !== null) expectClose(slope, item["a1"]!, ORIGINAL);
      intercepts.slice(1).forEach((error, k) => {
        const name = item["d1"] === undefined ? "d" : `d${k + 1}`;
        expectClose(error!, item[name]!, ORIGINAL);
      });
    });
    if (model === "PCM") {
      const { standardDeviation } = found.groups[0]!;
      expectClose(
        2 * standardDeviation * errors.groups[0]!.standardDeviation!,
        expected["GroupPars"]![0]!["COV_11"]!,
        ORIGINAL,
      );
    }
  },
);

test.each(["GPCM", "PCM"] as const)(
  "rowScores() sum to nothing at the maximum of a %s over three waves",
  (model) => {
    const answers = threeWaves(2000);
    const fit = calibrate(answers, { model });
    const rows = collapseResponses(answers, "pattern");
    const { layout, names } = freeParameters(fit, new Set());
    const { values, columns } = rowScores(fit, rows, layout);
    const sums = names.map((name, j) => {
      let total = 0;
      for (let r = 0; r < rows.rows; r++) {
        total += rows.weight[r]! * values[r * columns + j]!;
      }
      return name ? total / 2000 : 0;
    });
    expectAllClose(sums, sums.map(() => 0), { tolerance: 1e-6 });
  },
);

test("calibrationErrors() of clusters of one person is A⁻¹BA⁻¹ with B the cross-product", () => {
  const answers = threeWaves(1500);
  const fit = calibrate(answers);
  const { covariance: bread } = calibrationErrors(fit, answers);
  const cross = calibrationErrors(fit, answers, { kind: "cross-product" });
  const robust = calibrationErrors(fit, answers, { kind: "sandwich" });
  expect(robust.clusters).toBe(1500);
  const n = bread.rows;
  const factor = cross.covariance.values.slice();
  choleskyInPlace(factor, n);
  const meat = createMatrix(
    { rows: n, columns: n },
    choleskyInverse(factor, n),
  );
  const expected = multiply(multiply(bread, meat), bread);
  expectAllClose(robust.covariance.values, expected.values);
});

test("calibrationErrors() of a sandwich do not change when every person comes twice", () => {
  const once = threeWaves(900);
  const twice = responsesOf(
    once.columns.map((c) => [...c, ...c]),
    { group: [...once.group, ...once.group], groupCount: 3 },
  );
  const clusters = Int32Array.from({ length: 1800 }, (_, p) => p % 900);
  const a = calibrationErrors(calibrate(once), once, { kind: "sandwich" });
  const b = calibrationErrors(calibrate(twice), twice, {
    kind: "sandwich",
    clusters,
  });
  expect(b.clusters).toBe(900);
  expectAllClose(b.covariance.values, a.covariance.values, {
    tolerance: 1e-6,
  });
});

test("calibrationErrors() leaves out what was fixed", () => {
  const answers = threeWaves(900);
  const fixedItems = new Map(ITEMS.slice(0, 2).map((item) => [item.id, item]));
  const fit = calibrate(answers, { fixedItems });
  const ids = new Set(fixedItems.keys());
  const errors = calibrationErrors(fit, answers, { fixedItems: ids });
  expect(errors.items[0]).toEqual({
    id: "item1",
    slope: null,
    intercepts: [null, null, null, null],
  });
  expect(errors.items[2]!.slope).toBeGreaterThan(0);
  expect(errors.groups.every(({ mean }) => mean !== null)).toBe(true);
  expect(() => calibrationErrors(fit, answers)).toThrow(
    /no reference group, so its fixed items must be named/,
  );
});

test("calibrationErrors() throws when a person has no cluster", () => {
  const answers = threeWaves(300);
  const fit: Calibration = calibrate(answers);
  const clusters = new Int32Array(300).fill(1);
  clusters[7] = -1;
  expect(() => calibrationErrors(fit, answers, { kind: "sandwich", clusters }))
    .toThrow("person 7 has cluster -1, allowed are numbers from 0");
});

test("stepErrors() follow the delta method for b = −d / a", () => {
  const answers = personsOfPatterns(golden.lsat7.patterns);
  const fit = calibrate(answers);
  const errors = calibrationErrors(fit, answers);
  const n = errors.parameters.length;
  const v = (i: number, j: number): number =>
    errors.covariance.values[i * n + j]!;
  stepErrors(fit, errors).forEach((step, i) => {
    const { slope: a, intercepts: [, d] } = fit.items[i]!;
    const [at, by] = [2 * i, 2 * i + 1];
    const ratio = d! / a;
    const variance = (ratio * ratio * v(at, at) + v(by, by) -
      2 * ratio * v(at, by)) / (a * a);
    expectClose(step.steps[0]!, -ratio);
    expectClose(step.standardErrors[0]!, Math.sqrt(variance));
    expectClose(step.location!, -ratio);
    expectClose(step.locationError!, Math.sqrt(variance));
  });
});

test("stepErrors() of a PCM are those of differences of intercepts", () => {
  const answers = threeWaves(900);
  const fit = calibrate(answers, { model: "PCM" });
  const errors = calibrationErrors(fit, answers);
  const [first] = stepErrors(fit, errors);
  expectClose(first!.standardErrors[0]!, errors.items[0]!.intercepts[1]!);
  // The mean of the steps is minus the last intercept over their number.
  expectClose(first!.locationError!, errors.items[0]!.intercepts[3]! / 3);
});
