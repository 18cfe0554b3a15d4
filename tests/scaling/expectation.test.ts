import { expect, test } from "vitest";
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import { expectation, prepareRows } from "#lib/scaling/expectation.ts";
import {
  addScoreMoments,
  packScores,
  weightedScores,
} from "#lib/scaling/expectation/packed_scores.ts";
import { modelOnGrid } from "#lib/scaling/model_on_grid.ts";
import type { ScaleResponses } from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";

const PERSONS = 30_000;
const GRID = { nodes: 61, step: 0.2 };

/** Two copies of the items, so that there are many patterns; two groups. */
function manyPatterns(): ScaleResponses {
  const theta = normals(PERSONS, 3);
  return responsesOf([
    ...simulateAnswers(theta, { seed: 3 }),
    ...simulateAnswers(theta, { seed: 4, missing: 0.02 }),
  ], {
    group: Array.from({ length: PERSONS }, (_, p) => p % 2),
    groupCount: 2,
    maxScore: 3,
  });
}

function modelWithSlopes(factor: number) {
  const items = [...ITEMS, ...ITEMS].map((item) => ({
    ...item,
    slope: item.slope * factor,
  }));
  const groups = [0, 0.4].map((mean) => ({
    mean,
    standardDeviation: 1.1,
    persons: PERSONS / 2,
    estimated: true,
  }));
  return modelOnGrid({ items, groups }, GRID, items.length);
}

test.each([0.4, 1, 2.5])(
  "expectation() by expansion is the sum over the nodes, slopes × %d",
  (factor) => {
    const rows = prepareRows(collapseResponses(manyPatterns(), "pattern"));
    expect(rows.rows).toBeGreaterThan(15_000);
    const model = modelWithSlopes(factor);
    const expanded = expectation(rows, model);
    // Who asks for the posterior of every row gets it by sums over the nodes.
    const direct = expectation(rows, model, {
      sink: {
        mean: new Float64Array(rows.rows),
        variance: new Float64Array(rows.rows),
      },
    });
    const close = { tolerance: 1e-12 };
    expectClose(expanded.logLikelihood, direct.logLikelihood, close);
    expectClose(expanded.endMass, direct.endMass, close);
    expectAllClose(expanded.groupCounts, direct.groupCounts, close);
    expectAllClose(expanded.itemCounts, direct.itemCounts, close);
    expectAllClose(expanded.scoreMoments, direct.scoreMoments, {
      tolerance: 1e-10,
    });
  },
);

test("packScores() gives weighted scores and score moments of every row", () => {
  const rows = collapseResponses(manyPatterns(), "pattern");
  const packs = packScores(rows);
  expect(packs.length).toBeGreaterThan(1);
  const slopes = Float64Array.from({ length: rows.width }, (_, k) => k + 0.5);
  const moments = new Float64Array(rows.width);
  const expected = new Float64Array(rows.width);
  const sums = new Float64Array(rows.rows);
  for (const pack of packs) {
    const table = weightedScores(pack, slopes);
    const countOfCode = new Float64Array(pack.size);
    pack.codes.forEach((code, row) => {
      sums[row]! += table[code]!;
      countOfCode[code]! += row;
    });
    addScoreMoments(pack, countOfCode, moments);
  }
  for (let row = 0; row < rows.rows; row++) {
    let sum = 0;
    for (let k = 0; k < rows.width; k++) {
      const score = rows.scores[row * rows.width + k]!;
      sum += slopes[k]! * score;
      expected[k]! += row * score;
    }
    expectClose(sums[row]!, sum);
  }
  expectAllClose(moments, expected);
});
