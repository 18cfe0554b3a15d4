import { expect } from "vitest";

/** Fails unless the relative difference (absolute below 1) is within `tolerance`. */
export function expectClose(
  actual: number,
  expected: number,
  { tolerance = 1e-10 }: { readonly tolerance?: number } = {},
): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(error, `found ${actual}, expected ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

/** {@linkcode expectClose} for every element; the lengths must be equal. */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  options: { readonly tolerance?: number } = {},
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expectClose(actual[i]!, expected[i]!, options);
  }
}
