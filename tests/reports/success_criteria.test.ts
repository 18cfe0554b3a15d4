import { expect, test } from "vitest";
import { successCriteria } from "#lib/reports/mod.ts";
import {
  criterionStatus,
  evidenceSentence,
  scaleStatus,
  statusText,
} from "../../lib/reports/sections/criterion_status.ts";
import type { Verdict } from "#lib/effects/mod.ts";
import { jointReport, municipalityReport } from "./fixture.ts";

const up = { tone: "progress", reason: null, isSmall: false } as const;
const down = { tone: "decline", reason: null, isSmall: false } as const;
const none = { tone: "none", reason: "uncertain", isSmall: false } as const;
const small = { tone: "none", reason: "small", isSmall: true } as const;
const rule = { estimand: "mean-change", margin: 5 } as const;

test("scaleStatus() follows the verdict and remembers that a change is small", () => {
  const of = (verdict: Verdict, isSmall = false) =>
    scaleStatus({ verdict, isSmall });
  expect(of("documented-progress")).toEqual(up);
  expect(of("documented-progress", true)).toEqual({ ...up, isSmall: true });
  expect(of("decline")).toEqual(down);
  expect(of("no-certain-change", true)).toEqual(small);
  expect(of("uncertain")).toEqual(none);
});

test("criterionStatus() needs half of the scales and none against", () => {
  expect(criterionStatus([up, up, none, none])).toEqual(up);
  expect(criterionStatus([up, none, none]).reason).toBe("few");
  expect(criterionStatus([up, up, down]).reason).toBe("mixed");
  expect(criterionStatus([down, none])).toEqual(down);
  expect(criterionStatus([small, small]).reason).toBe("small");
  expect(criterionStatus([small, none]).reason).toBe("uncertain");
  expect(statusText(criterionStatus([]), rule)).toBe("Kan ikke opgøres");
});

test("statusText() uses the three words of the programme and says what no certain change is", () => {
  expect(
    [up, { ...up, isSmall: true }, down, small, none].map((status) =>
      statusText(status, rule)
    ),
  ).toEqual([
    "Dokumenteret fremgang",
    "Dokumenteret fremgang, men under 5\u00a0point",
    "Tilbagegang",
    "Ingen sikker ændring: ændringen er med sikkerhed lille, inden for ±5\u00a0point",
    "Ingen sikker ændring: det kan ikke afgøres",
  ]);
  expect(
    statusText(small, { estimand: "explained-change", margin: 0.02 }),
  ).toMatch(/inden for ±2\u00a0procentpoint$/);
});

test("evidenceSentence() counts in Danish", () => {
  expect(evidenceSentence([up, up, none, down, small])).toBe(
    "På to skalaer er der dokumenteret fremgang, på en skala er ændringen med sikkerhed lille, på en skala kan det ikke afgøres og på en skala er der tilbagegang.",
  );
  expect(evidenceSentence([])).toMatch(/kan ikke opgøres/);
});

test("successCriteria() shows every criterion of the codebook with its numbers", () => {
  const report = municipalityReport();
  const { html, estimates } = successCriteria(report);
  for (const { label, estimandText } of report.codebook.criteria) {
    expect(html).toContain(label);
    expect(html).toContain(estimandText);
  }
  const names = estimates.map(({ name }) => name);
  expect(names).toContain("pr_laesning/2015-2017/mean-change");
  expect(names).toContain("pr_laesning/2015-2017/gradient-change");
  expect(names).toContain("pe_databrug/2015-2019/mean-change");
});

test("successCriteria() shows a municipality's change beside the one seen with the others", () => {
  const { html, estimates } = successCriteria(municipalityReport());
  expect(html).toContain("Set sammen med de andre kommuner");
  expect(html).not.toContain("Vis kommunerne");
  const byName = new Map(estimates.map((one) => [one.name, one.estimate]));
  const own = byName.get("pr_laesning/2015-2017/mean-change")!;
  const shrunken = byName.get("pr_laesning/2015-2017/mean-change/shrunken")!;
  expect(shrunken.standardError).toBeLessThan(own.standardError);
});

test("successCriteria() of the joint report counts the municipalities in alphabetical order", () => {
  const { html, text } = successCriteria(jointReport());
  expect(html).not.toContain("Set sammen med de andre kommuner</th>");
  const table = html.slice(html.indexOf("Vis kommunerne"));
  const places = ["Billund", "Fredericia", "Holbæk", "Vesthimmerland"]
    .map((name) => table.indexOf(name));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places.every((at) => at >= 0)).toBe(true);
  expect(text).not.toMatch(/effekt/i);
});
