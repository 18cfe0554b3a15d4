import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { estimateEffect, possibleDraws } from "#lib/effects/mod.ts";
import { lotteryMeasures } from "../../lib/profiles/lottery_outcome.ts";
import { readDraw } from "../../lib/profiles/read_draw.ts";

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
  expect(plain).toMatchObject({ received: null, strata: null });
  const full = await recordOf({
    received: ["a"],
    strata: { a: "nord", b: "nord", c: "syd", d: "syd" },
  });
  expect(full.received).toEqual(new Set(["a"]));
  expect(full.strata?.get("d")).toBe("syd");
});

test("readDraw() tells which school does not fit the draw", async () => {
  await expect(recordOf({ received: ["x"] })).rejects.toThrow(
    'school "x" is drawn or took part, but is not one of the schools of the draw',
  );
  await expect(recordOf({ strata: { a: "nord", b: "nord", c: "syd" } }))
    .rejects.toThrow('school "d" has no stratum');
});
