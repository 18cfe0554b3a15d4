import { expect, test } from "vitest";
import { loadCodebook, scaleById } from "#lib/codebook/mod.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import { drawFactors, latentValues } from "#lib/samples/latent_values.ts";
import { invitedTo, type People, pupilsOfWave } from "#lib/samples/people.ts";
import { profileOf } from "#lib/samples/scale_profile.ts";
import { scaleNumber } from "#lib/samples/world.ts";

const codebook = loadCodebook();
const world = buildWorld(codebook, 8);
const SEED = 8;

function peopleOf(group: string, wave: number): People {
  const info = codebook.groups.find(({ id }) => id === group)!;
  const year = 2015 + 2 * wave;
  return invitedTo(info, pupilsOfWave(world.pupils, { ...world, wave, year }));
}

function valuesOf(id: string, wave: number, people: People): Float64Array {
  const scale = scaleById(codebook, id);
  return latentValues(people, profileOf(scale, 3), {
    seed: SEED,
    scaleNumber: scaleNumber(scale),
    wave,
    schools: world.schools.length,
    classes: world.pupils.classes.count,
    means: new Float64Array(world.municipalities.length),
    middleGrade: 6.5,
    factors: drawFactors(people, {
      seed: SEED,
      wave,
      roll: "pupils",
      persistence: 0.6,
    }),
  });
}

/** Between- and within-class, -school components by the method of moments. */
function components(
  id: string,
  values: Float64Array,
  people: People,
): { total: number; school: number; class: number } {
  const residual = residuals(id, values, people);
  const ofClass = groupSums(residual, people.classIndex);
  const ofSchool = groupSums(residual, people.school);
  const n = residual.length;
  const square = residual.reduce((sum, x) => sum + x * x, 0);
  // Products of two different pupils: of a class, and of a school but not a class.
  const pairs = (groups: Map<number, [number, number, number]>) => {
    let products = 0, count = 0;
    for (const [size, sum, squares] of groups.values()) {
      products += sum * sum - squares;
      count += size * (size - 1);
    }
    return { products, count };
  };
  const c = pairs(ofClass), s = pairs(ofSchool);
  const school = (s.products - c.products) / (s.count - c.count);
  return {
    total: square / n,
    school,
    class: c.products / c.count - school,
  };
}

function groupSums(
  values: Float64Array,
  groups: ArrayLike<number>,
): Map<number, [number, number, number]> {
  const sums = new Map<number, [number, number, number]>();
  values.forEach((value, row) => {
    const entry = sums.get(groups[row]!) ?? [0, 0, 0];
    entry[0]++;
    entry[1] += value;
    entry[2] += value * value;
    sums.set(groups[row]!, entry);
  });
  return sums;
}

/** Values less their stated regression on background, gender and grade. */
function residuals(
  id: string,
  values: Float64Array,
  people: People,
): Float64Array {
  const { gradient, genderGap, perGrade } = profileOf(
    scaleById(codebook, id),
    3,
  );
  return values.map((value, row) =>
    value - (gradient[0]! * people.background[row]! +
        genderGap * (people.gender[row]! - 0.49) +
        perGrade * (people.grade[row]! - 6.5)) / 100
  );
}

const tests49 = peopleOf("tests", 0);

test("latentValues() of a test has the stated variance components", () => {
  const id = "pr_laesning";
  const found = components(id, valuesOf(id, 0, tests49), tests49);
  // Schools: 242 draws of variance .08, SE .08·√(2/242) = .007.
  expect(Math.abs(found.school - 0.08)).toBeLessThan(0.021);
  // The two school components weight schools differently, so most of the error stays.
  expect(Math.abs(found.class - 0.05)).toBeLessThan(0.02);
});

test("latentValues() of a well-being scale has SD 100 and an ICC near .04", () => {
  const id = "e4_skoletrivsel";
  const values = valuesOf(id, 0, tests49);
  const found = components(id, values, tests49);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) /
    values.length;
  expect(Math.abs(found.school - 0.04)).toBeLessThan(0.012);
  expect(Math.abs(found.class - 0.08)).toBeLessThan(0.012);
  // The municipalities' share of .01 is left out here.
  expect(Math.abs(variance - 0.99)).toBeLessThan(0.03);
});

test("latentValues() of class teachers' ratings holds a leniency of SD 27", () => {
  const id = "kl_samspil";
  const people = peopleOf("class-teachers", 0);
  const found = components(id, valuesOf(id, 0, people), people);
  expect(Math.abs(100 * Math.sqrt(found.class) - 27)).toBeLessThan(2);
});

test("latentValues() keeps the stated correlation of schools and pupils over waves", () => {
  const id = "e4_skoletrivsel";
  const later = peopleOf("tests", 1);
  const first = new Map(Array.from(
    residuals(id, valuesOf(id, 0, tests49), tests49),
    (value, row) => [tests49.person[row]!, value],
  ));
  const pairs = Array.from(
    residuals(id, valuesOf(id, 1, later), later),
    (value, row) => [first.get(later.person[row]!), value] as const,
  ).filter(([before]) => before !== undefined) as [number, number][];
  const covariance = pairs.reduce((sum, [a, b]) => sum + a * b, 0) /
    pairs.length;
  // School .04·.8, class .08·.6, pupil the rest·.6.
  const rest = 1 - 0.01 - 0.04 - 0.08 - 0.07 * 0.07 - 0.05 * 0.05 / 4 -
    0.02 * 0.02 * 3;
  const wanted = 0.04 * 0.8 + 0.08 * 0.6 + rest * 0.6;
  expect(Math.abs(covariance - wanted)).toBeLessThan(0.03);
});

test("latentValues() correlates reading and mathematics near .7", () => {
  const a = valuesOf("pr_laesning", 0, tests49);
  const b = valuesOf("pr_matematik", 0, tests49);
  const mean = (x: Float64Array) => x.reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let ab = 0, aa = 0, bb = 0;
  a.forEach((x, row) => {
    ab += (x - ma) * (b[row]! - mb);
    aa += (x - ma) ** 2;
    bb += (b[row]! - mb) ** 2;
  });
  expect(ab / Math.sqrt(aa * bb)).toBeGreaterThan(0.6);
  expect(ab / Math.sqrt(aa * bb)).toBeLessThan(0.8);
});
