import { expect, test } from "vitest";
import { loadCodebook, loadItemDecisions } from "#lib/codebook/mod.ts";
import type { ScaleDocumentation, ScalingReport } from "#lib/profiles/mod.ts";
import {
  flaggedItems,
  htmlPage,
  itemFlags,
  linkingChoices,
  predictiveChecks,
  scaleDetails,
  scalingOverview,
  staleDecisions,
  studyTables,
} from "#lib/reports/mod.ts";
import { accessibilityViolations, findChromium } from "./axe.ts";

const codebook = loadCodebook();
const scale = codebook.scales.find(({ id }) => id === "e4_skoletrivsel")!;
const [first, second] = scale.items.map(({ id }) => id);
const YEARS = [2015, 2017, 2019];

const documentation: ScaleDocumentation = {
  scale: scale.id,
  model: "GPCM",
  answered: 12_345,
  examined: 4115,
  converged: true,
  items: scale.items.map(({ id }, i) => ({
    item: id,
    slope: i === 2 ? null : 1.234,
    steps: i === 2 ? [] : [312.4, 455.6, 530.1],
    gender: {
      points: id === first ? -6.25 : 0.4,
      pValue: id === first ? 0.0004 : 0.41,
      rmsd: 0.02,
      recommendation: id === first ? "free" : "keep",
    },
    waves: YEARS.map((wave) => ({
      wave,
      answered: 4000,
      infit: id === second && wave === 2015 ? 1.3 : 1.01,
      outfit: 0.98,
      rmsd: 0.012,
      isFreed: id === second && wave === 2017,
    })),
  })),
  waves: YEARS.map((wave) => ({
    wave,
    answered: 4115,
    reliability: 0.81,
    alpha: null,
  })),
  links: [{ from: 2015, to: 2017, items: 5, linkError: 0.87 }],
  trends: [
    { choice: "partial", means: [500, 504.6, 508.9] },
    { choice: "common", means: [500, 504, 507.4] },
    { choice: "anchored", means: [] },
    { choice: "haebara", means: [500, null, 508.4] },
    { choice: "mean-sigma", means: [500, null, 507.9] },
  ],
  trendError: 1.25,
  predictive: [
    {
      statistic: "scores",
      pValue: 0.62,
      largest: -0.0124,
      observed: 0.2,
      where: ["80"],
    },
    {
      statistic: "pairs",
      pValue: 0.04,
      largest: 0.083,
      observed: 0.4,
      where: [first!, `${second!}@2`],
    },
  ],
  precision: [
    { at: 200, standardError: 81 },
    { at: 500, standardError: 40.2 },
    { at: 800, standardError: 400 },
  ],
  notes: [{ kind: "item-freed", item: second!, group: 1 }],
};

const report: ScalingReport = {
  codebook,
  waves: YEARS,
  scales: [documentation],
  decisions: [{
    item: first!,
    concerns: "gender",
    decision: "watched",
    reason: "Ordlyden er rimelig.",
  }],
  studies: [{
    name: "et-studie",
    title: "Et studie",
    rows: [
      {
        quantity: "dækning",
        setting: "uden drift",
        value: 0.951,
        trials: 1443,
        band: [0.92, 0.98],
      },
      {
        quantity: "dækning",
        setting: "med drift",
        value: 0.5,
        trials: 12,
        band: [0.92, 0.98],
      },
    ],
  }],
  provenance: {
    synthetic: true,
    dataDigest: "",
    codebookVersion: "1",
    codebookDigest: "",
    codeDigest: "",
    seed: 1,
    answersRead: 1,
    quarantined: 0,
  },
};

test("itemFlags() finds drift, DIF and misfit with the decision on each", () => {
  const flags = itemFlags(report);
  expect(flags.map(({ item, concerns, decision }) => [
    item.id,
    concerns,
    decision?.decision ?? null,
  ])).toEqual([
    [first, "gender", "watched"],
    [second, "drift", null],
    [second, "fit", null],
  ]);
});

test("flaggedItems() says what was found, what was decided and what was not", () => {
  const { text } = flaggedItems(report);
  expect(text).toContain("ændres forskellen piger minus drenge med −6,3 point");
  expect(text).toContain("Beholdt under opsyn. Ordlyden er rimelig.");
  expect(text).toContain("2 mangler en afgørelse");
  expect(text).toContain("egne parametre i 2017 (største RMSD 0,01)");
});

