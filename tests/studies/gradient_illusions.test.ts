import { expect, test } from "vitest";
import { gradientIllusions, type IllusionName } from "#lib/reports/mod.ts";
import { simulateGradientIllusions } from "#lib/studies/mod.ts";

const illusions = simulateGradientIllusions();

function find(name: IllusionName) {
  const one = illusions.find((illusion) => illusion.name === name)!;
  const warning = one.guards.filter(({ verdict }) => verdict === "warns");
  return { ...one, warning: warning.map(({ guard }) => guard) };
}

test("simulateGradientIllusions() makes the slope fall four times without a cause, and the right guard warns", () => {
  const guards = {
    "worse-index": "index-reliability",
    "smaller-spread": "score-spread",
    "ceiling": "ceiling",
    "missing-parents": "missing-background",
  } as const;
  for (const [name, guard] of Object.entries(guards)) {
    const { slope, trueChange, warning } = find(name as IllusionName);
    expect(trueChange).toBeCloseTo(0, 12);
    expect(slope!.interval[1], name).toBeLessThan(0);
    expect(warning, name).toContain(guard);
  }
});

test("simulateGradientIllusions() has lines that see through the illusions", () => {
  const holdsZero = ([lower, upper]: readonly [number, number]) =>
    lower <= 0 && upper >= 0;
  expect(holdsZero(find("worse-index").corrected!.interval)).toBe(true);
  expect(holdsZero(find("smaller-spread").standardised!.interval)).toBe(true);
  expect(holdsZero(find("missing-parents").imputed!.interval)).toBe(true);
});

test("simulateGradientIllusions() says nothing where nothing is changed, and sees a real fall", () => {
  const nothing = find("nothing");
  expect(nothing.warning).toEqual([]);
  expect(nothing.slope!.interval[0]).toBeLessThan(0);
  expect(nothing.slope!.interval[1]).toBeGreaterThan(0);
  const fall = find("real-fall");
  const [lower, upper] = fall.slope!.interval;
  expect(lower).toBeLessThan(fall.trueChange);
  expect(upper).toBeGreaterThan(fall.trueChange);
  expect(fall.standardised!.interval[1]).toBeLessThan(0);
  expect(fall.corrected!.interval[1]).toBeLessThan(0);
  expect(fall.warning).toEqual([]);
});

test("gradientIllusions() tells what the report would write", () => {
  const { text, estimates } = gradientIllusions(illusions);
  expect(text).toContain(
    "Hældningen ser ud til at falde, men rapporten skriver »Vær forsigtig«: Baggrundsmålets pålidelighed",
  );
  expect(text).toContain(
    "Hældningen ser uændret ud, og rapporten har ingen forbehold.",
  );
  expect(estimates.map(({ name }) => name)).toContain(
    "simulation/ceiling/slope-change",
  );
});
