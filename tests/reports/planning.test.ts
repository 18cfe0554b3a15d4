import { expect, test } from "vitest";
import { minimumDetectableChange } from "#lib/effects/mod.ts";
import { nextWavePlan } from "#lib/reports/mod.ts";
import { powerChart } from "../../lib/reports/charts/power_chart.ts";

const design = {
  schools: 242,
  pupilsPerSchool: 120,
  icc: 0.05,
  schoolStability: 0.8,
  linkError: 0.01,
};

const html = (smallestThatMatters: number, linkError = 0.01): string =>
  nextWavePlan({ design: { ...design, linkError }, smallestThatMatters })
    .html;

test("nextWavePlan() says first what the wave can find", () => {
  const points = Math.round(
    100 * minimumDetectableChange(design).standardised,
  );
  const text = html(8);
  expect(text).toContain(
    `Med 242 skoler og 120 elever på hver kan den næste måling finde ændringer på mindst ${points} point.`,
  );
  expect(text.indexOf("Med 242 skoler")).toBeLessThan(text.indexOf("<svg"));
  expect(text).toContain("5,0 % af forskellene mellem elever");
  expect(text).not.toMatch(/NaN|undefined|effekt/);
});

test("nextWavePlan() says how many schools the smallest change that matters takes", () => {
  expect(html(8)).toMatch(/kan findes allerede med \d+ skoler/);
  expect(html(3.6)).toMatch(/ville kræve [\d.]+ skoler/);
  expect(html(3, 0.05)).toContain("heller ikke med 3.000 skoler");
});

test("powerChart() draws a line per curve and keeps labels apart", () => {
  const curve = (label: string, points: number) => ({
    label,
    colour: "own" as const,
    points: [{ schools: 10, points: 30 }, { schools: 400, points }],
  });
  const svg = powerChart([curve("20 elever", 6), curve("60 elever", 6.1)], {
    title: "Titel",
    description: "Beskrivelse",
    own: { schools: 242, points: 7 },
  });
  expect(svg).toContain("<title>Titel</title>");
  expect(svg.match(/stroke-width="2"/g)?.length).toBe(2);
  // Both ends lie within a pixel; the labels do not.
  const [first, second] = ["60 elever", "20 elever"].map((label) => {
    const [, lift, place] = new RegExp(
      `translate\\(7,([\\d.]+)\\)"><text y="0.3em" transform="translate\\(610,([\\d.]+)\\)">${label}<`,
    ).exec(svg) ?? [];
    return Number(lift) + Number(place);
  });
  expect(second! - first!).toBeCloseTo(17, 0);
  expect(() => powerChart([], { title: "", description: "" })).toThrow(
    "found no curves",
  );
  expect(() =>
    powerChart([{ ...curve("x", 1), points: [] }], {
      title: "",
      description: "",
    })
  ).toThrow('found 0 points of "x"');
});
