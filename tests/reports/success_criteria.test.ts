import { expect, test } from "vitest";
import { successCriteria } from "#lib/reports/mod.ts";
import {
  criterionStatus,
  evidenceSentence,
  scaleStatus,
  statusText,
} from "../../lib/reports/sections/criterion_status.ts";
import { estimate, municipalityReport } from "./fixture.ts";

const up = { tone: "progress", reason: null } as const;
const down = { tone: "decline", reason: null } as const;
const none = { tone: "none", reason: "uncertain" } as const;

test("scaleStatus() follows the interval, the margin and the desired direction", () => {
  const rule = { margin: 5, desired: 1 } as const;
  expect(scaleStatus(estimate(8, 2), rule)).toEqual(up);
  expect(scaleStatus(estimate(-8, 2), rule)).toEqual(down);
  expect(scaleStatus(estimate(-8, 2), { ...rule, desired: -1 })).toEqual(up);
  expect(scaleStatus(estimate(0.5, 1), rule)).toEqual({
    tone: "none",
    reason: "small",
  });
  expect(scaleStatus(estimate(4, 6), rule)).toEqual(none);
});

test("criterionStatus() needs half of the scales and none against", () => {
  expect(criterionStatus([up, up, none, none])).toEqual(up);
  expect(criterionStatus([up, none, none]).tone).toBe("none");
  expect(criterionStatus([up, up, down])).toEqual({
    tone: "none",
    reason: "mixed",
  });
  expect(criterionStatus([down, none])).toEqual(down);
  expect(statusText(criterionStatus([]))).toBe("Kan ikke opgøres");
});

test("statusText() uses the three words of the programme", () => {
  expect([up, down, none].map(statusText)).toEqual([
    "Dokumenteret fremgang",
    "Tilbagegang",
    "Ingen sikker ændring (for usikkert til at afgøre)",
  ]);
});

test("evidenceSentence() counts in Danish", () => {
  expect(evidenceSentence([up, up, none, down])).toBe(
    "Dokumenteret fremgang på to skalaer, ingen sikker ændring på en skala og tilbagegang på en skala.",
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
