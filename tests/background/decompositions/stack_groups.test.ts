import { expect, test } from "vitest";
import { decomposeGap, stackGroups } from "#lib/background/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const blocks = ["books", "work"].map((name) => ({ name, columns: [name] }));

/** The pupils of one wave by themselves. */
function wave(name: "first" | "last") {
  const { values, columns, design } = madeUpPupils();
  const rows = Array.from(columns[name]!, (_, i) => i)
    .filter((i) => columns[name]![i] === 1);
  const pick = (column: ArrayLike<number>) =>
    Float64Array.from(rows, (i) => column[i]!);
  return {
    values: values.map(pick),
    columns: { books: pick(columns.books!), work: pick(columns.work!) },
    weights: pick(design.weights),
    clusters: rows.map((i) => `school ${Math.floor(i / 20)}`),
  };
}

test("stackGroups() gives the same decomposition as both waves in one table", () => {
  const spec = { groups: ["last", "first"], blocks } as const;
  const stacked = stackGroups(
    { first: wave("first"), last: wave("last") },
    ["books", "work"],
  );
  const a = known(decomposeGap(stacked, spec).parts.explained.total);
  const b = known(decomposeGap(madeUpPupils(), spec).parts.explained.total);
  expectClose(a.value, b.value, { tolerance: 1e-10 });
  expectClose(a.standardError, b.standardError, { tolerance: 1e-9 });
});

test("stackGroups() leaves out people with something unknown, and counts them", () => {
  const last = wave("last");
  last.columns.work[3] = NaN;
  last.values[1]![5] = NaN;
  const { dropped, values, columns } = stackGroups(
    { first: wave("first"), last },
    ["books", "work"],
  );
  expect(dropped).toBe(2);
  expect(values[0]!.length).toBe(238);
  expect(columns!.last!.length).toBe(238);
});

test("stackGroups() throws on absent columns and on different plausible values", () => {
  const first = wave("first");
  expect(() => stackGroups({ first }, ["town"])).toThrow(
    'Cannot stack groups: column "town" has no values, expected 120',
  );
  expect(() =>
    stackGroups({ first, last: { ...first, values: [] } }, ["books"])
  ).toThrow("Cannot stack groups: found 3, 0 plausible values");
  expect(() => stackGroups({ books: first }, ["books"])).toThrow(
    'Cannot stack groups: "books" is a group and a column',
  );
});
