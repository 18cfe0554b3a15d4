import { expect, test } from "vitest";
import {
  type ColumnBlock,
  owenShares,
  shapleyShares,
  shareOutFit,
  subsetFits,
} from "#lib/background/mod.ts";
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

/** Worth of the players in each subset, from a function of their numbers. */
function worthOf(n: number, f: (players: readonly number[]) => number) {
  return Float64Array.from(
    { length: 2 ** n },
    (_, s) =>
      f(Array.from({ length: n }, (_, j) => j).filter((j) => s >> j & 1)),
  );
}

test("shapleyShares() gives the glove game's shares by hand", () => {
  // One left glove, two right ones; a pair is worth 1.
  const worth = worthOf(
    3,
    (who) => who.includes(0) && who.length > 1 ? 1 : 0,
  );
  expectAllClose(shapleyShares(worth), [4 / 6, 1 / 6, 1 / 6]);
});

test("owenShares() gives the shares by hand when the right gloves come together", () => {
  const worth = worthOf(
    3,
    (who) => who.includes(0) && who.length > 1 ? 1 : 0,
  );
  // Between the two sides it is a game of equals; the two right gloves are equal too.
  expectAllClose(owenShares(worth, [[0], [1, 2]]), [1 / 2, 1 / 4, 1 / 4]);
});

test("owenShares() gives Shapley's with one coalition and with everyone apart", () => {
  const worth = worthOf(4, (who) => who.reduce((a, j) => a + j * j, 1) ** 1.5);
  const shapley = shapleyShares(worth);
  expectAllClose(owenShares(worth, [[0, 1, 2, 3]]), shapley);
  expectAllClose(owenShares(worth, [[2], [0], [3], [1]]), shapley);
  expect(() => owenShares(worth, [[0, 1], [1, 2]])).toThrow(
    "Cannot share out between coalitions: found players 0, 1, 1, 2, expected each of 0 to 3 once",
  );
});

test("subsetFits() gives squared correlations for uncorrelated columns", () => {
  const covariance = Float64Array.of(
    ...[4, 0, 0, 2],
    ...[0, 1, 0, 0.5],
    ...[0, 0, 9, 3],
    ...[2, 0.5, 3, 5],
  );
  const own = [1 / 5, 0.25 / 5, 1 / 5];
  expectAllClose(
    subsetFits(covariance, [1, 1, 1]),
    worthOf(3, (who) => who.reduce((a, j) => a + own[j]!, 0)),
  );
});

test("subsetFits() gives a column that follows from others nothing of its own", () => {
  // The third is the sum of the first two.
  const covariance = Float64Array.of(
    ...[1, 0, 1, 0.4],
    ...[0, 1, 1, 0.3],
    ...[1, 1, 2, 0.7],
    ...[0.4, 0.3, 0.7, 1],
  );
  const fits = subsetFits(covariance, [1, 1, 1]);
  expectClose(fits[7]!, 0.25, { tolerance: 1e-14 });
  expectClose(fits[5]!, 0.25, { tolerance: 1e-14 });
});

test("subsetFits() goes through 18 players and refuses 19", () => {
  const n = 19;
  const covariance = Float64Array.from(
    { length: n * n },
    (_, at) => Math.floor(at / n) === at % n ? n : 1,
  );
  const fits = subsetFits(covariance, Array(18).fill(1));
  expect(fits.length).toBe(2 ** 18);
  // Equal players: k of them explain k / (n (n − 1 + k)).
  expectClose(fits.at(-1)!, 18 / (19 * 36), { tolerance: 1e-13 });
  expectAllClose(shapleyShares(fits), Array(18).fill(1 / (19 * 36)), {
    tolerance: 1e-13,
  });
  expect(() => subsetFits(new Float64Array(400), Array(19).fill(1))).toThrow(
    "found 19 players, allowed are 1 to 18",
  );
});

const blocks: readonly ColumnBlock[] = [
  { name: "work", columns: ["work"] },
  { name: "education", columns: ["middle", "long"] },
  { name: "books", columns: ["books"] },
  { name: "school", columns: ["schoolMean"] },
];

test("shareOutFit() gives shares that sum to R², whatever the order, the base category and the scores' zero", () => {
  const found = shareOutFit(madeUpPupils(), { blocks });
  const sum = Object.values(found.blocks).reduce(
    (total, one) => total + known(one).value,
    0,
  );
  expectClose(sum, known(found.total).value, { tolerance: 1e-13 });
  const other = shareOutFit(madeUpPupils({ shift: 100 }), {
    blocks: [
      { name: "education", columns: ["long", "short"] },
      blocks[3]!,
      blocks[0]!,
      blocks[2]!,
    ],
  });
  for (const { name } of blocks) {
    const a = known(found.blocks[name]!), b = known(other.blocks[name]!);
    expectClose(b.value, a.value, { tolerance: 1e-11 });
    expectClose(b.standardError, a.standardError, { tolerance: 1e-9 });
  }
});

test("shareOutFit() gives a result where all categories have a column", () => {
  const withAll = shareOutFit(madeUpPupils(), {
    blocks: [{ name: "education", columns: ["short", "middle", "long"] }],
  });
  const withoutOne = shareOutFit(madeUpPupils(), { blocks: [blocks[1]!] });
  expectClose(known(withAll.total).value, known(withoutOne.total).value);
});

test("shareOutFit() gives coalitions what they get as one player", () => {
  const coalitions = {
    family: ["work", "education", "books"],
    place: ["school"],
  };
  const found = shareOutFit(madeUpPupils(), { blocks, coalitions });
  const asOne = shareOutFit(madeUpPupils(), {
    blocks: [
      { name: "family", columns: ["work", "middle", "long", "books"] },
      blocks[3]!,
    ],
  });
  expectClose(
    known(found.coalitions.family!).value,
    known(asOne.blocks.family!).value,
  );
  expect(() =>
    shareOutFit(madeUpPupils(), { blocks, coalitions: { place: ["town"] } })
  ).toThrow(
    'Cannot share out R²: "town" of "place" is none of work, education, books, school',
  );
});
