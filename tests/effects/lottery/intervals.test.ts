import { expect, test } from "vitest";
import {
  type DrawPlan,
  possibleDraws,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { allDraws, type SlowOutcome, slowPValues } from "./brute_force.ts";
import { simulatedSchools } from "./simulated_schools.ts";

/** Checks both intervals at, inside and outside their ends by brute force. */
function expectIntervals(
  data: SlowOutcome,
  draws: readonly (readonly number[])[],
  { plan, exposure }: {
    readonly plan?: DrawPlan;
    readonly exposure?: readonly number[];
  } = {},
): { finite: number; infinite: number } {
  const found = randomisationTest(
    data,
    possibleDraws(data.treated, { ...(plan && { plan }) }),
    { ...(exposure && { exposure }) },
  );
  expect(found.draws).toBe(draws.length);
  const at = (tau: number) =>
    slowPValues(data, draws, { tau, ...(exposure && { exposure }) });
  const none = at(0);
  const ends = { finite: 0, infinite: 0 };
  for (const kind of ["plain", "studentised"] as const) {
    const result = found[kind];
    if (result === null) continue;
    expect(result.pValue).toBeCloseTo(none[kind], 12);
    expect(at(found.effect)[kind]).toBe(1);
    const width = found.standardError;
    for (const [k, end] of result.interval.entries()) {
      const outward = k === 0 ? -1 : 1;
      if (Number.isFinite(end)) {
        ends.finite++;
        // Far out statistics change slowly, and the slow count has a tolerance for ties.
        const step = 1e-6 * Math.max(width, Math.abs(end - found.effect));
        expect(at(end - outward * step)[kind]).toBeGreaterThan(0.05);
        for (const far of [step, width / 7, width, 20 * width, 1e4 * width]) {
          expect(at(end + outward * far)[kind], `${kind} ${end} ${far}`)
            .toBeLessThanOrEqual(0.05);
        }
      } else {
        ends.infinite++;
        expect(at(outward * 1e6 * width)[kind]).toBeGreaterThan(0.05);
      }
    }
  }
  return ends;
}

test("randomisationTest() gives the intervals that brute force over effects gives", () => {
  const full = simulatedSchools(9, 4, 3);
  const { outcome, treated, baseline, weights } = full;
  for (
    const data of [
      { outcome, treated },
      { outcome, treated, baseline },
      { outcome, treated, weights },
      full,
      simulatedSchools(8, 4, 5), // With as many drawn as not, every draw has a mirror image.
      simulatedSchools(10, 3, 6),
    ]
  ) {
    const draws = allDraws(data.treated.length, sum(data.treated));
    expectIntervals(data, draws);
  }
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test("randomisationTest() gives the intervals with covariates fitted in both groups", () => {
  for (const seed of [1, 2]) {
    const { outcome, treated, baseline } = simulatedSchools(10, 4, seed);
    const data = {
      outcome,
      treated,
      baseline,
      adjustment: "interacted",
    } as const;
    expectIntervals(data, allDraws(10, 4));
  }
});

test("randomisationTest() gives the intervals of a draw within strata, with and without weights", () => {
  const { outcome, treated, baseline, weights } = simulatedSchools(10, 4, 11);
  const order = [...treated.keys()].sort((i, j) => treated[j]! - treated[i]!);
  // Stratum a has 2 of 4, stratum b 2 of 6.
  const strata = treated.map((_, i) =>
    [0, 1, 4, 5].includes(order.indexOf(i)) ? "a" : "b"
  );
  const draws = allDraws(10, 4).filter((marks) =>
    sum(marks.filter((_, i) => strata[i] === "a")) === 2
  );
  const plan = { kind: "stratified", strata } as const;
  for (
    const data of [
      { outcome, treated, strata },
      { outcome, treated, strata, baseline },
      { outcome, treated, strata, weights },
    ]
  ) expectIntervals(data, draws, { plan });
});

test("randomisationTest() gives the intervals of matched pairs", () => {
  const { outcome, baseline } = simulatedSchools(12, 6, 4);
  const treated = outcome.map((_, i) => (i * 5 >> 1) % 2 === i % 2 ? 1 : 0);
  const strata = outcome.map((_, i) => `par ${i >> 1}`);
  for (let i = 0; i < 12; i += 2) treated[i + 1] = treated[i] === 1 ? 0 : 1;
  const draws = allDraws(12, 6).filter((marks) =>
    strata.every((_, i) => marks[i]! + marks[i ^ 1]! === 1)
  );
  const plan = { kind: "stratified", strata } as const;
  expectIntervals({ outcome, treated, strata }, draws, { plan });
  expectIntervals({ outcome, treated, strata, baseline }, draws, { plan });
});

test("randomisationTest() counts draws that are extreme again far out", () => {
  // A baseline that nearly tells the draw: some draws are more exposed than the recorded one.
  let finite = 0, infinite = 0;
  for (let seed = 0; seed < 8; seed++) {
    const data = simulatedSchools(9, 4, seed);
    const spread = 20 + 6 * seed;
    const baseline = [
      data.baseline[0]!.map((b, i) => b + spread * data.treated[i]!),
    ];
    const ends = expectIntervals({ ...data, baseline }, allDraws(9, 4));
    finite += ends.finite;
    infinite += ends.infinite;
  }
  expect(finite).toBeGreaterThan(5);
  expect(infinite).toBeGreaterThan(2);
});

test("randomisationTest() inverts for who took part, also when that is unbounded", () => {
  const { outcome, treated, baseline } = simulatedSchools(10, 4, 2);
  const drawn = [...treated.keys()].filter((i) => treated[i] === 1);
  const others = [...treated.keys()].filter((i) => treated[i] === 0);
  const data = { outcome, treated, baseline };
  const noShow = treated.with(drawn[0]!, 0);
  expectIntervals(data, allDraws(10, 4), { exposure: noShow });
  const weak = noShow.with(drawn[1]!, 0).with(others[0]!, 1).with(
    others[1]!,
    1,
  );
  const ends = expectIntervals(data, allDraws(10, 4), { exposure: weak });
  expect(ends.infinite).toBeGreaterThan(0);
});

test("randomisationTest() finds the same ends from a part of many draws as from all", () => {
  // Above 32,768 draws the ends are first bracketed from a part of them.
  const stream = createStream(8);
  const treated = Array.from({ length: 18 }, (_, i) => i % 2);
  const before = treated.map(() => stream.normal());
  const outcome = treated.map((mark, i) =>
    before[i]! + stream.normal() * (1 + mark)
  );
  const draws = possibleDraws(treated);
  expect(draws.size).toBe(48620);
  const found = randomisationTest({ outcome, baseline: [before] }, draws);
  const count = (kind: "plain" | "studentised", tau: number) =>
    randomisationTest(
      {
        outcome: outcome.map((y, i) => y - tau * treated[i]!),
        baseline: [before],
      },
      draws,
      { intervals: "none" },
    )[kind]!.pValue;
  for (const kind of ["plain", "studentised"] as const) {
    const [lower, upper] = found[kind]!.interval;
    expect(count(kind, lower + 1e-7)).toBeGreaterThan(0.05);
    expect(count(kind, lower - 1e-7)).toBeLessThanOrEqual(0.05);
    expect(count(kind, upper - 1e-7)).toBeGreaterThan(0.05);
    expect(count(kind, upper + 1e-7)).toBeLessThanOrEqual(0.05);
  }
});
