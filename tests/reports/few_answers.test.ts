import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import type { UnitResults } from "#lib/profiles/mod.ts";
import {
  development,
  qualityProfilePage,
  type Report,
} from "#lib/reports/mod.ts";
import { pointAxis } from "../../lib/reports/charts/axis.ts";
import {
  hiddenWave,
  municipalityReport,
  smallClass,
  years,
} from "./fixture.ts";

const report = municipalityReport();
const context = {
  programme: report.programme,
  municipality: report.results,
  synthetic: true,
};

/** A unit where every number is hidden for the same reason, as it is stored. */
function hidden(
  unit: UnitResults,
  reason: "too-few" | "no-answers",
): UnitResults {
  const cells = JSON.stringify(years.map((year) => hiddenWave(year, 0)))
    .replaceAll('"too-few"', JSON.stringify(reason));
  return {
    ...unit,
    scales: unit.scales.map((scale) => ({
      ...scale,
      waves: JSON.parse(cells),
      changes: [],
    })),
  };
}

test("qualityProfilePage() gives the reason for a unit with hidden numbers only", () => {
  const page = qualityProfilePage(
    hidden(smallClass(), "too-few"),
    context,
    loadCodebook(),
  );
  expect(page).toContain("Vises ikke: for få svar til, at tallet må vises.");
  expect(page).not.toContain('class="number"');
});

test("qualityProfilePage() says that nobody answered", () => {
  const page = qualityProfilePage(
    hidden(report.results, "no-answers"),
    { programme: report.programme, synthetic: true },
    loadCodebook(),
  );
  expect(page).toContain("Der er ingen svar fra kommunens skoler.");
});

test("development() says why no development can be shown", () => {
  const few: Report = { ...report, results: hidden(report.results, "too-few") };
  const { html, estimates } = development(few, "learning");
  expect(html).toContain("Udviklingen kan ikke vises");
  expect(html).toContain("for få svar til, at tallet må vises");
  expect(html).not.toContain("<svg");
  expect(estimates.filter(({ name }) => !name.startsWith("programme/")))
    .toEqual([]);
});

test("pointAxis() keeps few ticks however wide the axis", () => {
  for (const width of [1e3, 1e4, 4.4e5, 7e9]) {
    const { domain: [low, high], ticks } = pointAxis([-width, width]);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(low).toBeLessThanOrEqual(-width);
    expect(high).toBeGreaterThanOrEqual(width);
  }
});
