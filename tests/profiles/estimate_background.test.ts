import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { backgroundIndexOf, estimateScale } from "#lib/profiles/mod.ts";
import { assembleUnit } from "../../lib/profiles/open/assemble.ts";
import {
  cellAt,
  type EstimateTable,
  tablesByUnit,
} from "../../lib/profiles/estimate_table.ts";
import { type Statistic, STATISTICS } from "../../lib/profiles/statistics.ts";
import { expectClose } from "../inference/expect_close.ts";
import { readingProgramme } from "./reading_programme.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const { data, scored } = readingProgramme();
const table = estimateScale(data, 0, scored);

function cell(
  statistic: Statistic,
  { unit = 0, wave = 0, to = -1, from = table }: {
    unit?: number;
    wave?: number;
    to?: number;
    from?: EstimateTable;
  } = {},
) {
  const { columns } = from;
  for (let i = 0; i < from.rows; i++) {
    if (
      columns.unit[i] === unit && columns.wave[i] === wave &&
      columns.to[i] === to &&
      columns.statistic[i] === STATISTICS.indexOf(statistic)
    ) return cellAt(from, i);
  }
  return null;
}

function shown(...place: Parameters<typeof cell>) {
  const found = cell(...place);
  if (found === null || "hidden" in found) {
    throw new Error(`hidden ${place[0]}`);
  }
  return found;
}

test("estimateScale() has the same slope among the background measures as among the standard ones", () => {
  for (const to of [-1, 1]) {
    const standard = shown("gradient", { to });
    const measure = shown("observed-slope", { to });
    expectClose(measure.value, standard.value);
    expectClose(measure.standardError, standard.standardError);
    // The mean over plausible values, not of their mean: a little on the safe side.
    expect(measure.degreesOfFreedom).toBeLessThanOrEqual(
      standard.degreesOfFreedom,
    );
    expect(measure.degreesOfFreedom).toBeGreaterThan(
      0.8 * standard.degreesOfFreedom,
    );
    expectClose(measure.variance.link, standard.variance.link);
    expect([measure.n, measure.dropped]).toEqual([
      standard.n,
      standard.dropped,
    ]);
  }
  expectClose(
    shown("observed-explained").value,
    shown("explained").value,
  );
  expectClose(
    shown("observed-education-gap").value,
    shown("education-gap").value,
  );
});

test("estimateScale() imputes missing background and says what that adds to the uncertainty", () => {
  const imputed = shown("imputed-slope");
  expect(imputed.variance.missing).toBeGreaterThan(0);
  expect(imputed.dropped).toBe(0);
  expect(imputed.n).toBe(shown("mean").n);
  expect(shown("observed-slope").variance.missing).toBe(0);
  expect(cell("imputed-reliability")).toBeNull();
});

test("estimateScale() adds the link to changes that stretch or have a fixed limit, to no other", () => {
  expect(shown("observed-quarter-gap", { to: 1 }).variance.link)
    .toBeGreaterThan(0);
  for (
    const statistic of ["observed-explained", "observed-resilience"] as const
  ) expect(shown(statistic, { to: 1 }).variance.link, statistic).toBe(0);
});

test("estimateScale() hides measures of too few pupils with a reason", () => {
  const few = { ...scored, rows: scored.rows.slice(0, 3) };
  const small = estimateScale(data, 0, {
    ...few,
    points: scored.points.map((p) => p.slice(0, 3)),
  });
  expect(cell("observed-slope", { from: small })).toEqual({
    hidden: "too-few",
  });
  expect(cell("observed-resilience", { from: small })).toEqual({
    hidden: small.rows > 0 ? "no-answers" : "too-few",
  });
});

test("estimateScale() has no measures of background for scales without a criterion on it", () => {
  const { data: other, points, rows } = tinyProgramme();
  const plain = estimateScale(other, 0, { points, rows });
  expect(cell("observed-slope", { from: plain })).toBeNull();
});

test("assembleUnit() puts the measures beside each other, and null where there are none", () => {
  const byUnit = tablesByUnit(table);
  const unitOf = (unit: number) =>
    assembleUnit({
      table: byUnit.get(unit)!,
      scales: ["pr_laesning"],
      programme: data.programme,
      unit: { level: "programme", id: "p", label: "P" },
      participation: [],
    }).scales[0]!;
  const whole = unitOf(0);
  expect(whole.waves[0]!.background!.observed.slope).toEqual(
    shown("observed-slope"),
  );
  expect(whole.changes[0]!.background!.imputed["part-within"]).toEqual(
    shown("imputed-part-within", { to: 1 }),
  );
  expect(whole.waves[0]!.background!.imputed.reliability).toEqual({
    hidden: "level",
  });
  expect(unitOf(3).waves[0]!.background).toBeNull();
});

test("backgroundIndexOf() holds the codebook's constants against the first wave's homes", () => {
  const mini = readProgramme(
    new URL("../../data-samples/mini/", import.meta.url),
    loadCodebook(),
    "program-for-laeringsledelse",
  );
  const frozen = backgroundIndexOf(mini)!;
  expect(frozen.referenceWave).toBe(2015);
  expect(frozen.codebook).toBe(mini.codebook.version);
  expect(frozen.reference.homes).toBeGreaterThan(100);
  frozen.components.forEach(({ mean, standardDeviation, reference }) => {
    expect(Math.abs(reference.mean - mean)).toBeLessThan(standardDeviation);
  });
  const parents = mini.frames.get("parents")!;
  const silent = {
    ...mini,
    frames: new Map([["parents" as const, {
      ...parents,
      components: parents.components.map((c) => c.map(() => NaN)),
    }]]),
  };
  expect(backgroundIndexOf(silent)).toBeNull();
});
