import { expect, test } from "vitest";
import { countVerdicts, type ExpectedResults } from "#lib/profiles/mod.ts";
import {
  schoolGradients,
  schoolMeans,
} from "../../lib/profiles/expected/condition_sums.ts";
import { estimateConditions } from "../../lib/profiles/expected/estimate_conditions.ts";
import { estimateExpected } from "../../lib/profiles/expected/estimate_expected.ts";
import { scaleInput } from "../../lib/profiles/scale_input.ts";
import { expectClose } from "../inference/expect_close.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const tiny = tinyProgramme();
const input = scaleInput(tiny.data, 0, {
  rows: tiny.rows,
  points: tiny.points,
});
const places = {
  scale: "e4_skoletrivsel",
  firstMunicipality: 1,
  firstSchool: 3,
};

function find(
  results: readonly ExpectedResults[],
  unit: number,
  [wave, to]: readonly [number, number | null],
): ExpectedResults {
  const one = results.find((r) =>
    r.unit === unit && r.wave === wave && r.to === to
  );
  if (!one) throw new Error(`no result of unit ${unit}`);
  return one;
}

test("estimateExpected() splits every school's mean into expected and deviation", () => {
  const results = estimateExpected(input, places);
  const { observed, expected, deviation, shrunken, verdict } = find(
    results,
    4,
    [2015, null],
  );
  if (
    "hidden" in observed || "hidden" in expected || "hidden" in deviation ||
    "hidden" in shrunken
  ) {
    throw new Error("hidden");
  }
  expectClose(observed.value, expected.value + deviation.value);
  expect(Math.abs(shrunken.value)).toBeLessThan(Math.abs(deviation.value) + 20);
  expect(verdict).not.toBeNull();
  // Mean of the school, by hand.
  let weight = 0, sum = 0;
  tiny.rows.forEach((i) => {
    if (input.school[i] !== 1 || input.people.wave[i] !== 0) return;
    weight += input.people.weight[i]!;
    sum += input.people.weight[i]! *
      (tiny.points[0]![i]! + tiny.points[1]![i]! + tiny.points[2]![i]!) / 3;
  });
  expectClose(observed.value, sum / weight, { tolerance: 1e-9 });
});

test("estimateExpected() hides a small school, and another so that it cannot be worked out", () => {
  const results = estimateExpected(input, places).filter(({ unit, to }) =>
    unit >= 3 && to === null
  );
  expect(find(results, 10, [2017, null]).deviation).toEqual({
    hidden: "too-few",
  });
  const hidden = results.filter(({ wave, deviation }) =>
    wave === 2017 && "hidden" in deviation
  );
  expect(hidden.length).toBe(2);
  expect(hidden.map(({ deviation }) => deviation)).toContainEqual({
    hidden: "secondary",
  });
  expect(
    hidden.every(({ observed, expected, verdict }) =>
      "hidden" in observed && "hidden" in expected && verdict === null
    ),
  ).toBe(true);
});

test("estimateExpected() gives changes as the difference of the waves", () => {
  const results = estimateExpected(input, places);
  for (const unit of [1, 2, 5]) {
    const [first, last, change] = [
      find(results, unit, [2015, null]),
      find(results, unit, [2017, null]),
      find(results, unit, [2015, 2017]),
    ].map(({ deviation }) => deviation);
    if ("hidden" in first! || "hidden" in last! || "hidden" in change!) {
      throw new Error("hidden");
    }
    expectClose(change!.value, last!.value - first!.value, { tolerance: 1e-9 });
  }
});

test("countVerdicts() counts schools without naming them", () => {
  const results = estimateExpected(input, places).filter(({ unit }) =>
    unit >= 3
  );
  const counts = countVerdicts(results);
  expect(counts.map(({ wave, schools, hidden }) => [wave, schools, hidden]))
    .toEqual([
      [2015, 6, 2],
      [2017, 6, 2],
    ]);
});

test("schoolGradients() and schoolMeans() are those of the school's pupils of known background", () => {
  const { slopes, information } = schoolGradients(input);
  const means = schoolMeans(input);
  const cell = 2 * 2 + 1;
  let n = 0, x = 0, y = 0;
  const own = [...tiny.rows].filter((i) =>
    input.school[i] === 2 && input.people.wave[i] === 1
  );
  const known = own.filter((i) => !Number.isNaN(input.people.background[i]));
  for (const i of known) {
    const w = input.people.weight[i]!;
    n += w;
    x += w * input.people.background[i]!;
    y += w * tiny.points[0]![i]!;
  }
  let xx = 0, xy = 0;
  for (const i of known) {
    const w = input.people.weight[i]!, d = input.people.background[i]! - x / n;
    xx += w * d * d;
    xy += w * d * (tiny.points[0]![i]! - y / n);
  }
  expectClose(information[cell]!, xx);
  expectClose(slopes[0]![cell]!, xy / xx, { tolerance: 1e-9 });
  expect(means[7 * 2]).toBeNaN();
});

test("estimateConditions() says that eight schools are too few", () => {
  const scales = [{
    scale: "e4_skoletrivsel",
    mean: schoolMeans(input),
    gradient: schoolGradients(input),
  }, { scale: "e4_arbejdsro", mean: schoolMeans(input), gradient: null }];
  const data = {
    ...tiny.data,
    codebook: {
      ...tiny.data.codebook,
      scales: [{
        ...tiny.data.codebook.scales[0]!,
        id: "e4_arbejdsro",
        domain: "learning-environment" as const,
      }],
    },
  };
  const conditions = estimateConditions(data, scales);
  expect(
    conditions.map(({ kind, slope, adjustedP }) => [kind, slope, adjustedP]),
  ).toEqual([
    ["level", "too-few-schools", null],
    ["change", "too-few-schools", null],
  ]);
});
