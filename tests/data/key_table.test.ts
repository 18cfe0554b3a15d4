import { expect, test } from "vitest";
import { KeyTable } from "#lib/data/key_table.ts";

test("KeyTable numbers keys as a Map does, through every growth", () => {
  const table = new KeyTable();
  const numbers = new Map<string, number>();
  const encoder = new TextEncoder();
  for (let k = 0; k < 20_000; k++) {
    const key = `E${(k * 7919) % 15_000}`;
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    const bytes = encoder.encode(`;${key};`);
    expect(table.add(bytes, 1, bytes.length - 1)).toBe(numbers.get(key));
  }
  expect(table.size).toBe(numbers.size);
  expect(table.keys()).toEqual([...numbers.keys()]);
  const unknown = encoder.encode("E15000");
  expect(table.find(unknown, 0, 6)).toBe(-1);
  expect(table.find(unknown, 0, 5)).toBe(numbers.get("E1500"));
});

test("KeyTable ranks keys by code units", () => {
  const table = new KeyTable();
  for (const key of ["E2", "E10", "A"]) {
    const bytes = new TextEncoder().encode(key);
    table.add(bytes, 0, bytes.length);
  }
  expect([...table.ranks()]).toEqual([2, 1, 0]);
});
