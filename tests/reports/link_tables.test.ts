import { expect, test } from "vitest";
import { limitsNote, methodNote, type Report } from "#lib/reports/mod.ts";
import { jointReport, municipalityReport } from "./fixture.ts";

const report = municipalityReport();

/** The report with the programme's variances of changes replaced by known ones. */
function withLedger(base: Report): Report {
  const [first, ...others] = base.programme.scales;
  return {
    ...base,
    programme: {
      ...base.programme,
      scales: [{
        ...first!,
        changes: first!.changes.map((change) => ({
          ...change,
          mean: "hidden" in change.mean ? change.mean : {
            ...change.mean,
            value: 4,
            standardError: 5,
            variance: {
              sampling: 9,
              measurement: 0.25,
              missing: 0,
              link: 15.75,
            },
          },
        })),
      }, ...others],
    },
  };
}

test("methodNote() shows what the uncertainty of the programme's changes consists of", () => {
  for (const base of [report, jointReport()]) {
    const { html } = methodNote(withLedger(base));
    expect(html).toContain("Hvor kommer usikkerheden på udviklingen fra?");
    expect(html).toMatch(
      />3,0<\/td>\s*<td[^>]*>0,5<\/td>\s*<td[^>]*>4,0<\/td>\s*<td[^>]*>5,0<\/td>/,
    );
  }
});

test("methodNote() names the questions that were freed, with their words and years", () => {
  const { html } = methodNote(report);
  const [item] = report.codebook.scales
    .find(({ id }) => id === "e4_skoletrivsel")!.items;
  expect(html).toContain("Hvilke spørgsmål har skiftet betydning?");
  expect(html).toContain(item!.text);
  expect(html).not.toContain("@");
});

test("methodNote() says when no question has moved, and where the link error is missing", () => {
  const { html } = methodNote({
    ...report,
    quality: report.quality.map((quality, i) => ({
      ...quality,
      movedItems: [],
      withoutLinkError: i === 0 ? [[2015, 2017] as const] : [],
    })),
  });
  expect(html).toContain("Ingen spørgsmål har flyttet sig tydeligt");
  expect(html).toContain("for få fælles spørgsmål mellem nogle af årene");
});

test("limitsNote() says that the link error is counted and what it cannot see", () => {
  const { html } = limitsNote(report);
  expect(html).toContain("er regnet med i intervallerne for udvikling");
  expect(html).not.toContain("endnu ikke regnet med");
});
