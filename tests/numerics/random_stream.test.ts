import { expect, test } from "vitest";
import {
  createStream,
  hashString,
  normalCdf,
  uniform,
} from "#lib/numerics/mod.ts";

function draw(seed: number, ...path: number[]): number[] {
  const stream = createStream(seed, ...path);
  return Array.from({ length: 8 }, () => stream.uniform());
}

test("createStream() gives the same numbers for the same seed and path", () => {
  expect(draw(2015, 3, 14)).toEqual(draw(2015, 3, 14));
});

test("createStream() separates paths, also where one begins with the other", () => {
  const streams = [
    draw(1),
    draw(1, 0),
    draw(1, 0, 0),
    draw(2),
    draw(1, 1),
    draw(1, 0, 0, 0, 1),
  ];
  expect(new Set(streams.flat()).size).toBe(6 * 8);
});

test("createStream() begins with the block whose upper bits hold the path length", () => {
  expect(createStream(7, 5, 6).uniform()).toBe(
    uniform(7, 0, 2 * 2 ** 29, 5, 6, 0),
  );
});

test("createStream() gives uniform numbers with the moments of (0, 1)", () => {
  const stream = createStream(42);
  const n = 200000;
  let mean = 0, square = 0;
  for (let i = 0; i < n; i++) {
    const value = stream.uniform();
    mean += value / n;
    square += value * value / n;
  }
  // Standard errors: .289/√n = .00065 and .298/√n = .00067.
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.0026);
  expect(Math.abs(square - 1 / 3)).toBeLessThan(0.0027);
});

test("createStream() gives normal numbers whose probabilities are the stream's uniform ones", () => {
  const normal = createStream(9, 1);
  const uniforms = createStream(9, 1);
  for (let i = 0; i < 100; i++) {
    expect(normalCdf(normal.normal())).toBeCloseTo(uniforms.uniform(), 12);
  }
});

test("createStream() gives whole numbers that are equally likely", () => {
  const stream = createStream(3);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70000; i++) counts[stream.integer(7)]!++;
  const chiSquare = counts.reduce(
    (total, count) => total + (count - 10000) ** 2 / 10000,
    0,
  );
  // 99.9 % point of chi-square with 6 degrees of freedom.
  expect(chiSquare).toBeLessThan(22.46);
});

test("createStream() throws on a seed, path or bound outside its range", () => {
  expect(() => createStream(-1)).toThrow(
    new RangeError(
      "Cannot create a random stream: seed -1 is not a whole number from 0 to 4294967295",
    ),
  );
  expect(() => createStream(1, 2.5)).toThrow(RangeError);
  expect(() => createStream(1, 2, 3, 4, 5, 6)).toThrow(
    "the path has 5 numbers, at most 4 are allowed",
  );
  expect(() => createStream(1).integer(0)).toThrow(
    "bound 0 is not a whole number",
  );
});

test("hashString() gives the published FNV-1a values", () => {
  expect(hashString("")).toBe(0x811c9dc5);
  expect(hashString("a")).toBe(0xe40c292c);
  expect(hashString("foobar")).toBe(0xbf9cf968);
});
