import { expect, test } from "vitest";
import { exp } from "#lib/numerics/mod.ts";
import {
  creditCurve,
  inverseLink,
  jackknifeLink,
  type LinearLink,
  linkByCurves,
  linkByMoments,
  type LinkingItem,
  linkingItems,
  linkJointly,
} from "#lib/scaling/mod.ts";
import { ITEMS } from "../simulate.ts";
import { dataAreAbsent, readTable } from "../validation_data.ts";

const form = linkingItems(ITEMS);

/** The same items as they are on a scale on which θ is A θ + B. */
function onScale(
  items: readonly LinkingItem[],
  { slope, shift }: LinearLink,
): LinkingItem[] {
  return items.map((item) => ({
    ...item,
    slope: item.slope / slope,
    steps: item.steps.map((b) => slope * b + shift),
  }));
}

const expectLink = (found: LinearLink, wanted: LinearLink): void => {
  expect(found.slope).toBeCloseTo(wanted.slope, 6);
  expect(found.shift).toBeCloseTo(wanted.shift, 6);
};

const METHODS: Readonly<
  Record<
    string,
    (from: readonly LinkingItem[], to: readonly LinkingItem[]) => LinearLink
  >
> = {
  "mean-mean": (a, b) => linkByMoments(a, b, { method: "mean-mean" }),
  "mean-sigma": (a, b) => linkByMoments(a, b, { method: "mean-sigma" }),
  haebara: (a, b) => linkByCurves(a, b),
  "haebara, one direction": (a, b) => linkByCurves(a, b, { direction: "one" }),
  "robust haebara": (a, b) => linkByCurves(a, b, { power: 1 }),
  "stocking-lord": (a, b) => linkByCurves(a, b, { criterion: "stocking-lord" }),
  joint: (a, b) => inverseLink(linkJointly([a, b]).links[1]!),
};

for (const [name, link] of Object.entries(METHODS)) {
  test(`${name} links a form to itself by the identity and finds a known link`, () => {
    expectLink(link(form, form), { slope: 1, shift: 0 });
    const known = { slope: 1.3, shift: -0.4 };
    expectLink(link(form, onScale(form, known)), known);
  });
}

test("linkByCurves() in both directions gives the inverse when the forms change places", () => {
  const other = onScale(form, { slope: 1.2, shift: 0.3 }).map((item, i) => ({
    ...item,
    steps: item.steps.map((b) => b + 0.1 * (i - 2)),
  }));
  for (const criterion of ["haebara", "stocking-lord"] as const) {
    const there = linkByCurves(form, other, { criterion });
    const back = linkByCurves(other, form, { criterion });
    expectLink(inverseLink(back), there);
  }
});

test("linkByCurves() with power 1 is moved less by one item that drifts", () => {
  const drifted = form.map((item, i) =>
    i === 1 ? { ...item, steps: item.steps.map((b) => b + 1) } : item
  );
  const shift = (power: number): number =>
    Math.abs(linkByCurves(form, drifted, { power, slope: 1 }).shift);
  expect(shift(1)).toBeLessThan(shift(2) / 2);
});

test("linkJointly() puts three forms in a chain on the scale of the first", () => {
  const second = onScale(form.slice(1), { slope: 0.8, shift: 0.5 });
  const third = onScale(form.slice(3), { slope: 1.5, shift: -1 });
  const { links, items } = linkJointly([form.slice(0, 4), second, third]);
  expectLink(links[0]!, { slope: 1, shift: 0 });
  expectLink(links[1]!, inverseLink({ slope: 0.8, shift: 0.5 }));
  expectLink(links[2]!, inverseLink({ slope: 1.5, shift: -1 }));
  items.forEach((item, i) => {
    expect(item.slope).toBeCloseTo(form[i]!.slope, 6);
    item.steps.forEach((b, k) => expect(b).toBeCloseTo(form[i]!.steps[k]!, 6));
  });
});

test("creditCurve() is the three-parameter model with guessing", () => {
  const [, pass] = creditCurve(
    { id: "a", slope: 2, steps: [0.5], guessing: 0.2 },
    1,
  );
  expect(pass).toBeCloseTo(0.2 + 0.8 / (1 + exp(-1)), 12);
});

test("linking throws without common items, and joint linking of forms that do not hang together", () => {
  const strangers = form.map((item) => ({ ...item, id: `${item.id}b` }));
  expect(() => linkByCurves(form, strangers)).toThrow(RangeError);
  expect(() => linkJointly([form, strangers])).toThrow(
    "Cannot link 2 forms: found 1 joined by common items, expected 2 or more and all of them",
  );
});

