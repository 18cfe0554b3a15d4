import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { qualityProfilePage } from "#lib/reports/mod.ts";
import { intervalStrip } from "../../lib/reports/profile/interval_strip.ts";
import { estimate, municipalityReport, smallClass } from "./fixture.ts";

const codebook = loadCodebook();
const report = municipalityReport();
const context = {
  programme: report.programme,
  municipality: report.results,
  synthetic: true,
};

test("qualityProfilePage() is confidential, simulated and compared with the municipality", () => {
  const page = qualityProfilePage(smallClass(), context, codebook);
  expect(page).toContain("Fortroligt – til udvikling, ikke kontrol");
  expect(page).toContain("Simulerede data");
  expect(page).toContain("Ikke sikkert forskellig fra kommunen");
  expect(page).toContain("En klasse er få svar.");
  expect(page).not.toMatch(/undefined|NaN|\[object/);
});

test("qualityProfilePage() says why a number is hidden", () => {
  const page = qualityProfilePage(smallClass(), context, codebook);
  expect(page).toContain("Vises ikke: for få svar til, at tallet må vises.");
});

test("qualityProfilePage() compares a municipality with the programme", () => {
  const page = qualityProfilePage(report.results, {
    programme: report.programme,
    synthetic: false,
  }, codebook);
  expect(page).toContain("Ruden er programmet.");
  expect(page).not.toContain("Simulerede data");
});

test("qualityProfilePage() gives the team its questions and links to further profiles", () => {
  const page = qualityProfilePage(report.results, {
    ...context,
    links: [{ href: "a.html", label: "Åskolen" }],
  }, codebook);
  expect(page).toContain(
    codebook.scales.find(({ id }) => id === "e4_klasseledelse")?.teamQuestion ??
      "?",
  );
  expect(page).toContain('<a href="a.html"><span>Åskolen</span></a>');
});

test("qualityProfilePage() throws for a unit without answers", () => {
  const empty = { ...smallClass(), scales: [] };
  expect(() => qualityProfilePage(empty, context, codebook)).toThrow(
    /found no answers in any wave/,
  );
});

test("intervalStrip() places 500 in the middle and cuts at the ends", () => {
  const strip = intervalStrip({ ...estimate(500, 1), interval: [300, 700] }, {
    reference: null,
  }).markup;
  expect(strip).toContain('cx="70"');
  expect(strip).toContain("M4 11H136");
});

test("qualityProfilePage() holds a school against its pupils' background, as expected by default", () => {
  const [one] = report.expected.filter(({ scale, wave, to }) =>
    scale === "pr_laesning" && wave === 2019 && to === null
  );
  const pageOf = (expected: typeof report.expected) =>
    qualityProfilePage(
      {
        ...report.results,
        unit: { level: "school", id: "0530-01", label: "Bækskolen" },
      },
      { ...context, expected },
      codebook,
    );
  const page = pageOf([one!]);
  expect(page).toContain("»Læsning«: Skolens resultat er som forventet.");
  const hidden = { hidden: "secondary" } as const;
  const secret = pageOf([{
    ...one!,
    observed: hidden,
    expected: hidden,
    deviation: hidden,
    shrunken: hidden,
    verdict: null,
  }]);
  expect(secret).toContain("»Læsning«: vises ikke. Skjult, fordi");
  expect(pageOf([])).not.toContain("Elevernes baggrund");
});
