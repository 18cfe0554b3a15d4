import { expect, test } from "vitest";
import { nonresponseWeights, STRATA } from "#lib/data/nonresponse_weights.ts";

/** Rows that fill the cells with the given numbers of answers. */
function rowsOf(answered: readonly number[], cellsPerWave: number) {
  const cell = answered.flatMap((n, c) => new Array<number>(n).fill(c));
  return {
    cell: Int32Array.from(cell),
    wave: Uint8Array.from(cell, (c) => Math.floor(c / cellsPerWave)),
    waves: answered.length / cellsPerWave,
  };
}

function weightByCell(
  invited: readonly number[],
  answered: readonly number[],
  cellsPerWave: number,
): Map<number, number> {
  const rows = rowsOf(answered, cellsPerWave);
  const weights = nonresponseWeights({
    invited: Int32Array.from(invited),
    answered: Int32Array.from(answered),
  }, rows);
  return new Map(Array.from(rows.cell, (c, row) => [c, weights[row]!]));
}

test("nonresponseWeights() is invited over answered, mean 1", () => {
  // Boys 10/5 = 2, girls 15/10 = 1.5; mean (5·2 + 10·1.5)/15 = 5/3.
  const weights = weightByCell([10, 15, 0], [5, 10, 0], STRATA);
  expect(weights.get(0)).toBeCloseTo(1.2, 12);
  expect(weights.get(1)).toBeCloseTo(0.9, 12);
});

test("nonresponseWeights() takes the school's ratio for small cells", () => {
  // Boys 12/4 → school 32/24 = 4/3; girls 20/20 = 1; mean (4·4/3 + 20)/24.
  const weights = weightByCell([12, 20, 0], [4, 20, 0], STRATA);
  const mean = (4 * 4 / 3 + 20) / 24;
  expect(weights.get(0)).toBeCloseTo(4 / 3 / mean, 12);
  expect(weights.get(1)).toBeCloseTo(1 / mean, 12);
});

test("nonresponseWeights() takes the school's ratio for cells above 3", () => {
  // Boys 20/5 = 4 > 3 → school 40/25 = 1.6; girls 1.
  const weights = weightByCell([20, 20, 0], [5, 20, 0], STRATA);
  expect(weights.get(0)! / weights.get(1)!).toBeCloseTo(1.6, 12);
});

test("nonresponseWeights() lets no ratio exceed 3", () => {
  // School 1: 100/10 = 10 → 3; school 2: 10/10 = 1.
  const weights = weightByCell(
    [50, 50, 0, 10, 0, 0],
    [5, 5, 0, 10, 0, 0],
    2 * STRATA,
  );
  expect(weights.get(0)! / weights.get(3)!).toBeCloseTo(3, 12);
});

test("nonresponseWeights() has mean 1 within each wave", () => {
  const invited = [30, 10, 2, 9, 9, 0];
  const answered = [10, 8, 1, 9, 3, 0];
  const rows = rowsOf(answered, STRATA);
  const weights = nonresponseWeights({
    invited: Int32Array.from(invited),
    answered: Int32Array.from(answered),
  }, rows);
  for (const wave of [0, 1]) {
    const own = weights.filter((_, row) => rows.wave[row] === wave);
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    expect(mean).toBeCloseTo(1, 12);
  }
});
