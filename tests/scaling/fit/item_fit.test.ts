import { expect, test } from "vitest";
import {
  calibrate,
  itemFit,
  type ItemModel,
  localDependence,
  personFit,
  scoreItemFit,
} from "#lib/scaling/mod.ts";
import golden from "../../golden/scaling_lsat.json" with { type: "json" };
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";
import {
  ITEMS,
  normals,
  personsOfPatterns,
  responsesOf,
  simulateAnswers,
} from "../simulate.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
} from "../validation_data.ts";

/** What the reference files hold of fit. */
interface FitReference {
  readonly itemfit_SX2: readonly {
    readonly S_X2: number;
    readonly "df.S_X2": number;
    readonly "p.S_X2": number;
    readonly "RMSEA.S_X2": number;
  }[];
  readonly infit_outfit: readonly {
    readonly outfit: number;
    readonly infit: number;
    readonly "z.outfit": number;
    readonly "z.infit": number;
  }[];
  readonly "msq.itemfit": readonly {
    readonly Outfit: number;
    readonly Infit: number;
  }[];
}

const WIDE = { nodes: 241, halfWidth: 12 };

interface Case {
  readonly data: string;
  readonly items: number;
  readonly model: ItemModel;
  readonly mirt: string;
  readonly tam: string | null;
  /** mirt's z departs where the variance at an extreme score all but vanishes. */
  readonly z: boolean;
}

const CASES: readonly Case[] = [
  ["lsat6", 5, "GPCM", "2PL", "2PL", true],
  ["lsat6", 5, "PCM", "Rasch", "Rasch", true],
  ["lsat7", 5, "GPCM", "2PL", "2PL", true],
  ["lsat7", 5, "PCM", "Rasch", "Rasch", true],
  ["science", 4, "GPCM", "GPCM", "GPCM", false],
  ["science", 4, "PCM", "PCM", "PCM", true],
  ["verbal_aggression", 24, "PCM", "PCM", "PCM", false],
  ["verbal_aggression", 24, "GPCM", "GPCM", null, false],
  ["timss_aus_twn", 11, "GPCM", "GPCM", "GPCM", false],
  ["timss_aus_twn", 11, "PCM", "PCM", "PCM", true],
].map(([data, items, model, mirt, tam, z]) => ({
  data: data as string,
  items: items as number,
  model: model as ItemModel,
  mirt: `mirt_${mirt}`,
  tam: tam ? `TAM_${tam}` : null,
  z: z as boolean,
}));

test.skipIf(dataAreAbsent).each(CASES)(
  "itemFit() and scoreItemFit() match $mirt and $tam on $data",
  ({ data, items, model, mirt, tam, z }) => {
    const file = data.replace("timss", "timss2011").concat(".csv");
    const responses = readAnswers(file, { items });
    const calibration = calibrate(responses, { model, grid: WIDE });
    const reference = readReference(`${data}.irt.ref.json`);
    const byMirt = reference[mirt] as unknown as FitReference;
    const found = itemFit(calibration, responses);
    found.forEach(({ atWle }, i) => {
      const expected = byMirt.infit_outfit[i]!;
      expectClose(atWle.outfit, expected.outfit, { tolerance: 1e-4 });
      // At the extreme scores of steep items the fourth digit is mirt's.
      expectClose(atWle.infit, expected.infit, {
        tolerance: z ? 2e-5 : 4e-3,
      });
      if (!z) return;
      expectClose(atWle.outfitZ, expected["z.outfit"], { tolerance: 2e-4 });
      expectClose(atWle.infitZ, expected["z.infit"], { tolerance: 2e-4 });
    });
    const byTam = tam ? reference[tam] as unknown as FitReference : null;
    if (byTam) {
      found.forEach(({ overPosterior }, i) => {
        const expected = byTam["msq.itemfit"][i]!;
        expectClose(overPosterior.outfit, expected.Outfit, { tolerance: 1e-5 });
        expectClose(overPosterior.infit, expected.Infit, { tolerance: 1e-5 });
      });
    }
    scoreItemFit(calibration, responses).forEach((fit, i) => {
      const expected = byMirt.itemfit_SX2[i]!;
      // mirt's science PCM stopped a unit of the fifth digit before its maximum.
      expectClose(fit.statistic, expected.S_X2, { tolerance: 1.5e-4 });
      expectClose(fit.pValue, expected["p.S_X2"], { tolerance: 1e-4 });
      expectClose(fit.rmsea, expected["RMSEA.S_X2"], { tolerance: 2e-4 });
      expect(fit.degreesOfFreedom).toBe(expected["df.S_X2"]);
    });
  },
);

