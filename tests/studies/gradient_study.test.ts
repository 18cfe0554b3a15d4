import { expect, test } from "vitest";
import {
  estimateHomes,
  gradientCoverage,
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