test("jackknifeLink() has no error where all items agree, and that of a mean for shifts", () => {
  const known = { slope: 1, shift: 0.3 };
  const method = METHODS["mean-mean"]!;
  const agreed = jackknifeLink(form, onScale(form, known), {
    linkForms: method,
  });
  expect(agreed.shiftError).toBeCloseTo(0, 12);
  const one = form.map(({ id }) => ({ id, slope: 1, steps: [0] }));
  const moved = one.map((item, i) => ({
    ...item,
    steps: [[0, 1, 2, 3, 4][i]!],
  }));
  // Standard error of the mean of 0…4: SD √2.5 over √5.
  const { shiftError } = jackknifeLink(one, moved, { linkForms: method });
  expect(shiftError).toBeCloseTo(Math.sqrt(2.5 / 5), 12);
});

/** Twelve common items of two forms; the book's model has 1.7 in the exponent. */
function bookForms(): readonly [LinkingItem[], LinkingItem[]] {
  const read = (file: string): Map<string, string[]> =>
    new Map(readTable(file).rows.map((row) => [row[0]!, row]));
  const tables = [read("kb04_form1.csv"), read("kb04_form2.csv")];
  const common = readTable("kb04_common.csv").rows;
  const [a, b] = tables.map((table, f) =>
    common.map((pair): LinkingItem => {
      const [, slope, step, guessing] = table.get(pair[f]!)!.map(Number);
      return {
        id: pair[0]!,
        slope: 1.7 * slope!,
        steps: [step!],
        guessing: guessing!,
      };
    })
  );
  return [a!, b!];
}

test.skipIf(dataAreAbsent)(
  "linking gives the values of Kolen and Brennan's example",
  () => {
    const [a, b] = bookForms();
    const mm = linkByMoments(a, b, { method: "mean-mean" });
    expect(mm.slope).toBeCloseTo(1.217266, 6);
    expect(mm.shift).toBeCloseTo(-0.557156, 6);
    const ms = linkByMoments(a, b, { method: "mean-sigma" });
    expect(ms.slope).toBeCloseTo(1.168891, 6);
    expect(ms.shift).toBeCloseTo(-0.515543, 6);
    const there = linkByCurves(a, b, { direction: "one" });
    expect(there.slope).toBeCloseTo(1.0693, 4);
    const back = linkByCurves(b, a, { direction: "one" });
    expect(inverseLink(back).slope).toBeCloseTo(1.0537, 4);
    const both = linkByCurves(a, b).slope;
    expect(both).toBeGreaterThan(1.0537);
    expect(both).toBeLessThan(1.0693);
  },
);

test.skipIf(dataAreAbsent)(
  "linking gives sirt's shifts and link errors of 25 PISA items in two studies",
  () => {
    const { rows } = readTable("pisa_item_parameters.csv");
    const study = (column: number): LinkingItem[] =>
      rows.map((row) => ({
        id: row[0]!,
        slope: 1,
        steps: [Number(row[column])],
      }));
    const testlet = new Map(rows.map((row) => [row[0]!, row[1]!]));
    const [first, second] = [study(2), study(3)];
    const theta = Array.from({ length: 100 }, (_, q) => -4 + 8 * q / 99);
    const points = { theta, weight: theta.map(() => 1) };
    // The reference compares on the scale of the first study.
    const shifted =
      (criterion: "haebara" | "stocking-lord") =>
      (from: readonly LinkingItem[], to: readonly LinkingItem[]): LinearLink =>
        inverseLink(
          linkByCurves(to, from, {
            criterion,
            slope: 1,
            direction: "one",
            points,
          }),
        );
    const mean = linkByMoments(first, second, { method: "mean-mean" });
    expect(mean.shift).toBeCloseTo(0.08828, 6);
    // The reference ends its search within 1e-4.
    expect(shifted("haebara")(first, second).shift).toBeCloseTo(0.08896269, 4);
    const linkForms = shifted("stocking-lord");
    expect(linkForms(first, second).shift).toBeCloseTo(0.09292838, 4);
    const items = jackknifeLink(first, second, { linkForms });
    expect(items.shiftError).toBeCloseTo(0.02682839, 4);
    const testlets = jackknifeLink(first, second, {
      linkForms,
      unitOf: (id) => testlet.get(id)!,
    });
    expect(testlets.units).toBe(8);
    expect(testlets.shiftError).toBeCloseTo(0.04491197, 4);
  },
);
