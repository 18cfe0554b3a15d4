import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import type { Cell } from "#lib/profiles/mod.ts";
import {
  dataNote,
  development,
  municipalityContext,
  overview,
  participation,
  type Report,
  scaleSection,
  schoolSpread,
  socialBackground,
} from "#lib/reports/mod.ts";
import { findingsOf } from "../../lib/reports/findings.ts";
import { chanceMargin } from "../../lib/reports/sections/reading_guide.ts";
import {
  estimate,
  hiddenWave,
  jointReport,
  municipalityReport,
} from "./fixture.ts";
import { reportChapters } from "./pages.ts";

const report = municipalityReport();
const joint = jointReport();

/** The report with one scale's cells of the latest wave replaced. */
function withWave(
  base: Report,
  scale: string,
  change: { readonly mean?: Cell; readonly versusProgramme?: Cell },
): Report {
  return {
    ...base,
    results: {
      ...base.results,
      scales: base.results.scales.map((s) =>
        s.scale !== scale ? s : {
          ...s,
          waves: s.waves.map((
            w,
          ) => (w.wave === 2019 ? { ...w, ...change } : w)),
        }
      ),
    },
  };
}

/** The report with every difference and change at zero. */
function withoutDifferences(base: Report): Report {
  const zero = estimate(0, 5);
  return {
    ...base,
    results: {
      ...base.results,
      scales: base.results.scales.map((scale) => ({
        ...scale,
        waves: scale.waves.map((wave) => ({ ...wave, versusProgramme: zero })),
        changes: scale.changes.map((change) => ({
          ...change,
          mean: zero,
          gradient: zero,
          explained: zero,
        })),
      })),
    },
  };
}

test.each([["a municipality", report], ["the programme", joint]] as const)(
  "every section writes clean Danish for %s",
  (_, data) => {
    for (const [heading, ...displays] of reportChapters(data)) {
      for (const { html, text, estimates } of displays) {
        expect(text.length, heading).toBeGreaterThan(20);
        expect(html, heading).not.toMatch(
          /undefined|NaN|Infinity|\[object|Kommunes? Kommune/,
        );
        const numbers = text.replaceAll(data.codebook.version, "");
        expect(numbers, heading).not.toMatch(/\d\.\d{1,2}(?!\d)|anonym/);
        const names = estimates.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^[a-z0-9_\-/]+$/);
      }
    }
  },
);

test("no section of the programme without control group speaks of an effect", () => {
  const text = reportChapters(report).flatMap(([, ...displays]) =>
    displays.map(({ text }) => text)
  ).join("\n");
  expect(text).not.toMatch(/effekt/i);
  expect(text).not.toMatch(/nummer et|bedste kommune|dårligste|ranglisten/i);
});

test("scaleSection() lists every mean and difference that it shows", () => {
  const { estimates } = scaleSection(report, "leadership");
  expect(estimates.map(({ name }) => name)).toContain("pe_ledelse/2019/mean");
  expect(estimates.map(({ name }) => name)).toContain(
    "programme/pe_ledelse/2019/mean",
  );
  expect(estimates).toHaveLength(3 * 3);
});

test("scaleSection() keeps the order of the codebook whatever the values", () => {
  const shuffled = withWave(report, "pe_ledelse", { mean: estimate(700, 3) });
  const order = (data: Report) =>
    [
      ...scaleSection(data, "leadership").html.matchAll(
        /<th scope="row">(.*?)</g,
      ),
    ].map(([, label]) => label);
  expect(order(shuffled)).toEqual(order(report));
});

test("scaleSection() shows – and the reason for a hidden number", () => {
  const hidden = withWave(report, "pe_ledelse", {
    mean: { hidden: "too-few" },
    versusProgramme: { hidden: "too-few" },
  });
  const { html, estimates } = scaleSection(hidden, "leadership");
  expect(html).toContain('<td class="number">–</td>');
  expect(html).toContain("for få svar til, at tallet må vises");
  expect(estimates.map(({ name }) => name)).not.toContain(
    "pe_ledelse/2019/mean",
  );
});

test("scaleSection() does not compare the programme with itself", () => {
  const { html } = scaleSection(joint, "learning");
  expect(html).not.toContain("Forskel");
  expect(html).not.toMatch(/▲|▼/);
});

test("scaleSection() throws for a domain without scales", () => {
  const none = { ...report, results: { ...report.results, scales: [] } };
  expect(() => scaleSection(none, "learning", { year: 2019 })).toThrow(
    /found none in the report of Billund Kommune/,
  );
});

test("development() counts what rose, fell and stayed", () => {
  expect(development(withoutDifferences(report), "leadership").text).toMatch(
    /^2015–2019: Tre skalaer er ikke sikkert forskellige fra 2015\./,
  );
});

test("overview() answers the three questions", () => {
  const { text } = overview(report);
  for (
    const question of [
      "Hvor lykkes indsatsen?",
      "Hvor er udfordringerne?",
      "Hvordan kommer vi videre?",
    ]
  ) {
    expect(text).toContain(question);
  }
});

