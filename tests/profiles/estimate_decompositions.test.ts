import { expect, test } from "vitest";
import type { Cell } from "#lib/profiles/mod.ts";
import { estimateDecompositions } from "../../lib/profiles/expected/estimate_decompositions.ts";
import { scaleInput } from "../../lib/profiles/scale_input.ts";
import { expectClose } from "../inference/expect_close.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const tiny = tinyProgramme();
const places = {
  scale: "e4_skoletrivsel",
  firstMunicipality: 1,
  components: [{
    id: "possessions",
    values: Float64Array.from(tiny.rows, (_, i) => i % 7 === 0 ? NaN : i % 5),
  }],
};

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

function sumOf(cells: readonly (Cell | undefined)[]): number {
  return cells.reduce((sum, cell) => sum + value(cell), 0);
}

test("estimateDecompositions() splits weak results for every unit, and goes deeper for the programme alone", () => {
  const results = estimateDecompositions(input(0), places);
  for (const { weak } of results) {
    expectClose(sumOf([weak.composition, weak.rates]), value(weak.total), {
      tolerance: 1e-12,
    });
  }
  expect(results.map(({ deeper }) => deeper === null))
    .toEqual([false, true, true]);
  const { homes: gap, deeper } = results[0]!;
  const { homes, homesChange, percentiles } = deeper!;
  expectClose(value(homes.alone), value(gap.total), { tolerance: 1e-9 });
  expect(Object.keys(homes.parts)).toContain("possessions");
  expectClose(
    sumOf([homes.withAll, ...Object.values(homes.parts)]),
    value(homes.alone),
    { tolerance: 1e-9 },
  );
  expectClose(
    sumOf([homesChange.schools, homesChange.remainder]),
    value(homesChange.total),
    { tolerance: 1e-9 },
  );
  expect(percentiles.map(({ share }) => share)).toEqual([0.1, 0.5, 0.9]);
  for (const { change, homes } of percentiles) {
    expectClose(
      sumOf([change.composition, change.remainder]),
      value(change.total),
      { tolerance: 1e-9 },
    );
    expectClose(sumOf([homes.schools, homes.remainder]), value(homes.total), {
      tolerance: 1e-9,
    });
  }
});

test("estimateDecompositions() takes the change in the gap between homes from both waves' gaps", () => {
  const { people } = input(0);
  const gapIn = (wave: number): number => {
    const meanOf = (group: number): number => {
      let weight = 0, sum = 0;
      people.education.forEach((e, i) => {
        if (e !== group || people.wave[i] !== wave) return;
        weight += people.weight[i]!;
        for (const draw of people.points) {
          sum += people.weight[i]! * draw[i]! / people.points.length;
        }
      });
      return sum / weight;
    };
    return meanOf(2) - meanOf(0);
  };
  const { deeper } = estimateDecompositions(input(0), places)[0]!;
  expectClose(value(deeper!.homesChange.total), gapIn(1) - gapIn(0), {
    tolerance: 1e-9,
  });
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
