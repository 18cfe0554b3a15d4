import { expect, test } from "vitest";
import { decomposeRateGap } from "#lib/background/mod.ts";
import { jackknifeDesign } from "#lib/inference/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const spec = {
  groups: ["last", "first"],
  cells: ["short", "middle", "long"],
  rate: { side: "below", cut: 560 },
} as const;

test("decomposeRateGap() gives values by hand", () => {
  // First group: cells of 1 and 3 people, rates 1 and 1/3; second: 2 and 2, 1/2 and 1/2.
  const low = [1, 1, 0, 0, 1, 0, 1, 0];
  const a = [1, 1, 1, 1, 0, 0, 0, 0], u = [1, 0, 0, 0, 1, 1, 0, 0];
  const not = (column: number[]) => column.map((x) => 1 - x);
  const found = decomposeRateGap({
    values: [low],
    columns: { low, a, b: not(a), u, v: not(u) },
    design: jackknifeDesign(new Float64Array(8).fill(1), {
      clusters: [1, 2, 2, 1, 1, 2, 2, 1],
    }),
  }, { groups: ["a", "b"], cells: ["u", "v"], rate: { column: "low" } });
  const value = (one: Parameters<typeof known>[0]) =>
    typeof one === "string" ? 0 : one.value;
  expectClose(value(found.composition), -0.25 * 0.75 + 0.25 * (5 / 12));
  expectClose(value(found.cells.u!.rates), 0.5 * 0.375);
  expectClose(value(found.cells.v!.rates), (1 / 3 - 1 / 2) * 0.625);
});

test("decomposeRateGap() gives parts that sum to the gap, and cells to the parts", () => {
  const found = decomposeRateGap(madeUpPupils(), spec);
  const value = (one: Parameters<typeof known>[0]) => known(one).value;
  expectClose(
    value(found.composition) + value(found.rates),
    value(found.gap),
    { tolerance: 1e-13 },
  );
  for (const part of ["composition", "rates"] as const) {
    const sum = Object.values(found.cells).reduce(
      (total, cell) => total + value(cell[part]),
      0,
    );
    expectClose(sum, value(found[part]), { tolerance: 1e-13 });
  }
  const reversed = decomposeRateGap(madeUpPupils(), {
    ...spec,
    cells: [...spec.cells].reverse(),
  });
  expectClose(value(reversed.rates), value(found.rates));
});

test("decomposeRateGap() counts a cell that one group lacks as composition", () => {
  const pupils = madeUpPupils();
  const { last, first, short, middle, long } = pupils.columns;
  const columns = {
    ...pupils.columns,
    short: short!.map((x, i) => x * first![i]!),
    middle: middle!.map((x, i) => x + short![i]! * last![i]!),
    long: long!,
  };
  const { cells } = decomposeRateGap({ ...pupils, columns }, spec);
  expect(cells.short!.rates).toBe("no-uncertainty");
  expect(known(cells.short!.composition).value).not.toBe(0);
});

test("decomposeRateGap() throws without cells", () => {
  expect(() => decomposeRateGap(madeUpPupils(), { ...spec, cells: [] }))
    .toThrow("Cannot decompose rates");
});