test("overview() claims nothing when nothing differs", () => {
  const { text } = overview(withoutDifferences(report));
  expect(text).toContain("Ingen skala viser en fremgang");
  expect(text).toContain("Ingen skala viser en tilbagegang");
  expect(text).not.toMatch(
    /Steget|Faldet|steget|faldet| over programmet| under programmet/,
  );
});

test("overview() takes the team questions of the scales that call for attention", () => {
  const low = withWave(withoutDifferences(report), "pe_ledelse", {
    versusProgramme: estimate(-40, 5),
  });
  const question =
    loadCodebook().scales.find(({ id }) => id === "pe_ledelse")?.teamQuestion ??
      "?";
  expect(overview(low).text).toContain(question);
  expect(overview(low).estimates.map(({ name }) => name)).toContain(
    "pe_ledelse/2019/versus-programme",
  );
});

test("findingsOf() holds back a difference that one of many comparisons may show by chance", () => {
  const base = withoutDifferences(report);
  const weak = withWave(base, "pe_ledelse", {
    versusProgramme: estimate(10.5, 5),
  });
  const strong = withWave(base, "pe_ledelse", {
    versusProgramme: estimate(40, 5),
  });
  expect(
    weak.results.scales.flatMap((s) => s.waves).some((w) =>
      "value" in w.versusProgramme && w.versusProgramme.interval[0] > 0
    ),
  ).toBe(true);
  expect(findingsOf(weak)).toEqual([]);
  expect(findingsOf(strong).map(({ name, kind }) => [name, kind])).toEqual([[
    "pe_ledelse/2019/versus-programme",
    "up",
  ]]);
});

test("socialBackground() shows three measures and the group without information", () => {
  const { html, estimates } = socialBackground(report);
  expect(html.match(/<figure/g)).toHaveLength(4);
  expect(html).toContain("Uoplyst");
  const names = estimates.map(({ name }) => name);
  for (
    const statistic of [
      "gradient",
      "explained",
      "education-gap",
      "mean/education-unknown",
    ]
  ) {
    expect(names).toContain(`pr_laesning/2019/${statistic}`);
  }
  expect(names).toContain("pr_laesning/2015-2019/gradient-change");
});

test("schoolSpread() never lists a school and gives all dots the same interval", () => {
  const { html, estimates } = schoolSpread(report);
  expect(estimates.every(({ name }) => name.endsWith("/between-schools"))).toBe(
    true,
  );
  const halos = [...html.matchAll(/M([\d.]+) [\d.]+H([\d.]+)/g)].map((
    [, a, b],
  ) => Number(b) - Number(a));
  const first = halos.slice(0, 11);
  expect(first.length).toBe(11);
  for (const width of first) expect(width).toBeCloseTo(first[0] ?? 0, 0);
});

test("schoolSpread() shows no dots when there are few schools", () => {
  const few = {
    ...report,
    schools: report.schools.filter((_, i) => i % 11 < 4),
  };
  expect(schoolSpread(few).html).not.toContain("<svg");
});

test("municipalityContext() is alphabetical and needs the joint report", () => {
  const { html, estimates } = municipalityContext(joint, "pr_laesning");
  const labels = [...html.matchAll(/<th scope="row">(.*?)</g)].map((
    [, label],
  ) => label ?? "");
  expect(labels).toHaveLength(13);
  expect(labels).toEqual(labels.toSorted(new Intl.Collator("da-DK").compare));
  expect(estimates.map(({ name }) => name)).toContain(
    "holbaek/pr_laesning/2019/mean",
  );
  expect(() => municipalityContext(report, "pr_laesning")).toThrow(
    /allowed is the joint report/,
  );
});

test("participation() warns where under half answered", () => {
  expect(participation(report).text).toMatch(
    /under halvdelen svarede blandt forældre i 2015/,
  );
});

test("dataNote() says what was read, what was set aside, and that data are simulated", () => {
  const { html, text } = dataNote(report);
  expect(html).toContain('data-synthetic="true"');
  expect(text).toContain("25.123.456 svar");
  expect(text).toContain("17 svar eller rækker kunne ikke bruges");
  const real = {
    ...report,
    provenance: { ...report.provenance, synthetic: false },
  };
  expect(dataNote(real).html).not.toContain("Simulerede");
});

test("chanceMargin() gives the margins of simple random samples", () => {
  // 1.96 · 100 / √n: 42.8 for a class of 21 and 10.8 for a school of 330.
  expect(chanceMargin(21)).toBeCloseTo(42.77, 2);
  expect(chanceMargin(330)).toBeCloseTo(10.79, 2);
});

test("a scale that was asked only later is told as not asked", () => {
  const late: Report = {
    ...report,
    results: {
      ...report.results,
      scales: report.results.scales.map((s) =>
        s.scale !== "pe_ledelse" ? s : {
          ...s,
          waves: s.waves.map((w) =>
            w.wave === 2015
              ? { ...hiddenWave(2015, 0), mean: { hidden: "not-asked" } }
              : w
          ),
          changes: s.changes.map((c) =>
            c.from === 2015 ? { ...c, mean: { hidden: "not-asked" } } : c
          ),
        }
      ),
    },
  };
  expect(development(late, "leadership").html).toContain(
    "ikke spurgt dette år",
  );
});
