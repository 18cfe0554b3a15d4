import { expect, test } from "vitest";
import {
  calibrate,
  calibrationErrors,
  sumScoreTable,
} from "#lib/scaling/mod.ts";
import golden from "../golden/scaling_lsat.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { personsOfPatterns } from "./simulate.ts";

const responses = personsOfPatterns(golden.lsat7.patterns);
const fit = calibrate(responses);

test("sumScoreTable() gives the published EAP of LSAT 7's sum scores", () => {
  const { eap, posteriorStandardDeviation, share } = sumScoreTable(fit);
  expectAllClose(eap, [-1.8698, -1.4319, -.9488, -.4132, .1517, .7272], {
    tolerance: 6e-5,
  });
  expectAllClose(
    posteriorStandardDeviation,
    [.6927, .6839, .6942, .7211, .7588, .8009],
    { tolerance: 5e-5 },
  );
  expectAllClose(
    share.map((s) => 1000 * s),
    [10.09, 44.66, 109.77, 207.74, 319.19, 308.55],
    { tolerance: 5e-4 },
  );
});

test("sumScoreTable() explains of the observed sums what mirt says", () => {
  const { eap, posteriorStandardDeviation, reliability } = sumScoreTable(fit);
  const sums = Array.from(
    { length: responses.persons },
    (_, p) => responses.columns.reduce((s, column) => s + column[p]!, 0),
  );
  const n = sums.length;
  const mean = sums.reduce((t, s) => t + eap[s]!, 0) / n;
  const spread = sums.reduce((t, s) => t + (eap[s]! - mean) ** 2, 0) / (n - 1);
  const error = sums.reduce(
    (t, s) => t + posteriorStandardDeviation[s]! ** 2,
    0,
  ) / n;
  expectClose(spread / (spread + error), .43199, { tolerance: 2e-4 });
  expectClose(reliability, .43199, { tolerance: 1e-3 });
});

test("sumScoreTable() has shares that add up to 1 and EAP whose mean is that of θ", () => {
  const { eap, share } = sumScoreTable(fit);
  expectClose(share.reduce((a, b) => a + b), 1);
  expectClose(share.reduce((total, s, k) => total + s * eap[k]!, 0), 0);
  expect(() => sumScoreTable(fit, { group: 1 })).toThrow(/not one of 0–0/);
});

test("calibrationErrors() of LSAT 7 have the published condition number", () => {
  const { covariance } = calibrationErrors(fit, responses);
  const n = covariance.rows;
  const largest = (matrix: Float64Array, shift: number): number => {
    let vector = Float64Array.from({ length: n }, (_, i) => 1 + 0.1 * i);
    let value = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      const next = vector.map((v, i) =>
        matrix.slice(i * n, (i + 1) * n).reduce(
          (sum, a, j) => sum + a * vector[j]!,
          -shift * v,
        )
      );
      value = Math.sqrt(next.reduce((sum, v) => sum + v * v, 0));
      vector = next.map((v) => v / value);
    }
    return value;
  };
  const top = largest(covariance.values, 0);
  const bottom = top - largest(covariance.values, top);
  // Published at parameters that stopped a unit of the third decimal earlier.
  expectClose(top / bottom, 30.2407, { tolerance: 5e-3 });
});
