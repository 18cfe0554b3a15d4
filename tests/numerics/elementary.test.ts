import stdlibExp from "@stdlib/math-base-special-exp";
import { expect, test } from "vitest";
import {
  cos,
  createStream,
  exp,
  expm1,
  gammaln,
  ln,
  log1p,
  pow,
  sin,
} from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

test("elementary functions agree with the engine's to the last digits but one", () => {
  for (const x of [1e-9, 0.3, 1, 2.5, 17.1]) {
    expectClose(exp(x), Math.exp(x), { tolerance: 1e-15 });
    expectClose(ln(x), Math.log(x), { tolerance: 1e-15 });
    expectClose(log1p(x), Math.log1p(x), { tolerance: 1e-15 });
    expectClose(expm1(x), Math.expm1(x), { tolerance: 1e-15 });
    expectClose(pow(x, 1.7), x ** 1.7, { tolerance: 1e-14 });
    expectClose(sin(x), Math.sin(x), { tolerance: 1e-15 });
    expectClose(cos(x), Math.cos(x), { tolerance: 1e-15 });
  }
});

test("elementary functions give these bits on every engine", () => {
  // Written down under Deno 2.9.5; the arithmetic is IEEE 754 and has one answer.
  const values = [
    exp(0.1),
    exp(-7.3),
    ln(3),
    log1p(0.01),
    expm1(0.01),
    pow(2.2, 0.7),
    sin(2),
  ];
  const words = [...new BigUint64Array(Float64Array.from(values).buffer)];
  expect(words.map((word) => word.toString(16))).toEqual(BITS);
});

const BITS = [
  "3ff1aec7b35a00d4",
  "3f4622d4792b6a8d",
  "3ff193ea7aad030a",
  "3f8460d6ccca3677",
  "3f84952e9791133f",
  "3ffbc90ca51f2482",
  "3fed18f6ead1b446",
];

test("gammaln() is the logarithm of the factorial", () => {
  expectClose(gammaln(6), Math.log(120), { tolerance: 1e-15 });
  expectClose(gammaln(0.5), Math.log(Math.PI) / 2, { tolerance: 1e-15 });
});

test("exp() has the bits of the standard library's function", () => {
  const stream = createStream(14);
  for (let i = 0; i < 20_000; i++) {
    const range = [1e-9, 1e-3, 1, 30, 720][i % 5]!;
    const x = range * (2 * stream.uniform() - 1);
    expect(Object.is(exp(x), stdlibExp(x)), `exp(${x})`).toBe(true);
  }
  for (const x of [0, -0, 700, -700, 709.9, -745.2, Infinity, -Infinity, NaN]) {
    expect(Object.is(exp(x), stdlibExp(x)), `exp(${x})`).toBe(true);
  }
});
