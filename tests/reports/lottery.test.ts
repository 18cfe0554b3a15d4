import { expect, test } from "vitest";
import { possibleDraws, randomisationTest } from "#lib/effects/mod.ts";
import {
  analyseLottery,
  lotteryBalance,
  lotteryCaveats,
  lotteryChecks,
  lotteryDesign,
  lotteryMde,
  lotteryResults,
} from "#lib/reports/mod.ts";
import { effectSentence } from "../../lib/reports/lottery/effect_sentence.ts";
import { estimate } from "./fixture.ts";
import { lotteryFixture } from "./pages.ts";

const lottery = lotteryFixture();
const analysis = analyseLottery(lottery);

test("analyseLottery() is the exact test with the school's own mean before as baseline", () => {
  const [first] = lottery.outcomes;
  const expected = randomisationTest(
    { outcome: first?.after ?? [], baseline: [first?.before ?? []] },
    possibleDraws(lottery.schools.map(({ treated }) => Number(treated))),
    { intervals: "studentised" },
  );
  expect(analysis.outcomes[0]?.test).toMatchObject({ ...expected });
  expect(analysis.draws).toMatchObject({ size: 646646, drawn: 10 });
});

test("analyseLottery() finds the planted effect and no other", () => {
  const found = analysis.outcomes.filter(({ pAdjusted }) => pAdjusted < 0.05);
  expect(found.map(({ outcome }) => outcome.label)).toEqual(["Klasseledelse"]);
  const [lower, upper] = found[0]?.effect.interval ?? [0, 0];
  expect(lower).toBeLessThan(26);
  expect(upper).toBeGreaterThan(26);
});

test("analyseLottery() holds all draws of the primary outcome, or none without one", () => {
  const { primary } = analysis;
  expect(primary?.outcome.label).toBe("Klasseledelse");
  const counts = Array.from(primary?.distribution.counts ?? []);
  expect(counts.reduce((total, count) => total + count, 0)).toBe(646646);
  const [one] = lottery.outcomes;
  const none = { ...lottery, outcomes: one ? [one] : [], primaryScale: null };
  expect(analyseLottery(none).primary).toBeNull();
});

test("lotteryMde() prints the smallest effects of 10 of 22 schools", () => {
  // Multiplier t(0.975, 20) + t(0.8, 20) = 2.95; 300 pupils: 26 and 19 points for
  // ICC 0.04, 44 without baseline for ICC 0.12.
  const { text } = lotteryMde(lottery);
  expect(text).toMatch(/Trivsel, uden resultatet før\t4\u00a0%\t0\u00a0%\t26/);
  expect(text).toMatch(/Prøver, uden resultatet før\t12\u00a0%\t0\u00a0%\t44/);
});

test("lotteryResults() lists the effects by name and speaks of certain ones only", () => {
  const { text, estimates } = lotteryResults(lottery, analysis);
  expect(estimates.map(({ name }) => name)).toEqual(
    lottery.outcomes.map(({ scale }) => `effect/${scale}`),
  );
  expect(text).toContain("Sikker effekt på »Klasseledelse«.");
  expect(text).toMatch(/Læsning: ingen sikker effekt/);
});

test("lotteryResults() shows the primary outcome among all draws, with the counts", () => {
  const { html, text } = lotteryResults(lottery, analysis);
  const asExtreme = analysis.primary?.test.studentised.asExtreme;
  expect(text).toContain(
    `»Klasseledelse«: ${asExtreme} af alle 646.646 mulige lodtrækninger giver mindst lige så stort et udslag som den faktiske (p`,
  );
  expect(html).toContain("Den faktiske lodtrækning</text>");
  const rows = text.slice(text.indexOf("Mulige lodtrækninger efter forskel"))
    .matchAll(/^.* til .*\t([\d.]+)$/gm);
  const counts = [...rows].map(([, n = ""]) => Number(n.replaceAll(".", "")));
  expect(counts.reduce((total, count) => total + count, 0)).toBe(646646);
});

test("lotteryResults() says so when the primary outcome has no certain effect", () => {
  const [first] = analysis.outcomes;
  if (!first || !analysis.primary) throw new Error("no outcome");
  const primary = { ...analysis.primary, ...first };
  const message = (count: number) => {
    const outcomes = analysis.outcomes.slice(0, count);
    return lotteryResults(lottery, { ...analysis, outcomes, primary })
      .text.split("\n")[0];
  };
  expect(message(4)).toBe(
    "Sikker effekt på »Klasseledelse«, men ikke på det vigtigste, »Læsning«.",
  );
  expect(message(3)).toBe(
    "Ingen sikker effekt på noget resultat, heller ikke på det vigtigste, »Læsning«.",
  );
});

test("lotteryResults() shows no draws where no outcome was named as primary", () => {
  const { text } = lotteryResults(lottery, { ...analysis, primary: null });
  expect(text).not.toContain("lodtrækninger giver");
});