test("scoreItemFit() and personFit() give the published LSAT 7 values", () => {
  // mirt's own tests print S-X2 with the model's six-digit parameters, Zh with two digits.
  const responses = personsOfPatterns(golden.lsat7.patterns);
  const calibration = calibrate(responses);
  const fit = scoreItemFit(calibration, responses);
  expectAllClose(
    fit.map((item) => item.statistic),
    [4.7494, 14.4511, 1.2704, 5.2374, .9411],
    { tolerance: 2.5e-3 },
  );
  expect(fit.map((item) => item.degreesOfFreedom)).toEqual([2, 2, 2, 2, 2]);
  const zh = personFit(calibration, responses).items.map((item) => item.zh);
  expectAllClose(zh, [1.43, 6.35, 5.31, 5.80, .70], { tolerance: 5e-3 });
});

test("scoreItemFit() merges the cells it must and keeps the totals", () => {
  const theta = normals(400, 3);
  const responses = responsesOf(simulateAnswers(theta, { seed: 4 }), {
    maxScore: 3,
  });
  const fit = scoreItemFit(calibrate(responses), responses);
  fit.forEach(({ degreesOfFreedom, pValue, persons }) => {
    expect(persons).toBe(400);
    expect(degreesOfFreedom).toBeGreaterThan(5);
    expect(pValue).toBeGreaterThan(1e-4);
  });
});

test("scoreItemFit() is empty where nobody answered every item", () => {
  const columns = simulateAnswers(normals(900, 5), { seed: 6 });
  columns.forEach((column, i) => {
    for (let p = i % 3; p < 900; p += 3) column[p] = -1;
  });
  const responses = responsesOf(columns, { maxScore: 3 });
  expect(scoreItemFit(calibrate(responses), responses)).toEqual([]);
});

test("localDependence() finds the pair that shares more than the scale", () => {
  const theta = normals(4000, 7);
  const columns = simulateAnswers(theta, { seed: 8 });
  // Every third person repeats the first answer. Slopes of their own would let the
  // pair take over the scale, so they are kept equal.
  for (let p = 0; p < 4000; p += 3) columns[1]![p] = columns[0]![p]!;
  const responses = responsesOf(columns, { maxScore: 3 });
  const calibration = calibrate(responses, { model: "PCM" });
  const pairs = localDependence(calibration, responses);
  expect(pairs).toHaveLength(10);
  const sum = pairs.reduce((total, { adjusted }) => total + adjusted, 0);
  expectClose(sum, 0);
  const flagged = pairs.filter(({ adjusted }) => adjusted > 0.2);
  expect(flagged.map(({ items }) => items)).toEqual([["item1", "item2"]]);
});

test("localDependence() is −1 for two items of a scale of two", () => {
  // With equal slopes the WLE makes the residuals of two items opposite.
  const pair = ITEMS.slice(0, 2).map((item) => ({ ...item, slope: 1 }));
  const responses = responsesOf(
    simulateAnswers(normals(500, 9), { seed: 10, items: pair }),
    { maxScore: 3 },
  );
  const calibration = calibrate(responses, { model: "PCM" });
  const [found] = localDependence(calibration, responses);
  expect(found!.q3).toBeLessThan(-0.9);
});

test("personFit() puts answers against the scale below all others", () => {
  const theta = normals(1000, 11);
  const columns = simulateAnswers(theta, { seed: 12 });
  // Disagrees with what nearly all agree to, and the other way round.
  [0, 0, 0, 3, 3].forEach((answer, i) => columns[i]![0] = answer);
  columns.forEach((column) => column[1] = -1);
  const responses = responsesOf(columns, { maxScore: 3 });
  const { persons } = personFit(calibrate(responses), responses);
  expect(persons[1]).toBeNaN();
  expect(persons[0]).toBeLessThan(-2);
  const others = persons.filter((_, p) => p !== 1);
  expect(others.filter((lz) => lz <= persons[0]!).length).toBeLessThan(5);
});
