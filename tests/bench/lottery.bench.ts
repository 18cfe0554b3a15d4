/**
 * Speed of tests over all draws of a lottery: 22 schools, 10 drawn, 646,646 draws, each
 * outcome adjusted for its baseline. For comparison: R's ri2 took 7.3 s for 200 draws
 * of one outcome.
 * Run: deno bench -A tests/bench/lottery.bench.ts
 */
import {
  balanceRank,
  possibleDraws,
  randomisationTest,
  testOutcomes,
} from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";

const stream = createStream(1);
const treated = Array.from({ length: 22 }, (_, i) => i % 11 < 5 ? 1 : 0);
const outcomes = Array.from({ length: 20 }, () => {
  const before = treated.map(() => 500 + 20 * stream.normal());
  const outcome = before.map((mean) => 0.6 * mean + 9 * stream.normal());
  return { outcome, baseline: [before] };
});
const weights = treated.map((_, i) => 200 + 10 * i);
const first = outcomes[0]!;
const draws = possibleDraws(treated);

Deno.bench("possibleDraws, list 646,646 draws", () => {
  possibleDraws(treated);
});

Deno.bench("randomisationTest, one outcome, both intervals", () => {
  randomisationTest(first, draws);
});

Deno.bench("randomisationTest, pupil weights, both intervals", () => {
  randomisationTest({ ...first, weights }, draws);
});

Deno.bench("randomisationTest, covariate fitted in both groups", () => {
  randomisationTest({ ...first, adjustment: "interacted" }, draws);
});

Deno.bench("balanceRank, 4 covariates", () => {
  balanceRank(outcomes.slice(0, 4).map(({ outcome }) => outcome), draws);
});

Deno.bench(
  "testOutcomes, 20 outcomes with the studentised interval, jointly",
  () => {
    testOutcomes(outcomes, possibleDraws(treated), {
      intervals: "studentised",
    });
  },
);

Deno.bench("testOutcomes, 20 outcomes with both intervals, jointly", () => {
  testOutcomes(outcomes, possibleDraws(treated));
});

const forty = Array.from({ length: 40 }, (_, i) => i % 2);
const before = forty.map(() => 500 + 20 * stream.normal());
const after = before.map((mean) => 0.6 * mean + 9 * stream.normal());
const pairs = possibleDraws(forty, {
  plan: { kind: "stratified", strata: forty.map((_, i) => `${i >> 1}`) },
});

Deno.bench("randomisationTest, 20 pairs, all 1,048,576 draws", () => {
  randomisationTest({ outcome: after, baseline: [before] }, pairs);
});

Deno.bench(
  "randomisationTest, 20 of 40 schools, 99,999 sampled draws made anew",
  () => {
    randomisationTest(
      { outcome: after, baseline: [before] },
      possibleDraws(forty),
    );
  },
);
