import { expect, test } from "vitest";
import { makeEstimate } from "#lib/inference/mod.ts";
import { type Display, type NumberName, tal } from "#lib/reports/mod.ts";

const estimate = (value: number) =>
  makeEstimate({
    value,
    variance: { sampling: 4, measurement: 0, missing: 0, link: 0 },
    degreesOfFreedom: Infinity,
    n: 100,
    dropped: 0,
    unit: "points",
    method: "test",
  });

function part(numbers: Readonly<Record<string, number>>): Display {
  const estimates = Object.entries(numbers).map(([name, value]) => ({
    name,
    estimate: estimate(value),
  }));
  return { html: "", text: "", estimates };
}

const reading = part({
  "pr_laesning/2017/mean": 501,
  "pr_laesning/2019/mean": 508,
  "pr_matematik/2019/mean": 485,
});

test("tal() is the estimate of that name, also from several parts", () => {
  expect(tal(reading, "pr_laesning/2019/mean")).toEqual(estimate(508));
  const parts = [part({ "e4_trivsel/2019/mean": 500 }), reading, reading];
  expect(tal(parts, "pr_matematik/2019/mean").value).toBe(485);
});

test("tal() names the nearest names when no number has the name", () => {
  expect(() => tal(reading, "pr_lesning/2019/mean")).toThrow(
    new RangeError(
      `"pr_lesning/2019/mean" is not the name of a number that is shown, allowed is e.g. pr_laesning/2019/mean, pr_laesning/2017/mean, pr_matematik/2019/mean`,
    ),
  );
  expect(() => tal(reading, "x/y")).toThrow(
    "allowed is one of the 3 numbers that are shown",
  );
});

test("tal() throws when one name stands for two numbers", () => {
  const other = part({ "pr_laesning/2019/mean": 512 });
  expect(() => tal([reading, other], "pr_laesning/2019/mean")).toThrow(
    new RangeError(
      `Cannot read "pr_laesning/2019/mean": found 508 and 512, allowed is one number per name`,
    ),
  );
});

test("tal() takes names of the published form, which the type checker knows", () => {
  // @ts-expect-error A name has at least two parts.
  const wrong: NumberName = "laesning";
  expect(() => tal(reading, wrong)).toThrow(RangeError);
});
