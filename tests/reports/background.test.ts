import { expect, test } from "vitest";
import type { LabelledExpected } from "#lib/profiles/mod.ts";
import { type Report, socialBackground } from "#lib/reports/mod.ts";
import { estimate, jointReport, municipalityReport } from "./fixture.ts";

const municipality = municipalityReport();
const shown = socialBackground(municipality);

function withVerdict(
  report: Report,
  change: Partial<LabelledExpected>,
): Report {
  return {
    ...report,
    expected: report.expected.map((one) =>
      one.scale === "pr_laesning" && one.wave === 2019 && one.to === null
        ? { ...one, ...change }
        : one
    ),
  };
}

test("socialBackground() says as expected by default, and counts schools without naming any", () => {
  const { text, estimates } = shown;
  expect(text).toContain("Kommunens resultat i 2019 er som forventet.");
  expect(text).toContain(
    "Af ti skoler ligger syv som forventet; en ligger over, og to ligger under (en vises ikke).",
  );
  const names = estimates.map(({ name }) => name);
  expect(names).toContain("enhed-1/pr_laesning/2019/versus-expected");
  expect(names).toContain(
    "enhed-1/pr_laesning/2015-2019/versus-expected-change",
  );
  expect(text).not.toMatch(/NaN|undefined/);
});

test("socialBackground() says over only where the verdict does", () => {
  const { text } = socialBackground(
    withVerdict(municipality, {
      verdict: "above",
      deviation: estimate(14, 3),
    }),
  );
  expect(text.replaceAll("\u00a0", " ")).toContain(
    "»Læsning«: Kommunens resultat i 2019 er 14 point over det forventede.",
  );
});

test("socialBackground() says why an expected result is hidden", () => {
  const { text } = socialBackground(
    withVerdict(municipality, {
      verdict: null,
      observed: { hidden: "too-few" },
      expected: { hidden: "too-few" },
      deviation: { hidden: "too-few" },
      shrunken: { hidden: "too-few" },
    }),
  );
  expect(text).toContain("vises ikke. For få svar til, at tallet må vises.");
});

test("socialBackground() lists municipalities in the order of the programme, never by result", () => {
  const report = jointReport();
  const { html } = socialBackground(report);
  const order = [...html.matchAll(/<th scope="row">Læsning: (.*?)</g)].map((
    [, label],
  ) => label);
  expect(order).toEqual(
    report.expected.filter(({ scale, wave, to }) =>
      scale === "pr_laesning" && wave === 2019 && to === null
    ).map(({ label }) => label),
  );
  expect(order.length).toBe(13);
});

test("socialBackground() tells of association, never of cause", () => {
  const { text } = shown;
  expect(text).toContain("hænger sammen med, at baggrund betyder mindre");
  expect(text).toContain("En sammenhæng er ikke en årsag");
  expect(text).not.toMatch(
    /effekt|skyldes, at skolen|på grund af læringsmiljø/,
  );
  const report = municipality;
  const none = socialBackground({
    ...report,
    conditions: report.conditions.map((one) => ({ ...one, adjustedP: 0.9 })),
  });
  expect(none.text).toContain("Nej, ikke sikkert.");
  const few = socialBackground({
    ...report,
    conditions: report.conditions.map((one) => ({
      ...one,
      slope: "too-few-schools" as const,
      adjustedP: null,
    })),
  });
  expect(few.text).toContain("For få skoler kan sammenlignes");
});

test("socialBackground() warns where a ceiling may have made the gradient flatter", () => {
  const { text } = shown;
  expect(text).toContain(
    "Vær forsigtig. »Læsning«: De bedste resultater ligger tættere end før: prøven kan være blevet for let til at vise, hvad de kan.",
  );
});

test("socialBackground() shows every measure, with parts that are names of their own", () => {
  const { text, estimates } = shown;
  expect(text).toContain("Risiko for svage resultater, gange de andres");
  const names = estimates.map(({ name }) => name);
  expect(names).toContain("pr_laesning/2019/background/observed/resilience");
  expect(names).toContain("pr_laesning/2019/background/imputed/slope");
  expect(names).toContain("pr_laesning/2015-2019/change-split/composition");
  expect(names).toContain("pr_laesning/2015-2019/explained-split/family");
});

test("socialBackground() splits the development without speaking of causes", () => {
  const { text } = shown;
  const plain = text.replaceAll("\u00a0", " ");
  expect(plain).toContain(
    "At det er andre elever end i 2015, svarer til en stigning på 2 point for »Fagligt niveau«, en stigning på 2 point for »Læsning« og en stigning på 2 point for »Matematik«.",
  );
  expect(plain).toContain(
    "»Læsning«: Med ens elever er udviklingen +4 point (−2 til 10) fra 2015 til 2019.",
  );
  expect(plain).toContain(
    "Af afstanden på 60 point mellem hjem med lang og kort uddannelse findes 51 point (41–61) også mellem elever på lignende skoler.",
  );
});

test("socialBackground() goes deeper in the joint report and stays short in a municipality's", () => {
  const joint = socialBackground(jointReport());
  const plain = joint.text.replaceAll("\u00a0", " ");
  expect(plain).toContain(
    "Af 60 point følger 13 point forældrenes højeste stilling og 9 point bøger i hjemmet; 36 point er tilbage mellem elever, der er ens på det hele.",
  );
  expect(plain).toContain(
    "Afstanden er faldet 9 point (3–15) siden 2015; mellem elever på lignende skoler har den flyttet sig −8 point (−14 til −2).",
  );
  expect(plain).toContain("Den svage tiendedel");
  expect(plain).toContain(
    "Andelen med svage resultater er faldet 2 procentpoint (1–3 %); det kan ikke ses, at noget af det er andre hjem.",
  );
  expect(plain).toContain("Flere bøger i reolen gør ikke i sig selv");
  const names = joint.estimates.map(({ name }) => name);
  expect(names).toContain("pr_laesning/2015-2019/homes-explained/occupation");
  expect(names).toContain("pr_laesning/2015-2019/homes-split-p10/total");
  expect(new Set(names).size).toBe(names.length);
  for (
    const deep of ["tiendedel", "Hvad følger afstanden", "Erreygers’ indeks:"]
  ) {
    expect(shown.text).not.toContain(deep);
  }
});

test("socialBackground() answers first, with the three measures beside each other", () => {
  const plain = shown.text.replaceAll("\u00a0", " ");
  expect(plain).toMatch(
    /»Læsning«: .* I 2019 er hældningen \d+ point \(.*?\), den forklarede andel [\d,]+ % \(.*?\) og afstanden mellem hjem \d+ point \(.*?\)\./,
  );
});
