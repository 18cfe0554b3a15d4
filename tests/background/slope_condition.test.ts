import { expect, test } from "vitest";
import { slopeCondition } from "#lib/background/mod.ts";
import {
  createStream,
  leastSquares,
  matrixFromRows,
} from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

/** Schools in four municipalities whose slope falls by `flatter` per SD of a condition. */
function simulate(schools: number, flatter: number) {
  const stream = createStream(77, schools);
  const condition = Float64Array.from(
    { length: schools },
    () => 480 + 25 * stream.normal(),
  );
  const meanBackground = Float64Array.from(
    { length: schools },
    () => 0.4 * stream.normal(),
  );
  const information = Float64Array.from(
    { length: schools },
    () => 50 + 100 * stream.uniform(),
  );
  const truth = condition.map((c, i) =>
    30 - flatter * (c - 480) / 25 +
    90 / Math.sqrt(information[i]!) * stream.normal()
  );
  const draws = Array.from(
    { length: 3 },
    () => truth.map((slope) => slope + stream.normal()),
  );
  return {
    slopes: draws,
    information,
    condition,
    meanBackground,
    school: Array.from({ length: schools }, (_, i) => i),
    stratum: Array.from({ length: schools }, (_, i) => i % 4),
  };
}

test("slopeCondition() is the weighted regression with a constant per municipality", () => {
  const input = simulate(60, 8);
  const found = slopeCondition(input);
  if (typeof found === "string") throw new Error(found);
  const n = 60, mean = input.condition.reduce((a, b) => a + b) / n;
  const deviation = Math.sqrt(
    input.condition.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1),
  );
  const rows = Array.from({ length: n }, (_, i) => [
    (input.condition[i]! - mean) / deviation,
    input.meanBackground[i]!,
    ...[0, 1, 2, 3].map((s) => i % 4 === s ? 1 : 0),
  ]);
  const direct = input.slopes.map((slopes) =>
    leastSquares(matrixFromRows(rows), slopes, { weights: input.information })
      .coefficients[0]!
  );
  expectClose(found.value, direct.reduce((a, b) => a + b) / 3, {
    tolerance: 1e-9,
  });
  expect(found.value).toBeLessThan(0);
  expect(found.pValue).toBeLessThan(0.05);
  expect(found.schools).toBe(60);
});

test("slopeCondition() leaves out schools without the condition and says when few are left", () => {
  const input = simulate(30, 0);
  const condition = input.condition.map((c, i) => i < 12 ? NaN : c);
  expect(slopeCondition({ ...input, condition })).toBe("too-few-schools");
});

test("slopeCondition() says that a condition does not vary or follows background", () => {
  const input = simulate(40, 0);
  expect(
    slopeCondition({ ...input, condition: input.condition.map(() => 500) }),
  )
    .toBe("no-variation");
  expect(slopeCondition({ ...input, condition: input.meanBackground }))
    .toBe("no-variation");
});