test("effectSentence() keeps three cases apart", () => {
  const [base] = analysis.outcomes;
  if (!base) throw new Error("no outcome");
  const sentence = (value: number, certain: boolean) =>
    effectSentence({ ...base, effect: estimate(value, 4), certain });
  expect(sentence(2, false)).toMatch(/ingen sikker effekt/);
  expect(sentence(12, false)).toMatch(/ikke sikkert en effekt/);
  expect(sentence(12, true)).toMatch(
    /har haft en effekt; skolerne ligger 12\u00a0point højere/,
  );
});

test("lotteryDesign(), lotteryBalance() and lotteryCaveats() tell the draw and never a school", () => {
  const text = [
    lotteryDesign(lottery),
    lotteryBalance(lottery, analysis),
    lotteryCaveats(lottery),
  ].map((d) => d.text).join("\n");
  expect(text).toContain("10 af dem blev trukket ud 14. februar 2018");
  expect(text).toContain("646.646");
  expect(text).toContain("»Klasseledelse«. Det er valgt på forhånd");
  expect(text).toContain("Hvor mange skoler der fik tilbuddet, er ikke oplyst");
  expect(text).not.toContain("skole-");
});

test("lotteryDesign() tells the rule by which draws were drawn again, and counts those that pass", () => {
  const rule = {
    covariates: [lottery.outcomes[0]?.before ?? []],
    largestDistance: 0.5,
  };
  const { text } = lotteryDesign({ ...lottery, rule });
  expect(text).toContain(
    "Der blev trukket om, til de to grupper lignede hinanden i en oplysning fra før",
  );
  expect(text).toMatch(/for alle [1-5]\d\d\.\d{3} mulige lodtrækninger/);
});

test("lotteryChecks() answers first and folds the tables", () => {
  const { text, html } = lotteryChecks(lottery, analysis);
  expect(text).toContain(
    "»Matematik«: eleverne på de udtrukne skoler er blevet mere ens; spredningen er ",
  );
  expect(text).toMatch(/9\d\u00a0% af eleverne på de udtrukne skoler svarede/);
  expect(text).toContain(
    "9 af de 10 udtrukne skoler deltog, og ingen af de øvrige.",
  );
  expect(text).toMatch(/Udelades én skole ad gangen, ligger den mellem \+/);
  for (
    const line of [
      "Som planlagt",
      "Hver elev tæller",
      "over skolerne med robuste fejl (CR2",
      "wild bootstrap",
      "over eleverne, med robuste fejl",
      "Ingen af de 22 skoler er faldet fra.",
      "interval om begge",
    ]
  ) expect(text).toContain(line);
  expect(html.match(/<details/g)?.length).toBe(4);
  expect(text).not.toContain("NaN");
});

test("lotteryChecks() says when everybody answered, and bounds nothing then", () => {
  const complete = {
    ...lottery,
    schools: lottery.schools.map((school) => ({
      ...school,
      answered: school.invited,
    })),
    outcomes: lottery.outcomes.map((one) => ({
      ...one,
      lowestAfter: one.after,
      highestAfter: one.after,
      trimmedShare: 0,
    })),
  };
  const draws = possibleDraws(
    complete.schools.map(({ treated }) => Number(treated)),
    { exactLimit: 1, samples: 199 },
  );
  const analysis = analyseLottery(complete, draws);
  expect(analysis.checks.bounds).toEqual([]);
  const { text } = lotteryChecks(complete, analysis);
  expect(text).toContain("Ja, alle elever svarede.");
  expect(text).not.toContain("Lees grænser");
});

test("lotteryResults() says when the draws are a sample, and what that leaves open", () => {
  const treated = lottery.schools.map((school) => Number(school.treated));
  const draws = possibleDraws(treated, { exactLimit: 1, samples: 999 });
  const { text } = lotteryResults(lottery, analyseLottery(lottery, draws));
  expect(text).toContain(
    "1.000 tilfældigt valgte af de 646.646 mulige lodtrækninger",
  );
  expect(text).toMatch(/p\u00a0=\u00a00,\d{3} \(0,\d{3}–0,\d{3}\)/);
  expect(text).toContain("ligger med 95 % sikkerhed");
});

test("lotteryChecks() says when all or nobody knows who took part", () => {
  const { checks } = analysis;
  const unknown = { ...analysis, checks: { ...checks, compliers: null } };
  expect(lotteryChecks(lottery, unknown).text).toContain(
    "Det er ikke oplyst, hvilke skoler der deltog.",
  );
  const compliers = checks.compliers?.map((one) => ({
    ...one,
    receivedByDrawn: 1,
  })) ?? null;
  const all = { ...analysis, checks: { ...checks, compliers } };
  expect(lotteryChecks(lottery, all).text).toContain(
    "Alle udtrukne skoler deltog, og ingen af de øvrige.",
  );
});
