import { expect, test } from "vitest";
import { loadCodebook, scaleById } from "#lib/codebook/mod.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import type { People } from "#lib/samples/people.ts";
import { profileOf } from "#lib/samples/scale_profile.ts";
import { momentsOf, toScaleTruth } from "#lib/samples/truth_collector.ts";

const codebook = loadCodebook();
const world = buildWorld(codebook, 1, {
  municipalities: ["billund", "thisted"],
  schoolsPerMunicipality: 1,
  pupilsPerSchool: 20,
});

test("momentsOf() gives mean, SD over people, and means by municipality", () => {
  const people = {
    count: 4,
    municipality: Uint8Array.of(0, 0, 0, 1),
  } as People;
  const moments = momentsOf(Float64Array.of(1, 2, 3, 6), people, 2);
  expect(moments.mean).toBe(3);
  // Deviations −2, −1, 0, 3: squares sum to 14.
  expect(moments.standardDeviation).toBeCloseTo(Math.sqrt(14 / 4), 12);
  expect(moments.municipalities).toEqual([2, 6]);
  expect(moments.counts).toEqual([3, 1]);
});

test("toScaleTruth() adds the gradient times the expected index and rescales", () => {
  const scale = scaleById(codebook, "pr_laesning");
  const wave = {
    mean: 0.1,
    standardDeviation: 1.25,
    municipalities: [0.2, 0.35],
    counts: [30, 10],
  };
  const truth = toScaleTruth({
    scale,
    profile: profileOf(scale, 2),
    items: [],
    means: [Float64Array.of(0, 5), Float64Array.of(4, 9)],
    waves: [wave, wave],
  }, {
    ...world,
    families: { ...world.families, expectedIndex: Float64Array.of(0.2, -0.5) },
  });
  // Wave 1: 0 + 35·0.2 = 7 points, 5 − 35·0.5 = −12.5 points of the generating
  // metric, less 10 and divided by 1.25; wave 2 with the slope 32.
  const [billund, thisted] = [truth.means["billund"]!, truth.means["thisted"]!];
  expect(billund[0]).toBeCloseTo(500 + (7 - 10) / 1.25, 10);
  expect(thisted[0]).toBeCloseTo(500 + (-12.5 - 10) / 1.25, 10);
  expect(billund[1]).toBeCloseTo(500 + (4 + 6.4 - 10) / 1.25, 10);
  expect(truth.programme[0]).toBeCloseTo(
    (30 * billund[0]! + 10 * thisted[0]!) / 40,
    10,
  );
  expect(truth.realised.programme[0]).toBeCloseTo(500, 10);
  expect(truth.realised.municipalities["thisted"]![0]).toBeCloseTo(520, 10);
  expect(truth.gradient).toEqual([35 / 1.25, 32 / 1.25]);
  expect(truth.genderGap).toBe(25 / 1.25);
});
