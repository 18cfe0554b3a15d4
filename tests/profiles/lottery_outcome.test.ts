import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { estimateEffect, possibleDraws } from "#lib/effects/mod.ts";
import { countLotteryPupils } from "../../lib/profiles/lottery/count_lottery_pupils.ts";
import { lotteryDraws } from "../../lib/profiles/lottery/lottery_draws.ts";
import { lotteryMeasures } from "../../lib/profiles/lottery/lottery_outcome.ts";
import { readDraw } from "../../lib/profiles/lottery/read_draw.ts";

test("lotteryMeasures() gives each school's mean and spread in both waves, over the plausible values", () => {
  // Four schools, two pupils each before and after; the second value lies 2 higher.
  const before = [490, 510, 480, 500, 495, 515, 470, 500];
  const after = [500, 520, 470, 510, 400, 620, 480, 490];
  const first = [...before, ...after];
  const school = [0, 0, 1, 1, 2, 2, 3, 3];
  const draws = possibleDraws([1, 0, 1, 0]);
  const measures = lotteryMeasures({
    points: [first, first.map((value) => value + 2)],
    weights: new Float64Array(16).fill(1),
    wave: Uint8Array.from(first, (_, i) => i < 8 ? 0 : 1),
    school: Uint16Array.from([...school, ...school]),
    draws,
    rates: { drawn: 1, others: 0.75 },
  });
  expect(measures.before).toEqual([501, 491, 506, 486]);
  expect(measures.after).toEqual([511, 491, 511, 486]);
  expect(measures.spreadBefore).toEqual([10, 10, 10, 15]);
  expect(measures.spreadAfter).toEqual([10, 20, 110, 5]);
  // A quarter of the drawn schools' four answers is the pupil at either end.
  expect(measures.trimmedShare).toBe(0.25);
  expect(measures.lowestAfter).toEqual([511, 491, 401, 486]);
  expect(measures.highestAfter).toEqual([511, 491, 621, 486]);
  // Variance of means 250 / 3, less 131.25 / 2 from the pupils, over that and 131.25.
  expect(measures.intraclassCorrelation).toBeCloseTo(0.118881, 6);
  // With equally many pupils the regression over them is that over the schools.
  expect(measures.pupilRegression.effect).toBeCloseTo(
    estimateEffect(
      { outcome: measures.after, baseline: [measures.before] },
      draws,
    ),
    9,
  );
});

/** Reads a record of a draw between the schools a to d. */
async function recordOf(parts: object): ReturnType<typeof readDraw> {
  const folder = mkdtempSync(join(tmpdir(), "draw-"));
  try {
    writeFileSync(
      join(folder, "lodtraekning.json"),
      JSON.stringify({
        date: "2018-02-07",
        seed: 1,
        schools: ["a", "b", "c", "d"],
        drawn: ["a", "c"],
        strata: null,
        method: "Der blev trukket lod.",
        ...parts,
      }),
    );
    const url = pathToFileURL(`${folder}/`);
    return await readDraw(url, ["a", "b", "c", "d"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("readDraw() reads who took part and the strata, where they are written down", async () => {
  const plain = await recordOf({});
  expect(plain).toMatchObject({ received: null, strata: null, rule: null });
  const full = await recordOf({
    received: ["a"],
    strata: { a: "nord", b: "nord", c: "syd", d: "syd" },
    rule: {
      covariates: { d: [4, 9], c: [3, 8], b: [2, 6], a: [1, 5] },
      largestDistance: 2,
    },
  });
  expect(full.received).toEqual(new Set(["a"]));
  expect(full.strata?.get("d")).toBe("syd");
  expect(full.rule).toEqual({
    covariates: [[1, 2, 3, 4], [5, 6, 8, 9]],
    largestDistance: 2,
  });
});

test("readDraw() tells which school does not fit the draw", async () => {
  await expect(recordOf({ received: ["x"] })).rejects.toThrow(
    'school "x" is drawn or took part, but is not one of the schools of the draw',
  );
  await expect(recordOf({ strata: { a: "nord", b: "nord", c: "syd" } }))
    .rejects.toThrow('school "d" has no stratum');
  const covariates = { a: [1], b: [2], c: [3] };
  await expect(recordOf({ rule: { covariates, largestDistance: 1 } }))
    .rejects.toThrow('the rule of the draw has 0 values of school "d"');
});

test("lotteryDraws() holds only draws that the record says were possible", () => {
  const schools = [1, 0, 1, 0].map((mark, i) => ({
    treated: mark === 1,
    stratum: i < 2 ? "x" : "y",
  }));
  const atOnce = schools.map((school) => ({ ...school, stratum: null }));
  expect(lotteryDraws({ schools: atOnce, rule: null }).size).toBe(6);
  expect(lotteryDraws({ schools, rule: null }).size).toBe(4);
  // Squared distances by hand: 2.11 with the two smallest or largest, 0.65 and 0.23 else.
  const rule = { covariates: [[1, 2, 4, 8]], largestDistance: 1 };
  const draws = lotteryDraws({ schools: atOnce, rule });
  expect(draws.size).toBe(4);
  expect(() =>
    lotteryDraws({ schools: atOnce, rule: { ...rule, largestDistance: 0.01 } })
  ).toThrow("the recorded draw does not pass the rule");
});

test("countLotteryPupils() counts after the draw, and tells which schools have no answers", () => {
  const cells = { schools: ["a", "b"], years: [2018, 2020], scale: "trivsel" };
  const school = [0, 1, 1, 0, 1];
  expect(countLotteryPupils(cells, { wave: [0, 0, 1, 1, 1], school }))
    .toEqual([1, 2]);
  expect(() => countLotteryPupils(cells, { wave: [0, 0, 1, 0, 1], school }))
    .toThrow(
      new RangeError(
        'Cannot compute the lottery: 1 of 2 schools have no answers to "trivsel" in 2020, the first is "a"; every school of the draw is needed',
      ),
    );
  expect(() => countLotteryPupils(cells, { wave: [], school: [] })).toThrow(
    "2 of 2 schools have no answers",
  );
});
