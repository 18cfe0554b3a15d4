import { expect, test } from "vitest";
import { calibrate } from "#lib/scaling/mod.ts";
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import { expectation, prepareRows } from "#lib/scaling/expectation.ts";
import { startTeam } from "#lib/scaling/expectation/row_team.ts";
import { modelOnGrid } from "#lib/scaling/model_on_grid.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";

const PERSONS = 36_000;
const GROUP = Array.from({ length: PERSONS }, (_, p) => p % 2);
const theta = normals(PERSONS, 5);
/** So many different answers that the rows make two parts. */
const responses = responsesOf(
  [1, 2, 3].flatMap((seed) => simulateAnswers(theta, { seed })),
  { group: GROUP, groupCount: 2, maxScore: 3 },
);
const rows = prepareRows(collapseResponses(responses, "pattern"));
const items = [...ITEMS, ...ITEMS, ...ITEMS];
const sizes = { items: items.length, groups: 2, nodes: 61 };
const model = modelOnGrid(
  {
    items,
    groups: [0, 0.2].map((mean) => ({
      mean,
      standardDeviation: 1,
      persons: PERSONS / 2,
      estimated: true,
    })),
  },
  { nodes: 61, step: 0.2 },
  items.length,
);

test("calibrate() gives the same bits with 1, 2, 3 and 4 threads", () => {
  expect(rows.parts.length).toBe(2);
  const [one, ...others] = [1, 2, 3, 4].map((threads) =>
    calibrate(responses, { threads, gradientTolerance: 1e-5 })
  );
  for (const other of others) expect(other).toEqual(one);
});

test.each([2, 3, 4])(
  "startTeam() of %d threads makes the same sums, whoever takes a part",
  (threads) => {
    const alone = expectation(rows, model);
    const team = startTeam(rows, sizes, threads)!;
    // Long enough for the helpers to start and to take parts.
    const until = performance.now() + 500;
    while (performance.now() < until) {
      expect(expectation(rows, model, { team })).toEqual(alone);
    }
    team.end();
  },
);

test("startTeam() leaves the work to the calling thread where that helps nobody", () => {
  expect(startTeam(rows, sizes, 1)).toBe(null);
  const few = prepareRows({ ...rows, rows: 100, segments: [] });
  expect(startTeam(few, sizes, 4)).toBe(null);
  const worker = globalThis.Worker;
  try {
    Reflect.deleteProperty(globalThis, "Worker");
    expect(startTeam(rows, sizes, 2)).toBe(null);
  } finally {
    globalThis.Worker = worker;
  }
});
