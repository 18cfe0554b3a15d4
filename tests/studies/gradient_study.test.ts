import { expect, test } from "vitest";
import type { Scale } from "#lib/codebook/mod.ts";
import type { Truth } from "#lib/samples/mod.ts";
import { estimateTable } from "../../lib/profiles/estimate_table.ts";
import {
  estimateHomes,
  gradientCoverage,
  gradientRecovery,
  guardsOf,
  simulateHomes,
} from "#lib/studies/mod.ts";

function warnings(options: Omit<Parameters<typeof simulateHomes>[0], "seed">) {
  const homes = simulateHomes({ ...options, seed: 5 });
  return guardsOf(estimateHomes(homes, 5))
    .filter(({ verdict }) => verdict === "warns")
    .map(({ guard }) => guard);
}

test("guardsOf() report an index that is noisier in the last wave, and nothing without cause", () => {
  expect(warnings({ gradient: [30, 30] })).toEqual([]);
  expect(warnings({ gradient: [30, 30], laterNoise: 0.6 })).toContain(
    "index-reliability",
  );
});

test("guardsOf() report a smaller spread, a ceiling and parents who fall silent", () => {
  expect(warnings({ laterSpread: 0.75 })).toContain("score-spread");
  expect(warnings({ laterCeiling: 530 })).toContain("ceiling");
  expect(warnings({ silence: [-1.2, -0.2] })).toContain("missing-background");
});

test("gradientCoverage() holds the change in the slope, also with missing background imputed", () => {
  for (
    const { quantity, setting, value } of gradientCoverage({ replications: 20 })
  ) {
    expect(value, `${quantity}, ${setting}`).toBeGreaterThan(0.75);
  }
});

test("gradientRecovery() counts the municipalities' intervals that hold the generating slope", () => {
  const row = (unit: number, value: number, to = -1) => ({
    unit,
    scale: 0,
    wave: 0,
    to,
    statistic: "gradient" as const,
    hidden: null,
    value,
    sampling: 1,
    measurement: 0,
    missing: 0,
    link: 0,
    degreesOfFreedom: Infinity,
    n: 100,
    dropped: 0,
  });
  const truth = {
    scales: [{ scale: "a", gradient: [30, 24] }],
  } as unknown as Truth;
  const rows = gradientRecovery({
    // The programme itself, unit 0, is not counted.
    table: estimateTable([
      row(0, 90),
      row(1, 31),
      row(2, 33),
      row(1, -5, 1),
    ]),
    truth,
    codebook: { scales: [{ id: "a" } as Scale] },
    programme: { waves: [2015, 2017], municipalities: ["x", "y"] },
  });
  expect(rows.map(({ value, trials }) => [value, trials])).toEqual([
    [0.5, 2],
    [1, 1],
  ]);
});
