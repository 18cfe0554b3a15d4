import { expect, test } from "vitest";
import { exp } from "#lib/numerics/mod.ts";
import {
  calibrate,
  type Calibration,
  cronbachAlpha,
  mapScores,
  mcdonaldOmega,
  personScores,
  testInformation,
  unitReliability,
} from "#lib/scaling/mod.ts";
import golden from "../golden/scaling_lsat.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import {
  ITEMS,
  normals,
  personsOfPatterns,
  responsesOf,
  simulateAnswers,
} from "./simulate.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
} from "./validation_data.ts";

/** A calibration with known parameters. */
function known(
  answers: Parameters<typeof calibrate>[0],
  change: Partial<Calibration> = {},
): Calibration {
  return { ...calibrate(answers), items: ITEMS, ...change };
}

test("mapScores() lie where the posterior is highest", () => {
  const answers = responsesOf(
    simulateAnswers(normals(300, 1), { seed: 2, missing: 0.2 }),
    { maxScore: 3 },
  );
  const fit = known(answers);
  const { map, standardError } = mapScores(fit, answers);
  const logPosterior = (p: number, theta: number): number =>
    ITEMS.reduce((sum, { slope, intercepts }, i) => {
      const x = answers.columns[i]![p]!;
      if (x < 0) return sum;
      const total = intercepts.reduce(
        (s, d, k) => s + exp(slope * k * theta + d),
        0,
      );
      return sum + slope * x * theta + intercepts[x]! - Math.log(total);
    }, -theta * theta / 2);
  for (let p = 0; p < 50; p++) {
    const at = map[p]!;
    if (Number.isNaN(at)) continue;
    const [below, here, above] = [-1, 0, 1].map((s) =>
      logPosterior(p, at + s * 1e-3)
    );
    expect(here! >= below! && here! >= above!).toBe(true);
    // Minus the second derivative is the squared inverse of the standard error.
    const curvature = (2 * here! - below! - above!) / 1e-6;
    expectClose(1 / Math.sqrt(curvature), standardError[p]!, {
      tolerance: 1e-4,
    });
  }
});

test("mapScores() of extreme scores are finite and lie beyond the EAP", () => {
  const answers = personsOfPatterns(golden.lsat7.patterns);
  const fit = calibrate(answers);
  const { map, standardError } = mapScores(fit, answers);
  const { eap } = personScores(fit, answers);
  expect(map.every(Number.isFinite)).toBe(true);
  expect(standardError.every((se) => se > 0 && se < 1)).toBe(true);
  const best = answers.columns[0]!.findIndex((_, p) =>
    answers.columns.every((column) => column[p] === 1)
  );
  expect(map[best]).toBeLessThan(eap[best]!);
  expectClose(map[best]!, eap[best]!, { tolerance: 0.1 });
});

test.skipIf(dataAreAbsent).each(
  [
    ["lsat7", "lsat7", 5, "mirt_2PL"],
    ["science", "science", 4, "mirt_GPCM"],
    ["verbal_aggression", "verbal_aggression", 24, "mirt_GPCM"],
    ["timss2011_aus_twn", "timss_aus_twn", 11, "mirt_GPCM"],
  ] as const,
)(
  "testInformation() averages to the marginal reliability of mirt: %s, %s, %s items, %s",
  (data, reference, items, fit) => {
    const answers = readAnswers(`${data}.csv`, { items });
    const found = calibrate(answers, { grid: { nodes: 241, halfWidth: 12 } });
    const thetas = Array.from({ length: 241 }, (_, q) => (q - 120) / 20);
    const { reliability } = testInformation(found, thetas);
    let total = 0;
    let mean = 0;
    thetas.forEach((theta, q) => {
      total += exp(-theta * theta / 2);
      mean += exp(-theta * theta / 2) * reliability[q]!;
    });
    const expected = readReference(`${reference}.irt.ref.json`)[
      fit
    ] as unknown as { readonly marginal_rxx: number };
    expectClose(mean / total, expected.marginal_rxx, { tolerance: 1e-4 });
  },
);

