import { expect, test } from "vitest";
import { loadCodebook, scaleById } from "#lib/codebook/mod.ts";
import {
  centreOnIndex,
  municipalityMeans,
} from "#lib/samples/municipality_means.ts";
import { personVariance, profileOf } from "#lib/samples/scale_profile.ts";

const codebook = loadCodebook();

test("centreOnIndex() leaves no weighted mean and no slope on the index", () => {
  const effects = Float64Array.of(3, -1, 4, 1, -5);
  const index = Float64Array.of(0.1, -0.2, 0.3, 0, -0.1);
  const weights = Float64Array.of(10, 20, 5, 40, 25);
  const centred = centreOnIndex(effects, index, weights);
  let mean = 0, cross = 0;
  centred.forEach((effect, m) => {
    mean += weights[m]! * effect;
    cross += weights[m]! * effect * index[m]!;
  });
  expect(mean).toBeCloseTo(0, 12);
  expect(cross).toBeCloseTo(0, 12);
});

test("centreOnIndex() only centres where two municipalities give no slope", () => {
  const centred = centreOnIndex(
    Float64Array.of(3, 1),
    Float64Array.of(0.1, -0.1),
    Float64Array.of(1, 1),
  );
  expect([...centred]).toEqual([1, -1]);
});

test("municipalityMeans() develops as stated, with SD 4 between municipalities", () => {
  const scale = scaleById(codebook, "pr_laesning");
  const municipalities = Array.from({ length: 400 }, (_, k) => ({
    ...codebook.municipalities[0]!,
    id: `m${k}`,
  }));
  const weights = new Float64Array(400).fill(1);
  const [first, second] = municipalityMeans(profileOf(scale, 3), {
    seed: 2,
    scaleNumber: 1,
    municipalities,
    expectedIndex: weights.map((_, m) => (m % 7) / 10),
    weights,
  });
  const change = second!.map((value, m) => value - first![m]!);
  const mean = change.reduce((sum, x) => sum + x, 0) / 400;
  const spread = Math.sqrt(
    change.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 400,
  );
  const level = Math.sqrt(first!.reduce((sum, x) => sum + x * x, 0) / 400);
  expect(mean).toBeCloseTo(4, 10);
  // Four standard errors of an SD from 400 draws: 4 / √800 = 14 %.
  expect(Math.abs(spread / 4 - 1)).toBeLessThan(0.14);
  expect(Math.abs(level / 10 - 1)).toBeLessThan(0.14);
});

test("profileOf() leaves a person part on every scale and loadings of length one", () => {
  for (const scale of codebook.scales) {
    const profile = profileOf(scale, 3);
    const length = profile.loadings.reduce((sum, x) => sum + x * x, 0);
    expect(personVariance(profile), scale.id).toBeGreaterThan(5000);
    expect(length, scale.id).toBeCloseTo(1, 4);
    expect(profile.change[0]).toBe(0);
  }
});
