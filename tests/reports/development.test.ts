import { expect, test } from "vitest";
import type { ChangeResults } from "#lib/profiles/mod.ts";
import {
  development,
  participationDevelopment,
  pupilDevelopment,
  type Report,
  spreadDevelopment,
} from "#lib/reports/mod.ts";
import { estimate, jointReport, municipalityReport } from "./fixture.ts";

const report = municipalityReport();

/** The report with every change of one scale replaced in part. */
function withChange(scale: string, part: Partial<ChangeResults>): Report {
  return {
    ...report,
    results: {
      ...report.results,
      scales: report.results.scales.map((one) =>
        one.scale !== scale ? one : {
          ...one,
          changes: one.changes.map((change) => ({ ...change, ...part })),
        }
      ),
    },
  };
}

test("pupilDevelopment() says which change is which, in words and for every pupil scale", () => {
  const { html, text, estimates } = pupilDevelopment(
    withChange("pr_laesning", {
      pupils: {
        sameGrade: estimate(4, 1),
        sameCohort: estimate(-19, 2),
        followed: estimate(0.5, 2, { n: 1234 }),
        followedVersusLeft: estimate(6, 2),
        followedVersusNew: { hidden: "too-few" },
      },
    }),
  );
  const plain = text.replaceAll("\u00a0", " ");
  expect(plain).toMatch(
    /2017–2019: De samme klassetrin er steget 4 point \(95 .*?: 2–6\)\. De samme årgange er faldet 19 point \(.*?: 15–23\)\. De 1\.234 elever, der er fulgt, er ikke sikkert ændret/,
  );
  expect(html).toContain("Før: fulgte minus øvrige");
  const names = estimates.map(({ name }) => name);
  expect(names).toContain("pr_laesning/2015-2017/same-grade-change");
  expect(names).toContain("e4_skoletrivsel/2015-2019/followed-change");
  expect(names).not.toContain(
    "pr_laesning/2015-2017/followed-versus-new-change",
  );
  expect(names.some((name) => name.startsWith("pe_"))).toBe(false);
  expect(names.some((name) => name.startsWith("fo_"))).toBe(false);
});

test("pupilDevelopment() and spreadDevelopment() say so where there is nothing to show", () => {
  const empty: Report = {
    ...report,
    results: { ...report.results, scales: [] },
  };
  expect(pupilDevelopment(empty).text).toMatch(/kan ikke deles op/);
  expect(spreadDevelopment(empty).text).toMatch(/kan ikke opgøres/);
});

test("spreadDevelopment() counts spreads by the interval and tells bottom and top of the tests", () => {
  const { text, estimates } = spreadDevelopment(
    withChange("pr_laesning", {
      standardDeviation: estimate(-6, 1),
      percentile10: estimate(14, 3),
      percentile90: estimate(2, 3),
    }),
  );
  expect(text).toMatch(/er blevet mindre på en skala/);
  expect(text.replaceAll("\u00a0", " ")).toMatch(
    /nederste tiendedels grænse har flyttet sig \+14 \(8–20\) point, den øverstes \+2 \(−4 til 8\) point/,
  );
  const names = estimates.map(({ name }) => name);
  expect(names).toContain("pr_laesning/2015-2019/percentile-10-change");
});

test("participationDevelopment() calls it an association and says how strong a confounder must be", () => {
  const { text, estimates } = participationDevelopment(jointReport());
  expect(text).toMatch(/En sammenhæng er ikke en årsag/);
  expect(text.replaceAll("\u00a0", " ")).toMatch(
    /mindst 24 % af både skolernes deltagelse og deres udvikling/,
  );
  expect(text).not.toMatch(/effekt/i);
  expect(estimates.map(({ name }) => name)).toContain(
    "pe_databrug/2015-2019/participation-slope",
  );
  expect(participationDevelopment({ ...jointReport(), dose: [] }).text).toMatch(
    /ikke oplyst/,
  );
});

test("participationDevelopment() tells no association that many looks would give by chance", () => {
  const joint = jointReport();
  const faint = {
    ...joint,
    dose: joint.dose.map((row) => ({ ...row, slope: estimate(18, 9) })),
  };
  expect(participationDevelopment(faint).text).toMatch(
    /ingen sikker sammenhæng/,
  );
});

test("development() sets changes beside the country's only where the user gave them", () => {
  expect(development(report, "learning").html).not.toContain("hele landet");
  const national = [2015, 2017].map((wave, i) => ({
    scale: "pr_laesning",
    wave,
    mean: 500 + 2 * i,
    standardError: 1,
    sameScale: true,
  }));
  const { html, estimates } = development({ ...report, national }, "learning");
  expect(html).toContain("Set i forhold til hele landet");
  const byName = new Map(estimates.map((one) => [one.name, one.estimate]));
  const own = byName.get("pr_laesning/2015-2017/mean-change")!;
  const difference = byName.get(
    "pr_laesning/2015-2017/mean-change/versus-country",
  )!;
  expect(difference.value).toBeCloseTo(own.value - 2, 12);
  expect(difference.standardError).toBeGreaterThan(own.standardError);
  expect(byName.has("pr_laesning/2017-2019/mean-change/versus-country")).toBe(
    false,
  );
});
