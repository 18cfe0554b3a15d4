import { createStream, exp } from "#lib/numerics/mod.ts";
import {
  differenceStatistic,
  type Estimate,
  fitMixedModel,
  jackknifeDesign,
  kenwardRoger,
  meanStatistic,
  type MixedDesign,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectClose } from "../expect_close.ts";

/** Pupils of two waves, other pupils in each, and how many a school has. */
interface Waves {
  readonly score: Float64Array;
  readonly school: Int32Array;
  readonly wave: Int32Array;
}

/** Schools that swing from wave to wave; `sizeSpread` 0 makes them equally large. */
function drawWaves(
  { schools, sizeSpread, seed }: {
    readonly schools: number;
    readonly sizeSpread: number;
    readonly seed: number;
  },
): Waves {
  const stream = createStream(2015, seed);
  const score: number[] = [], school: number[] = [], wave: number[] = [];
  for (let s = 0; s < schools; s++) {
    const size = Math.round(20 * exp(sizeSpread * stream.normal()));
    const lasting = 500 + 30 * stream.normal();
    for (const w of [0, 1]) {
      const level = lasting + 5 * w + 18 * stream.normal();
      for (let i = 0; i < Math.max(2, size); i++) {
        score.push(level + 92 * stream.normal());
        school.push(s);
        wave.push(w);
      }
    }
  }
  return {
    score: Float64Array.from(score),
    school: Int32Array.from(school),
    wave: Int32Array.from(wave),
  };
}

/** The change of the mean with each school left out of both waves at once, as reports do. */
function jackknifed({ score, school, wave }: Waves): Estimate {
  const late = Float64Array.from(wave);
  const [change] = replicateEstimates([
    differenceStatistic(
      meanStatistic({ where: "late" }),
      meanStatistic({ where: "early" }),
    ),
  ], {
    values: [score],
    columns: { late, early: late.map((w) => 1 - w) },
    design: jackknifeDesign(score.map(() => 1), { clusters: school }),
  });
  if (typeof change!.estimate === "string") throw new TypeError();
  return change!.estimate;
}

/** y ~ wave + (1 | school) + (1 | school:wave). */
function modelled({ score, school, wave }: Waves) {
  const terms: MixedDesign["terms"] = [
    { name: "school", levels: school },
    { name: "school × wave", levels: school.map((s, i) => 2 * s + wave[i]!) },
  ];
  const fit = fitMixedModel({
    outcome: score,
    fixed: {
      rows: score.length,
      columns: 2,
      values: Float64Array.from([...wave].flatMap((w) => [1, w])),
    },
    fixedNames: ["1", "wave"],
    terms,
  });
  const { estimates, standardErrors, degreesOfFreedom } = kenwardRoger(
    fit,
    [0, 1],
  );
  return {
    value: estimates[0]!,
    standardError: standardErrors[0]!,
    degreesOfFreedom,
    singular: fit.convergence.singular,
  };
}

test("the jackknife and a mixed model with school × wave are one and the same for schools of one size", () => {
  for (const schools of [18, 60]) {
    const waves = drawWaves({ schools, sizeSpread: 0, seed: 1 });
    const model = modelled(waves), change = jackknifed(waves);
    expect(model.singular).toEqual([]);
    expectClose(model.value, change.value);
    expectClose(model.standardError, change.standardError, {
      tolerance: 1e-7,
    });
    expectClose(model.degreesOfFreedom, schools - 1, { tolerance: 1e-4 });
    expect(change.degreesOfFreedom).toBe(schools - 1);
  }
});

test("the jackknife and a mixed model with school × wave agree for schools of unequal size", () => {
  let ratio = 0, apart = 0;
  const samples = 12;
  for (let seed = 1; seed <= samples; seed++) {
    const waves = drawWaves({ schools: 120, sizeSpread: 0.45, seed });
    const model = modelled(waves), change = jackknifed(waves);
    ratio += model.standardError / change.standardError / samples;
    const distance = (model.value - change.value) / change.standardError;
    apart += distance * distance / samples;
  }
  // The model weighs schools by what they tell and is a little more precise, if it is
  // right; the estimates then differ by the variance that it saves (Hausman 1978).
  expect(ratio).toBeGreaterThan(0.9);
  expect(ratio).toBeLessThan(1.03);
  expect(apart).toBeLessThan(0.25);
});
