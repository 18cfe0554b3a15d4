import { expect, test } from "vitest";
import { loadCodebook, scaleById } from "#lib/codebook/mod.ts";
import {
  changeSentence,
  comparisonSentence,
  gradientChangeSentence,
} from "../../lib/reports/sentences.ts";
import {
  chooseWording,
  countNoun,
  directionOf,
  scalePhrase,
} from "../../lib/reports/words.ts";
import { estimate } from "./fixture.ts";

const codebook = loadCodebook();
const sides = { unit: "Billund Kommune", reference: "programmet" };
const period = { from: 2015, to: 2019 };
const reading = scaleById(codebook, "pr_laesning");

test("directionOf() claims a difference only where the interval leaves out 0", () => {
  expect(directionOf({ ...estimate(5, 1), interval: [0.01, 10] })).toBe(
    "higher",
  );
  expect(directionOf({ ...estimate(-5, 1), interval: [-10, -0.01] })).toBe(
    "lower",
  );
  expect(directionOf({ ...estimate(5, 1), interval: [0, 10] })).toBe("same");
  expect(directionOf({ ...estimate(5, 1), interval: [-0.01, 10] })).toBe(
    "same",
  );
});

const claims =
  /over|under|steget|faldet|stigning|fald\b|større|mindre|højere|lavere/;

test.each(codebook.scales.map((scale) => [scale.id, scale] as const))(
  "sentences about %s claim only what the interval allows",
  (_, scale) => {
    const [unsure, up, down] = [
      estimate(4, 5),
      estimate(12, 3),
      estimate(-12, 3),
    ];
    const same = comparisonSentence(scale, unsure, sides);
    expect(same).toMatch(/ikke sikkert forskellig fra programmet/);
    expect(same.replace(scalePhrase(scale), "")).not
      .toMatch(claims);
    expect(changeSentence(scale, unsure, period)).toMatch(
      /ikke (er )?sikkert forskelligt fra 2015/,
    );
    expect(comparisonSentence(scale, up, sides)).toMatch(
      /12\u00a0point over programmet/,
    );
    expect(comparisonSentence(scale, down, sides)).toMatch(
      /12\u00a0point under programmet/,
    );
    expect(changeSentence(scale, up, period)).toMatch(
      /steget 12|stigning på 12/,
    );
    expect(changeSentence(scale, down, period)).toMatch(/faldet 12|fald på 12/);
  },
);

test("sentences are whole: a capital first, a full stop last, no doubled brackets", () => {
  for (const scale of codebook.scales) {
    for (const value of [estimate(4, 5), estimate(12, 3), estimate(-12, 3)]) {
      const all = [
        comparisonSentence(scale, value, sides),
        changeSentence(scale, value, period),
        gradientChangeSentence(scale, value, period),
      ];
      for (const sentence of all) {
        expect(sentence).toMatch(/^[A-ZÆØÅ»].*\.$/);
        expect(sentence).not.toMatch(
          /undefined|NaN|\.\.|\(\(|\) \(.*\) \(|effekt|rang/,
        );
      }
    }
  }
});

test("comparisonSentence() reads as Danish", () => {
  expect(
    comparisonSentence(
      reading,
      { ...estimate(12, 3), interval: [5.8, 18.2] },
      sides,
    ),
  )
    .toMatch(
      /12\u00a0point over programmet.*95\u00a0%\u2011interval: 6–18\)\.$/,
    );
});

test("a fall tells the interval of its size", () => {
  expect(
    changeSentence(
      reading,
      { ...estimate(-8, 2), interval: [-13, -3] },
      period,
    ),
  ).toContain("interval: 3–13");
});

test("gradientChangeSentence() names the direction without praise", () => {
  expect(
    gradientChangeSentence(
      reading,
      estimate(-6, 1, { unit: "points-per-sd" }),
      period,
    ),
  )
    .toMatch(
      /blevet mindre fra 2015 til 2019: hældningen er faldet 6\u00a0point/,
    );
});

test("scalePhrase() quotes the scale's own name", () => {
  expect(scalePhrase({ label: "Glad for skolen" })).toBe("»Glad for skolen«");
});

test("countNoun() agrees with its noun", () => {
  const noun = { one: "skala", many: "skalaer" };
  expect([0, 1, 2, 13].map((n) => countNoun(n, noun)))
    .toEqual(["ingen skalaer", "en skala", "to skalaer", "13 skalaer"]);
});

test("chooseWording() is the same for the same key and spreads over keys", () => {
  const wordings = ["a", "b", "c"];
  expect(chooseWording("x", wordings)).toBe(chooseWording("x", wordings));
  const used = new Set(
    Array.from({ length: 40 }, (_, i) => chooseWording(`nøgle ${i}`, wordings)),
  );
  expect([...used].toSorted()).toEqual(wordings);
  expect(() => chooseWording("x", [])).toThrow(RangeError);
});