test("flaggedItems() names decisions that nothing calls for any more", () => {
  expect(staleDecisions(report)).toEqual([]);
  expect(flaggedItems(report).text).not.toContain("uden anledning");
  const decision = {
    concerns: "fit",
    decision: "kept",
    reason: "Fordi.",
  } as const;
  const stale = {
    ...report,
    decisions: [
      ...report.decisions,
      { ...decision, item: first! },
      { ...decision, item: "e4_findes_ikke_1" },
    ],
  };
  expect(
    staleDecisions(stale).map(({ decision: { item }, reason }) => [
      item,
      reason,
    ]),
  ).toEqual([
    [first, "er ikke længere uden for grænsen"],
    ["e4_findes_ikke_1", "findes ikke på nogen af skalaerne"],
  ]);
  const { text } = flaggedItems(stale);
  expect(text).toContain("Afgørelser uden anledning");
  expect(text).toContain("e4_findes_ikke_1 (pasning)");
});

test("flaggedItems() gives effect in points and p of an item that works differently", () => {
  expect(flaggedItems(report).text).toContain(
    "(RMSD 0,02, p\u00a0<\u00a00,001)",
  );
});

test("predictiveChecks() counts the checks that fail and shows where", () => {
  const { text } = predictiveChecks(report);
  expect(text).toContain("1 af 2 sammenligninger");
  expect(text).toContain("korrelation +0,08 (nr. 1 og 2)");
});

test("studyTables() says how many figures lie within their bands", () => {
  const { text } = studyTables(report);
  expect(text).toContain("1 af 2 tal");
  expect(text).toContain("0,92–0,98 (uden for)");
  expect(studyTables({ ...report, studies: [] }).text).toContain("ikke kørt");
});

test("scaleDetails() says where a person is measured sharply", () => {
  const { html, text } = scaleDetails(report, scale.domain);
  expect(text).toContain(
    "skarpest ved 500 point; der er målefejlen på én person 40",
  );
  expect(html).toContain("Målefejl langs skalaen");
  expect(html).toContain("−1,2 procentpoint ved 80 %");
});

test("flaggedItems() says when nothing is flagged", () => {
  const { text } = flaggedItems({ ...report, scales: [] });
  expect(text).toContain("uden for grænserne");
});

test("scalingOverview() gives items, answers, reliability and link error of each scale", () => {
  const { text } = scalingOverview(report);
  expect(text).toContain(scale.label);
  expect(text).toContain("12.345");
  expect(text).toContain("0,81");
  expect(text).toContain("0,9");
});

test("scaleDetails() shows wording, steps and waves of its own domain only", () => {
  const { html } = scaleDetails(report, scale.domain);
  for (const { text } of scale.items) expect(html).toContain(text);
  expect(html).toContain("312 · 456 · 530");
  expect(html).toContain("0,01*");
  expect(html).not.toMatch(/\d\.\d\d?<|NaN|undefined|null/);
  expect(scaleDetails(report, "leadership").html).toBe("");
});

test("linkingChoices() names the scale whose development depends most on the choice", () => {
  const { html, text } = linkingChoices(report, scale.domain);
  expect(text).toContain(
    `flytter en udvikling højst 1,5 point (${scale.label})`,
  );
  expect(html).toContain("+8,9");
  expect(html).toContain("± 2,5");
  expect(text).toContain("Hver for sig, middel og spredning");
  expect(linkingChoices(report, "leadership").html).toBe("");
});

test("loadItemDecisions() decides about items of the codebook, with a reason", () => {
  const known = new Set(
    codebook.scales.flatMap((s) => s.items.map((i) => i.id)),
  );
  for (const { item, reason } of loadItemDecisions()) {
    expect(known, item).toContain(item);
    expect(reason).toMatch(/^[A-ZÆØÅ].*\.$/);
  }
});

test("loadItemDecisions() refuses two answers to one question", () => {
  const file = Deno.makeTempFileSync({ suffix: ".json" });
  const one = {
    item: "a",
    concerns: "fit",
    decision: "kept",
    reason: "Fordi.",
  };
  Deno.writeTextFileSync(file, JSON.stringify({ decisions: [one, one] }));
  expect(() => loadItemDecisions(new URL(`file://${file}`))).toThrow(
    'item "a" has two on fit',
  );
  Deno.removeSync(file);
});

const chromium = findChromium();

test.skipIf(chromium === null)(
  "the method report's parts have no accessibility violations",
  async () => {
    const parts = [
      scalingOverview(report),
      flaggedItems(report),
      scaleDetails(report, scale.domain),
      linkingChoices(report, scale.domain),
    ];
    const page = htmlPage({
      title: "Fra svar til point",
      body: `<h2>Skalaer</h2>${parts.map(({ html }) => html).join("")}`,
      toc: [],
      kind: "report",
      synthetic: true,
    });
    expect(await accessibilityViolations(page, chromium!)).toEqual([]);
  },
);

test("scalingOverview() names the scales whose calibration did not converge", () => {
  expect(scalingOverview(report).text).toContain(
    "Alle kalibreringer er nået i mål.",
  );
  const scales = [{ ...documentation, converged: false }];
  expect(scalingOverview({ ...report, scales }).text).toContain(
    `Ikke nået i mål: ${scale.label}.`,
  );
});
