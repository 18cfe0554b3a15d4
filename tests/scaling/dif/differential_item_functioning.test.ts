import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { generateProgramme, reduceCodebook } from "#lib/samples/mod.ts";
import {
  calibrate,
  differentialItemFunctioning,
  groupingOfFrame,
  type ItemParameters,
  responsesOfScale,
  type ScaleDif,
} from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "../simulate.ts";

interface Simulated {
  readonly persons: number;
  readonly seed: number;
  /** How much harder each item is for the second group, logits. */
  readonly shifts?: readonly number[];
  readonly items?: readonly ItemParameters[];
}

/** Two groups, the second 0.3 higher, in two waves. */
function simulateTwoGroups(
  { persons, seed, shifts = [], items = ITEMS }: Simulated,
) {
  const group = Array.from({ length: persons }, (_, p) => p % 2);
  const wave = group.map((_, p) => (p >> 1) % 2);
  const theta = normals(persons, seed).map((x, p) => x + 0.3 * group[p]!);
  const usual = simulateAnswers(theta, { seed: seed + 1, items });
  const changed = simulateAnswers(theta, {
    seed: seed + 1,
    items: items.map((item, i) => ({
      ...item,
      intercepts: item.intercepts.map((d, k) => d - k * (shifts[i] ?? 0)),
    })),
  });
  const columns = usual.map((column, i) =>
    column.map((x, p) => group[p] === 1 ? changed[i]![p]! : x)
  );
  const responses = responsesOf(columns, { group: wave, groupCount: 2 });
  return { responses, grouping: { labels: ["a", "b"], values: group } };
}

const find = (dif: ScaleDif, item: string) =>
  dif.items.find((found) => found.item === item)!;

test("differentialItemFunctioning() finds the item that is harder for one group", () => {
  const { responses, grouping } = simulateTwoGroups({
    persons: 6000,
    seed: 21,
    shifts: [0, 0.5],
  });
  const dif = differentialItemFunctioning(responses, grouping);
  expectAllClose(dif.persons, [3000, 3000]);
  expect(dif.items.map((item) => item.recommendation)).toEqual(
    ["keep", "free", "keep", "keep", "keep"],
  );
  const item = find(dif, "item2");
  expect(item.anchor).toBe(false);
  expect(item.wald!.pValue).toBeLessThan(1e-10);
  // Freed, the group that found it hard stands higher.
  expect(item.effectPoints[1]!).toBeGreaterThan(4);
  expectClose(item.effectPoints[0]!, -item.effectPoints[1]!);
  expect(item.distances.map(({ group }) => group)).toEqual([0, 1]);
  const [matched] = item.matched;
  expect(matched!.mantelHaenszel).toBeNull();
  expect(matched!.mantel!.standardisedDifference).toBeLessThan(-0.15);
  expect(matched!.liuAgresti!.logOddsRatio).toBeGreaterThan(0.4);
  expect(item.logistic!.uniform.pValue).toBeLessThan(1e-10);
});

test("differentialItemFunctioning() states the effect that freeing the item has", () => {
  // One wave and equal groups: the same by calibrating twice.
  const { responses, grouping } = simulateTwoGroups({
    persons: 3000,
    seed: 23,
    shifts: [0.8],
  });
  const single = { ...responses, group: new Uint8Array(3000), groupCount: 1 };
  const dif = differentialItemFunctioning(single, grouping);
  const cells = {
    ...single,
    group: Uint8Array.from(grouping.values),
    groupCount: 2,
  };
  const difference = (answers: typeof cells): number => {
    const { groups } = calibrate(answers);
    const [a, b] = [groups[0]!, groups[1]!];
    const middle = (a.mean + b.mean) / 2;
    const variance = (a.standardDeviation ** 2 + b.standardDeviation ** 2) / 2 +
      (a.mean - middle) ** 2;
    return 100 * (b.mean - a.mean) / Math.sqrt(variance);
  };
  const part = (g: number) =>
    cells.columns[0]!.map((x, p) => cells.group[p] === g ? x : -1);
  const split = {
    ...cells,
    itemIds: ["a", "b", ...cells.itemIds.slice(1)],
    maxScores: Int32Array.of(3, 3, 3, 3, 3, 3),
    columns: [part(0), part(1), ...cells.columns.slice(1)],
  };
  expectClose(dif.differences[1]!, difference(cells), { tolerance: 1e-4 });
  expectClose(
    find(dif, "item1").effectPoints[1]!,
    difference(split) - difference(cells),
    { tolerance: 1e-3 },
  );
});

test("differentialItemFunctioning() compares each of three groups with the others", () => {
  const { responses } = simulateTwoGroups({ persons: 3000, seed: 25 });
  const values = Array.from(
    { length: 3000 },
    (_, p) => p % 4 === 3 ? -1 : p % 4,
  );
  const dif = differentialItemFunctioning(responses, {
    labels: ["x", "y", "z"],
    values,
  });
  expectAllClose(dif.persons, [750, 750, 750]);
  const [item] = dif.items;
  expect(item!.matched.map(({ focal }) => focal)).toEqual([0, 1, 2]);
  expect(item!.effectPoints).toHaveLength(3);
  expect(item!.logistic!.both.degreesOfFreedom).toBe(4);
  expect(item!.wald!.degreesOfFreedom).toBe(8);
});

