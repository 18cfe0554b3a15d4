import { expect, test } from "vitest";
import {
  concentrationByRank,
  fractionalRanks,
  rankOrder,
} from "#lib/background/mod.ts";
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";
import { known, madeUpPupils } from "./made_up_pupils.ts";

const interval = { kind: "interval" } as const;

test("fractionalRanks() gives ties their middle, by weight", () => {
  const order = rankOrder([3, 1, 2, 1]);
  expectAllClose(
    fractionalRanks(order, Float64Array.of(2, 1, 4, 3)),
    [0.9, 0.2, 0.6, 0.2],
  );
  expect(() => rankOrder([1, NaN])).toThrow(
    "Cannot rank people: value NaN in row 1",
  );
});

test("concentrationByRank() refuses indices that depend on where the zero is", () => {
  for (const index of ["relative", "Erreygers", "Wagstaff"] as const) {
    expect(() =>
      concentrationByRank(madeUpPupils(), {
        rankBy: "books",
        index,
        scale: interval,
      })
    ).toThrow(
      `Cannot compute the ${index} concentration index: the outcome has the scale "interval"`,
    );
  }
});

test.each(["absolute", "slope on rank"] as const)(
  "concentrationByRank() gives the same %s index when 100 points are added, ten times when units are tenths",
  (index) => {
    const spec = { rankBy: "books", index, scale: interval } as const;
    const a = known(concentrationByRank(madeUpPupils(), spec).groups[0]!);
    const b = known(
      concentrationByRank(madeUpPupils({ shift: 100 }), spec).groups[0]!,
    );
    expectClose(b.value, a.value, { tolerance: 1e-10 });
    expectClose(b.standardError, a.standardError, { tolerance: 1e-9 });
    const pupils = madeUpPupils();
    const values = pupils.values.map((one) =>
      Float64Array.from(one, (y) => 10 * y)
    );
    const tenths = concentrationByRank({ ...pupils, values }, spec);
    expectClose(known(tenths.groups[0]!).value, 10 * a.value);
  },
);

test("concentrationByRank() gives Erreygers' index the same with bounds moved along", () => {
  const of = (shift: number) =>
    known(
      concentrationByRank(madeUpPupils({ shift }), {
        rankBy: "books",
        index: "Erreygers",
        scale: { kind: "bounded", bounds: [shift, 1000 + shift] },
      }).groups[0]!,
    );
  expectClose(of(100).value, of(0).value, { tolerance: 1e-12 });
  expectClose(of(100).standardError, of(0).standardError);
});

test("concentrationByRank() gives relative = absolute / mean by hand", () => {
  const pupils = madeUpPupils({ draws: 1 });
  const of = (index: "relative" | "absolute") =>
    known(
      concentrationByRank(pupils, {
        rankBy: "work",
        index,
        scale: { kind: "ratio" },
        outcome: "books",
      }).groups[0]!,
    ).value;
  let sum = 0, weight = 0;
  pupils.design.weights.forEach((w, i) => {
    sum += w * pupils.columns.books![i]!;
    weight += w;
  });
  expectClose(of("relative"), of("absolute") / (sum / weight));
});

test("concentrationByRank() has no value where nobody differs", () => {
  const pupils = madeUpPupils();
  const same = new Float64Array(240).fill(4);
  const found = concentrationByRank(
    { ...pupils, columns: { ...pupils.columns, same } },
    { rankBy: "same", index: "slope on rank", scale: interval },
  );
  expect(found.groups[0]).toBe("no-value");
});

test("concentrationByRank() gives the change between waves with what they share in its error", () => {
  const { groups, changes } = concentrationByRank(madeUpPupils(), {
    rankBy: "books",
    index: "absolute",
    scale: interval,
    groups: ["first", "last"],
  });
  expectClose(
    known(changes[0]!).value,
    known(groups[1]!).value - known(groups[0]!).value,
  );
  expect(known(changes[0]!).standardError).toBeGreaterThan(0);
});
