import { expect, test } from "vitest";
import type { Cell } from "#lib/profiles/mod.ts";
import { estimateDecompositions } from "../../lib/profiles/expected/estimate_decompositions.ts";
import { scaleInput } from "../../lib/profiles/scale_input.ts";
import { expectClose } from "../inference/expect_close.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const tiny = tinyProgramme();
const places = { scale: "e4_skoletrivsel", firstMunicipality: 1 };

function input(link: number) {
  return {
    ...scaleInput(tiny.data, 0, { rows: tiny.rows, points: tiny.points }),
    link: [{
      from: 0,
      to: 1,
      items: 5,
      degreesOfFreedom: 4,
      mean: link,
      jackknife: link,
      sampling: 0,
      standardDeviation: 0,
      unit: 0,
      shareLow: 0,
      shareHigh: 0,
      levelLow: 0.16,
      levelHigh: 0.16,
    }],
  };
}

function value(cell: Cell | undefined): number {
  if (!cell || "hidden" in cell) throw new Error("hidden");
  return cell.value;
}

test("estimateDecompositions() has parts that add up, for the programme and every municipality", () => {
  const results = estimateDecompositions(input(0), places);
  expect(results.map(({ unit }) => unit)).toEqual([0, 1, 2]);
  for (const { change, homes, shares } of results) {
    expectClose(
      value(change.composition) + value(change.remainder),
      value(change.total),
      { tolerance: 1e-9 },
    );
    expectClose(
      value(homes.schools) + value(homes.remainder),
      value(homes.total),
      {
        tolerance: 1e-9,
      },
    );
    const { total, ...levels } = shares;
    expectClose(
      Object.values(levels).reduce((sum, cell) => sum + value(cell), 0),
      value(total),
      { tolerance: 1e-9 },
    );
  }
});

test("estimateDecompositions() adds the link error to the change, not to its composition", () => {
  const [plain, linked] = [0, 25].map((link) =>
    estimateDecompositions(input(link), places)[0]!.change
  );
  for (const part of ["total", "remainder"] as const) {
    const [a, b] = [plain![part], linked![part]];
    if ("hidden" in a || "hidden" in b) throw new Error("hidden");
    expectClose(b.standardError ** 2 - a.standardError ** 2, 25);
  }
  expect(linked!.composition).toEqual(plain!.composition);
});

test("estimateDecompositions() hides a gap between homes where one group is small or absent", () => {
  const few = input(0);
  const education = few.people.education.map((group, i) =>
    group === 2 && i % 40 !== 0 ? 1 : group
  );
  const none = education.map((group) => group === 2 ? 1 : group);
  const homesOf = (groups: Int8Array) =>
    estimateDecompositions(
      { ...few, people: { ...few.people, education: groups } },
      places,
    )[1]!.homes.total;
  expect(homesOf(education)).toEqual({ hidden: "too-few" });
  expect(homesOf(none)).toEqual({ hidden: "no-answers" });
});
