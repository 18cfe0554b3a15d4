import { expect, test } from "vitest";
import { randomisationTest } from "#lib/effects/mod.ts";
import {
  analyseLottery,
  lotteryBalance,
  lotteryCaveats,
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
  const expected = randomisationTest({
    outcome: first?.after ?? [],
    treated: lottery.schools.map(({ treated }) => Number(treated)),
    baseline: [first?.before ?? []],
  });
  expect(analysis.outcomes[0]?.test).toEqual(expected);
  expect(analysis.draws).toBe(646646);
  expect(analysis.drawn).toBe(10);
});

test("analyseLottery() finds the planted effect and no other", () => {
  const found = analysis.outcomes.filter(({ pAdjusted }) => pAdjusted < 0.05);
  expect(found.map(({ outcome }) => outcome.label)).toEqual(["Klasseledelse"]);
  const [lower, upper] = found[0]?.effect.interval ?? [0, 0];
  expect(lower).toBeLessThan(26);
  expect(upper).toBeGreaterThan(26);
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

test("effectSentence() keeps three cases apart", () => {
  const [base] = analysis.outcomes;
  if (!base) throw new Error("no outcome");
  const sentence = (value: number, pAdjusted: number) =>
    effectSentence({ ...base, effect: estimate(value, 4), pAdjusted });
  expect(sentence(2, 0.9)).toMatch(/ingen sikker effekt/);
  expect(sentence(12, 0.2)).toMatch(/ikke sikkert en effekt/);
  expect(sentence(12, 0.01)).toMatch(
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
  expect(text).not.toContain("skole-");
});
