import { expect, test } from "vitest";
import { createStream, exp } from "#lib/numerics/mod.ts";
import { calibrate } from "#lib/scaling/mod.ts";
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import {
  appendDigits,
  type KeyState,
  rankKeys,
} from "#lib/scaling/rank_keys.ts";
import { tiltInto, tiltLogsInto } from "#lib/scaling/tilt.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";

test("rankKeys() ranks by size, with many distinct keys too", () => {
  expect([
    ...rankKeys({ keys: Float64Array.of(7, 3, 7, 2 ** 52), span: 2 ** 53 })
      .ranks,
  ]).toEqual([
    1,
    0,
    1,
    2,
  ]);
  const stream = createStream(1);
  const keys = Float64Array.from(
    { length: 30000 },
    () => stream.integer(20000) * 2 ** 20,
  );
  const sorted = [...new Set(keys)].sort((a, b) => a - b);
  const { ranks, count } = rankKeys({ keys, span: 20000 * 2 ** 20 });
  expect(count).toBe(sorted.length);
  expect(keys.every((key, p) => sorted[ranks[p]!] === key)).toBe(true);
});

test("appendDigits() keeps the order when keys outgrow whole numbers", () => {
  const stream = createStream(2);
  const digits = Array.from(
    { length: 40 },
    () => Uint8Array.from({ length: 300 }, () => stream.integer(3)),
  );
  let state: KeyState = { keys: new Float64Array(300), span: 1 };
  for (const column of digits) state = appendDigits(state, column, 3);
  const text = (p: number): string =>
    digits.map((column) => column[p]).join("");
  const sorted = [...new Set(Array.from({ length: 300 }, (_, p) => text(p)))]
    .sort();
  const { ranks } = rankKeys(state);
  expect([...ranks]).toEqual(
    Array.from({ length: 300 }, (_, p) => sorted.indexOf(text(p))),
  );
});

test("collapseResponses() gives equal patterns one row and leaves out empty ones", () => {
  const responses = responsesOf([
    [0, 1, 0, -1, 1, -1],
    [1, -1, 1, -1, -1, 1],
  ], { group: [0, 0, 0, 0, 1, 0], groupCount: 2 });
  const rows = collapseResponses(responses, "pattern");
  const [a, b, c, d, e, f] = rows.rowOfPerson;
  expect([a === c, b === e, d, rows.rows]).toEqual([true, false, -1, 4]);
  expect(rows.weight[a!]).toBe(2);
  expect(rows.booklets).toEqual([[1], [0], [0, 1]]);
  expect(rows.segments.map((s) => [s.booklet, s.group])).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 0],
  ]);
  expect(f).toBe(0);
});

test("collapseResponses() by sum joins patterns with the same sum", () => {
  const responses = responsesOf([[0, 1, 2, 2], [2, 1, 0, 2]]);
  const rows = collapseResponses(responses, "sum");
  expect(rows.rows).toBe(2);
  expect([...rows.scores]).toEqual([2, 4]);
  expect([...rows.weight]).toEqual([3, 1]);
});

test("tiltInto() and tiltLogsInto() multiply by e^(d θ)", () => {
  const logs = Float64Array.of(9, -1, -0.2, 0.3, -0.4, -2);
  const base = logs.map(exp);
  const [products, logarithms] = [new Float64Array(5), new Float64Array(5)];
  const [halves, others] = [{ below: 0, rest: 0 }, { below: 0, rest: 0 }];
  tiltInto(products, base, 1, exp(0.7), halves);
  const logScale = tiltLogsInto(logarithms, logs, 1, 0.7, others);
  const expected = [-2, -1, 0, 1, 2].map((j, q) => exp(logs[q + 1]! + 0.7 * j));
  expectAllClose(products, expected, { tolerance: 1e-15 });
  expectClose(halves.below, expected[0]! + expected[1]!);
  expectClose(halves.rest, expected[2]! + expected[3]! + expected[4]!);
  const scale = exp(logScale);
  expectAllClose(logarithms.map((x) => x * scale), expected);
  expectClose(others.below * scale, halves.below);
  expectClose(others.rest * scale, halves.rest);
});

test("calibrate() gives the same fit on a grid so wide that products would overflow", () => {
  const responses = responsesOf(simulateAnswers(normals(400, 3), { seed: 3 }));
  const usual = calibrate(responses, { grid: { nodes: 81, halfWidth: 8 } });
  const wide = calibrate(responses, { grid: { nodes: 901, halfWidth: 90 } });
  expectClose(wide.logLikelihood, usual.logLikelihood, { tolerance: 1e-10 });
  expectAllClose(
    wide.items.map((i) => i.slope),
    usual.items.map((i) => i.slope),
    { tolerance: 1e-6 },
  );
});