test("differentialItemFunctioning() takes the waves themselves, and items asked in one only", () => {
  const { responses } = simulateTwoGroups({ persons: 2000, seed: 27 });
  const columns = responses.columns.map((column, i) =>
    i === 4 ? column.map((x, p) => responses.group[p] === 1 ? -1 : x) : column
  );
  const dif = differentialItemFunctioning({ ...responses, columns }, {
    labels: ["2015", "2017"],
    values: responses.group,
  });
  expect(dif.items.map(({ wald }) => wald !== null))
    .toEqual([true, true, true, true, false]);
  const alone = find(dif, "item5");
  expect(alone.recommendation).toBe("keep");
  expect(alone.logistic).toBeNull();
  expect(alone.matched[0]!.mantel).toBeNull();
});

test("differentialItemFunctioning() refuses a grouping that does not fit", () => {
  const { responses } = simulateTwoGroups({ persons: 100, seed: 29 });
  const values = new Uint8Array(100);
  expect(() =>
    differentialItemFunctioning(responses, { labels: ["a"], values })
  ).toThrow('on scale "test": 1 groups, at least 2 are needed');
  expect(() =>
    differentialItemFunctioning(responses, {
      labels: ["a", "b"],
      values: new Uint8Array(99),
    })
  ).toThrow("groups of 99 persons, expected 100");
  expect(() =>
    differentialItemFunctioning(responses, {
      labels: ["a", "b"],
      values: values.fill(2, 7, 8),
    })
  ).toThrow("person 7: group 2 is not from 0 to 1, or -1 for none");
});

test("differentialItemFunctioning() by school is less sure where schools read an item their own way", () => {
  const { responses, grouping } = simulateTwoGroups({
    persons: 3000,
    seed: 31,
    shifts: [0, 0.5],
  });
  // A school is all of one group and comes ten times: a tenth of the information.
  const copies = 10;
  const many = (values: ArrayLike<number>): number[] =>
    Array.from(
      { length: 3000 },
      (_, p) => values[p % (3000 / copies)]!,
    );
  const repeated = {
    ...responses,
    columns: responses.columns.map((column) => Int8Array.from(many(column))),
    group: Uint8Array.from(many(responses.group)),
  };
  const values = many(grouping.values);
  const clusters = Int32Array.from(values, (_, p) => p % (3000 / copies));
  const plain = differentialItemFunctioning(repeated, { ...grouping, values });
  const robust = differentialItemFunctioning(
    repeated,
    { ...grouping, values },
    {
      clusters,
    },
  );
  plain.items.forEach(({ wald }, i) => {
    const ratio = wald!.statistic / robust.items[i]!.wald!.statistic;
    expect(ratio).toBeGreaterThan(4);
    expect(ratio).toBeLessThan(25);
  });
});

test(
  "differentialItemFunctioning() finds the simulator's items and leaves the clean ones",
  () => {
    const all = loadCodebook();
    const codebook = reduceCodebook(all, {
      scales: all.scales
        .filter(({ group, kind }) =>
          group === "pupils-4-9" && kind === "rating"
        )
        .slice(0, 9)
        .map(({ id }) => id),
    });
    const folder = Deno.makeTempDirSync();
    const { truth } = generateProgramme({
      outFolder: folder,
      codebook,
      seed: 3,
      schoolsPerMunicipality: 8,
      pupilsPerSchool: 40,
      lottery: "leave-out",
    });
    const data = readProgramme(folder, codebook, "program-for-laeringsledelse");
    Deno.removeSync(folder, { recursive: true });
    const frame = data.frames.get("pupils-4-9")!;
    const { dif, drift } = truth.programme.flaws;
    expect(dif.length).toBeGreaterThan(0);
    expect(drift.length).toBeGreaterThan(0);
    let [clean, wrong] = [0, 0];
    for (const scale of codebook.scales) {
      const responses = responsesOfScale(frame, scale, { codebook, waves: 3 });
      const byGender = differentialItemFunctioning(
        responses,
        groupingOfFrame(frame, "gender"),
        { views: "model" },
      );
      for (const { item, recommendation, effectPoints } of byGender.items) {
        const flaw = dif.find((known) => known.item === item);
        if (!flaw) {
          clean++;
          if (recommendation === "free") wrong++;
          continue;
        }
        expect(recommendation, item).toBe("free");
        // Harder for girls: freed, they stand higher.
        expect(Math.sign(effectPoints[1]!)).toBe(Math.sign(flaw.logits));
      }
      const byWave = differentialItemFunctioning(
        responses,
        groupingOfFrame(frame, "wave"),
        { views: "model" },
      );
      for (const { item, recommendation } of byWave.items) {
        const drifts = drift.some((known) => known.item === item);
        if (drifts) expect(recommendation, item).toBe("free");
        else {
          clean++;
          if (recommendation === "free") wrong++;
        }
      }
    }
    expect(wrong / clean).toBeLessThan(0.05);
  },
  60_000,
);
