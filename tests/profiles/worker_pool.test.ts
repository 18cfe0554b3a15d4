import { runWorkers } from "#lib/profiles/mod.ts";
import { expect, test } from "vitest";

const module = new URL("./squaring_worker.ts", import.meta.url);

test("runWorkers() gives outcomes in the order of the items, for any number of workers", async () => {
  const items = [1, 9, 4, 2, 7];
  const expected = [101, 181, 116, 104, 149];
  for (const jobs of [1, 2, 4]) {
    const done: number[] = [];
    const outcomes = await runWorkers<number, number, number>(items, {
      module,
      start: 100,
      jobs,
      onDone: (outcome) => done.push(outcome),
    });
    expect(outcomes).toEqual(expected);
    expect(done.toSorted((a, b) => a - b)).toEqual(
      expected.toSorted((a, b) => a - b),
    );
  }
});

test("runWorkers() ends with the first failure", async () => {
  await expect(
    runWorkers<number, number, number>([1, 13, 2], {
      module,
      start: 0,
      jobs: 2,
    }),
  ).rejects.toThrow("Cannot square: 13 is refused");
});