test("testInformation() of a Rasch item at its difficulty is a quarter", () => {
  const answers = personsOfPatterns(golden.lsat6.patterns);
  const fit: Calibration = {
    ...calibrate(answers, { model: "PCM" }),
    items: [{ id: "item1", maxScore: 1, slope: 1, intercepts: [0, -0.5] }],
  };
  const { information, standardError } = testInformation(fit, [0.5]);
  expectClose(information[0]!, 0.25);
  expectClose(standardError[0]!, 2);
  expect(() => testInformation(fit, [0], { items: new Set(["item9"]) }))
    .toThrow(/0 items, expected a positive one and at least one item/);
  expect(() => testInformation(fit, [0], { group: 4 })).toThrow(RangeError);
});

test("mcdonaldOmega() is the share of the sum's variance that θ explains", () => {
  const answers = responsesOf(simulateAnswers(normals(40000, 7), { seed: 9 }), {
    maxScore: 3,
  });
  const again = simulateAnswers(normals(40000, 7), { seed: 10 });
  const [omega] = mcdonaldOmega(known(answers), answers);
  const sums = (columns: readonly Int8Array[]): number[] =>
    Array.from(columns[0]!, (_, p) => columns.reduce((s, c) => s + c[p]!, 0));
  const [first, second] = [sums(answers.columns), sums(again)];
  const mean = (x: number[]): number => x.reduce((a, b) => a + b) / x.length;
  const covariance = (x: number[], y: number[]): number => {
    const [mx, my] = [mean(x), mean(y)];
    return mean(x.map((v, p) => (v - mx) * (y[p]! - my)));
  };
  // Two answers of the same persons share θ only; the error of a correlation is 0.003.
  const correlation = covariance(first, second) /
    Math.sqrt(covariance(first, first) * covariance(second, second));
  expectClose(omega!, correlation, { tolerance: 0.009 });
});

test("mcdonaldOmega() is near alpha when slopes are equal and above it when they differ", () => {
  const items = ITEMS.map((item, i) => ({
    ...item,
    slope: i === 0 ? 2.5 : 0.5,
  }));
  const equal = ITEMS.map((item) => ({ ...item, ...ITEMS[0]!, id: item.id }));
  for (
    const [used, least, most] of [[equal, -0.005, 0.005], [
      items,
      0.005,
      0.2,
    ]] as const
  ) {
    const answers = responsesOf(
      simulateAnswers(normals(20000, 3), { seed: 6, items: used }),
      { maxScore: 3 },
    );
    const fit = calibrate(answers);
    const gap = mcdonaldOmega(fit, answers)[0]! - cronbachAlpha(answers)[0]!;
    expect(gap).toBeGreaterThan(least);
    expect(gap).toBeLessThan(most);
  }
});

test("mcdonaldOmega() is null in a wave where one item was asked", () => {
  const group = Array.from({ length: 600 }, (_, p) => p % 2);
  const columns = simulateAnswers(normals(600, 3), { seed: 6 }).map((c, i) =>
    i === 0 ? c : c.map((x, p) => group[p] === 1 ? -1 : x)
  );
  const answers = responsesOf(columns, { group, groupCount: 2, maxScore: 3 });
  const [first, second] = mcdonaldOmega(calibrate(answers), answers);
  expect(first).toBeGreaterThan(0.5);
  expect(second).toBe(null);
});

test("unitReliability() of a table worked by hand", () => {
  // Means 1 and 4, MSW 1, MSB 13.5; n₀ 3; between (13.5 − 1) / 3 = 25 / 6.
  const found = unitReliability([0, 1, 2, 3, 4, 5, NaN, 9], [
    0,
    0,
    0,
    1,
    1,
    1,
    1,
    -1,
  ]);
  expect(found).toMatchObject({ units: 2, persons: 6, typicalSize: 3 });
  expectClose(found.between, 25 / 6);
  expectClose(found.within, 1);
  expectClose(found.intraclassCorrelation, 25 / 31);
  expectClose(found.reliability, 25 / 27);
  expectAllClose(found.byUnit, [25 / 27, 25 / 27]);
});

test("unitReliability() is 0 when units differ by chance only, and throws without units", () => {
  const found = unitReliability([1, 3, 1, 3, 1, 3], [0, 0, 1, 1, 2, 2]);
  expect(found.between).toBe(0);
  expect(found.reliability).toBe(0);
  expect(() => unitReliability([1, 2], [0, 0])).toThrow(RangeError);
  expect(() => unitReliability([1, 1, 1, 1], [0, 0, 1, 1])).toThrow(
    "scores that differ",
  );
  expect(() => unitReliability([NaN, NaN], [0, 1])).toThrow("0 units");
});
