import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { lotteryMeasures } from "../../lib/profiles/lottery_outcome.ts";
import { readDraw } from "../../lib/profiles/read_draw.ts";

test("lotteryMeasures() gives each school's mean and spread in both waves, over the plausible values", () => {
  // Two schools, two pupils each before and after; the second value lies 2 higher.
  const first = [490, 510, 480, 500, 500, 520, 470, 510];
  const measures = lotteryMeasures({
    points: [first, first.map((value) => value + 2)],
    weights: new Float64Array(8).fill(1),
    wave: Uint8Array.from([0, 0, 0, 0, 1, 1, 1, 1]),
    school: Uint16Array.from([0, 0, 1, 1, 0, 0, 1, 1]),
    treated: [1, 0],
    rates: { drawn: 1, others: 0.75 },
  });
  expect(measures.before).toEqual([501, 491]);
  expect(measures.after).toEqual([511, 491]);
  expect(measures.spreadBefore).toEqual([10, 10]);
  expect(measures.spreadAfter).toEqual([10, 20]);
  // A quarter of the drawn school's two answers is half a pupil from either end.
  expect(measures.trimmedShare).toBe(0.25);
  expect(measures.lowestAfter[0]).toBeCloseTo(1 + (500 + 520 / 2) / 1.5, 9);
  expect(measures.highestAfter[0]).toBeCloseTo(1 + (500 / 2 + 520) / 1.5, 9);
  expect(measures.lowestAfter[1]).toBe(491);
  // Means 10 apart: variance 50, less 100 / 2 from the pupils; nothing is left.
  expect(measures.intraclassCorrelation).toBe(0);
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
