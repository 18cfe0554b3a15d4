import { expect, test } from "vitest";
import { minimumDetectableEffect } from "#lib/effects/mod.ts";
import { openEvidence } from "#lib/profiles/mod.ts";
import {
  type Choice,
  choiceStudy,
  intervalEvidence,
  lotteryPlan,
  nextWave,
} from "#lib/reports/mod.ts";
import { sharesChart } from "../../lib/reports/charts/shares_chart.ts";
import { CHOICES } from "../../lib/reports/evidence/choices.ts";
import {
  sharesTable,
  simulationLimits,
} from "../../lib/reports/evidence/study_matrix.ts";
import { nextWaveDesign } from "../../lib/reports/planning/next_wave_design.ts";
import { jointReport } from "./fixture.ts";

const evidence = openEvidence();
const words = { title: "Titel", description: "Beskrivelse" };

test.each(Object.keys(CHOICES) as Choice[])(
  "choiceStudy() tells the committed study of %s with its errors",
  (choice) => {
    const { html, text } = choiceStudy(evidence, choice);
    expect(html).toContain("<svg");
    expect(text).toMatch(/\d+,\d\s%\s±\s\d+,\d/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test("choiceStudy() says first what a choice costs", () => {
  expect(choiceStudy(evidence, "clusters").text).toMatch(
    /^Regnes elever for uafhængige, holder kun 6\d\s%/,
  );
});

test("choiceStudy() says where a study has not been run", () => {
  expect(choiceStudy({ studies: [] }, "planning").text).toContain(
    "»valg-planlaegning« er ikke kørt",
  );
});

test("choiceStudy() refuses a study without the shares that it tells", () => {
  const study = {
    name: CHOICES.clusters.study,
    title: "T",
    rows: [{ quantity: "a", setting: "b", value: 1, trials: 9, band: null }],
  };
  expect(() => choiceStudy({ studies: [study] }, "clusters")).toThrow(
    "found no quantity 2 in setting 0",
  );
});

test("simulationLimits() are those of R's prop.test without correction", () => {
  // R 4.2.2: prop.test(95, 100, correct = FALSE), prop.test(0, 20, correct = FALSE)
  const [lower, upper] = simulationLimits({ value: 0.95, trials: 100 });
  expect(lower).toBeCloseTo(0.8882495308, 6);
  expect(upper).toBeCloseTo(0.9784563208, 6);
  const [zero, some] = simulationLimits({ value: 0, trials: 20 });
  expect(zero).toBeCloseTo(0, 10);
  expect(some).toBeCloseTo(0.1611251581, 6);
});

test("sharesTable() lists shares whose settings differ one by one", () => {
  const row = (quantity: string, setting: string) => ({
    quantity,
    setting,
    value: 0.5,
    trials: 100,
    band: null,
  });
  const table = (rows: ReturnType<typeof row>[]) =>
    sharesTable({ name: "n", title: "T", rows });
  const half = "50,0\u00a0%\u00a0±\u00a09,6";
  const dense = table([row("a", "x"), row("a", "y"), row("b", "x")]);
  expect(dense.columns.map(({ label }) => label)).toEqual(["Tal", "x", "y"]);
  expect(dense.rows[1]).toEqual(["b", half, "–"]);
  const sparse = table([row("a", "x"), row("b", "y")]);
  expect(sparse.rows).toEqual([
    ["a", "x", half],
    ["b", "y", half],
  ]);
  expect(sparse.note).toContain("ligger 100 simuleringer");
});

test("sharesChart() gives every series a form of its own and refuses a fifth", () => {
  const point = { share: 0.9, limits: [0.8, 0.95] as const };
  const svg = sharesChart([{ label: "a", points: [point, null, point] }], {
    ...words,
    promised: 0.95,
  });
  expect(svg.match(/stroke-width="1.5"/g)!.length).toBeGreaterThanOrEqual(3);
  expect(() =>
    sharesChart([{ label: "a", points: Array(5).fill(point) }], {
      ...words,
      promised: 0.95,
    })
  ).toThrow("found 5 series, allowed are 4");
});

test("intervalEvidence() counts the kinds of intervals and names those that are not tried or fail", () => {
  const { text, html } = intervalEvidence(evidence);
  const [, all, tried, held] =
    /trykker (\d+) slags intervaller og domme\. (\d+) af dem er prøvet, og (\d+) holder/
      .exec(text)!.map(Number);
  expect(tried).toBe(held);
  expect(all).toBeGreaterThanOrEqual(tried!);
  expect(html.match(/<details>/g)!).toHaveLength(5);
  expect(text).toContain("242 skoler");
  const failing = evidence.studies.map((study) => ({
    ...study,
    rows: study.rows.map((row) => ({
      ...row,
      ...(row.quantity === "dækning, skolens ændring" ? { value: 0.5 } : {}),
    })),
  }));
  expect(intervalEvidence({ studies: failing }).text)
    .toContain("Holder ikke helt: »Skolens ændring«.");
  expect(intervalEvidence({ studies: failing.slice(0, 1) }).text)
    .toMatch(/Ikke prøvet: .*»Skolens gennemsnit«/);
  expect(intervalEvidence({ studies: [] }).text).toContain("ikke kørt");
});

test("lotteryPlan() says first what the lottery that was held can find", () => {
  const points = Math.round(
    100 * minimumDetectableEffect({
      schools: 22,
      treated: 10,
      pupilsPerSchool: 150,
      icc: 0.12,
      schoolR2: 0.8,
      covariates: 1,
    }).standardised,
  );
  const { text, html } = lotteryPlan({
    schools: 22,
    treated: 10,
    pupilsPerSchool: 150,
  });
  expect(text).toMatch(/^Med 22 skoler, hvoraf 10 trækkes/);
  expect(text).toContain(`effekter på mindst ${points} point`);
  expect(html).toContain("<svg");
});

test("nextWaveDesign() gives back the sampling variance of the last change", () => {
  const report = jointReport();
  const scaleId =
    report.results.scales.find(({ scale }) => nextWaveDesign(report, scale))!
      .scale;
  const { design, pupilSpread } = nextWaveDesign(report, scaleId)!;
  const { schools, pupilsPerSchool, icc, schoolStability } = design;
  const planned = pupilSpread * pupilSpread *
    (2 * icc * (1 - schoolStability) / schools +
      2 * (1 - icc) / (schools * pupilsPerSchool));
  const change = report.results.scales.find(({ scale }) => scale === scaleId)!
    .changes.find(({ from, to }) => from === 2017 && to === 2019)!.mean;
  if ("hidden" in change) throw new Error("expected a change");
  const { sampling, measurement } = change.variance;
  expect(schoolStability).toBeGreaterThan(0);
  expect(schoolStability).toBeLessThan(1);
  expect(planned).toBeCloseTo(sampling + measurement, 8);
  expect(design.linkError).toBeCloseTo(
    Math.sqrt(change.variance.link) / pupilSpread,
    12,
  );
  const { text } = nextWave(report, scaleId);
  expect(text).toContain("Antagelserne er taget fra de to seneste målinger");
  expect(text).not.toMatch(/effekt|NaN|undefined/);
});

test("nextWave() says where there is nothing to plan with", () => {
  const report = jointReport();
  const unit = { ...report.results, scales: [] };
  expect(nextWave({ ...report, results: unit }, "e4_skoletrivsel").text)
    .toContain("ikke grundlag");
});
