import { expect, test } from "vitest";
import {
  BACKGROUND_WIDTH,
  type BackgroundPeople,
  backgroundSumsInPlace,
  CHANGE_NAMES,
  type ChangeMeasure,
  estimateGradients,
  type GradientInput,
  gradientMeasures,
  type GradientNumber,
  type Measure,
  MEASURE_NAMES,
  NUMBERS_PER_WAVE,
} from "#lib/background/mod.ts";
import {
  jackknifeFromSums,
  poolNestedImputations,
} from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

const SCHOOLS = 12, SIZE = 15, DRAWS = 3;

function sample(seed: number): {
  readonly people: BackgroundPeople;
  readonly points: Float64Array[];
  readonly background: Float64Array;
} {
  const stream = createStream(seed, 2);
  const n = SCHOOLS * SIZE * 2;
  const school = Int32Array.from(
    { length: n },
    (_, i) => Math.floor(i / SIZE) % SCHOOLS,
  );
  const background = Float64Array.from(
    { length: n },
    (_, i) => 0.1 * (school[i]! - 6) + 0.9 * stream.normal(),
  );
  const draw = () => background.map((x) => 500 + 35 * x + 70 * stream.normal());
  return {
    people: {
      weight: Float64Array.from({ length: n }, () => 0.5 + stream.uniform()),
      wave: Uint8Array.from({ length: n }, (_, i) => i < n / 2 ? 0 : 1),
      school,
      education: Int8Array.from({ length: n }, () => stream.integer(4) - 1),
      components: Array.from(
        { length: 3 },
        () => background.map((x) => x / 3 + 0.2 * stream.normal()),
      ),
    },
    points: Array.from({ length: DRAWS }, draw),
    background,
  };
}

function inputOf(seed: number): GradientInput {
  const { people, points, background } = sample(seed);
  return {
    people,
    points,
    background: () => [background],
    waves: 2,
    pairs: [[0, 1]],
    schools: SCHOOLS,
    stratum: Int32Array.from({ length: SCHOOLS }, (_, s) => s % 3),
    units: [
      Int32Array.from({ length: SCHOOLS }, (_, s) => s),
      Int32Array.of(2),
      Int32Array.of(),
    ],
  };
}

function ofWave(numbers: readonly GradientNumber[], measure: Measure) {
  return numbers[MEASURE_NAMES.indexOf(measure)]!;
}

function ofChange(numbers: readonly GradientNumber[], measure: ChangeMeasure) {
  return numbers[2 * NUMBERS_PER_WAVE + CHANGE_NAMES.indexOf(measure)]!;
}

/** Sums of schools × both waves for one plausible value. */
function sumsOf({ people, points, background }: GradientInput, draw: number) {
  const sums = new Float64Array(SCHOOLS * 2 * BACKGROUND_WIDTH);
  backgroundSumsInPlace(sums, people, {
    draw: { points: points[draw]!, background: background(draw)[0]! },
    sizes: { schools: SCHOOLS, waves: 2 },
  });
  return sums;
}

test("estimateGradients() leaves out schools as the jackknife of all plausible values does", () => {
  const input = inputOf(1);
  const [numbers] = estimateGradients(input);
  const width = 2 * BACKGROUND_WIDTH;
  const all = new Float64Array(DRAWS * SCHOOLS * width);
  input.points.forEach((_, draw) =>
    all.set(sumsOf(input, draw), draw * SCHOOLS * width)
  );
  const sizes = new Float64Array(SCHOOLS);
  for (let i = 0; i < input.people.school.length; i++) {
    sizes[input.people.school[i]!]!++;
  }
  const asked = ["slope", "resilience", "contextual-latent"] as const;
  const reference = jackknifeFromSums({
    draws: DRAWS,
    clusters: SCHOOLS,
    width,
    sums: all,
    strata: input.stratum,
    sizes,
    count: 3,
    statistics: (sums, out) => {
      const from = gradientMeasures(sums);
      const to = gradientMeasures(sums, BACKGROUND_WIDTH);
      out.set(asked.map((name) => to[name] - from[name]));
    },
  });
  asked.forEach((name, s) => {
    const found = ofChange(numbers!, name);
    expectClose(found.value, reference[s]!.value);
    expectClose(found.variance.sampling, reference[s]!.sampling);
    expectClose(
      found.variance.measurement,
      (1 + 1 / DRAWS) * reference[s]!.between,
    );
    expect(found.variance.missing).toBe(0);
  });
});

test("estimateGradients() splits the change in the slope exactly, and between and within add up", () => {
  const [numbers] = estimateGradients(inputOf(2));
  const parts = ["part-segregation", "part-between", "part-within"] as const;
  expectClose(
    parts.reduce((sum, part) => sum + ofChange(numbers!, part).value, 0),
    ofChange(numbers!, "slope").value,
  );
  const oneDraw = { ...inputOf(2), points: [inputOf(2).points[0]!] };
  const [of] = estimateGradients(oneDraw);
  const value = (name: Measure) => ofWave(of!, name).value;
  expectClose(
    value("segregation") * value("between") +
      (1 - value("segregation")) * value("within"),
    value("slope"),
  );
});

test("estimateGradients() pools imputations within plausible values by Rubin's nested rule", () => {
  const input = inputOf(3);
  const stream = createStream(4, 4);
  const observed = input.background(0)[0]!;
  const completed = Array.from(
    { length: DRAWS },
    () =>
      [0, 1].map(() =>
        Float64Array.from(
          observed,
          (x, i) => i % 4 === 0 ? 0.5 * x + 0.5 * stream.normal() : x,
        )
      ),
  );
  const nested: GradientInput = {
    ...input,
    background: (draw) => completed[draw]!,
  };
  const [numbers] = estimateGradients(nested);
  const found = ofWave(numbers!, "slope");
  const one = (draw: number, m: number) =>
    ofWave(
      estimateGradients({
        ...input,
        points: [input.points[draw]!],
        background: () => [completed[draw]![m]!],
      })[0]!,
      "slope",
    );
  const draws = [0, 1, 2].map((draw) => [one(draw, 0), one(draw, 1)]);
  const reference = poolNestedImputations(
    draws.map((nest) => nest.map((n) => n.value)),
    draws.map((nest) => nest.map((n) => n.variance.sampling)),
  );
  const { sampling, measurement, missing } = found.variance;
  expectClose(found.value, reference.value);
  expectClose(sampling + measurement + missing, reference.total);
  expect(missing).toBeGreaterThan(0);
  expect(found.degreesOfFreedom).toBeGreaterThan(1);
  expect(found.degreesOfFreedom).toBeLessThan(reference.degreesOfFreedom);
});

test("estimateGradients() says what cannot be told of one school, and of none", () => {
  const [, one, none] = estimateGradients(inputOf(5));
  expect(ofWave(one!, "slope").status).toBe("no-uncertainty");
  expect(ofWave(one!, "between").status).toBe("no-value");
  expect(none!.every(({ status }) => status === "no-value")).toBe(true);
});

test("estimateGradients() leaves a unit whose parents all kept silent without a slope", () => {
  const input = inputOf(6);
  const silent = Float64Array.from(input.background(0)[0]!, () => NaN);
  const [numbers] = estimateGradients({ ...input, background: () => [silent] });
  expect(ofWave(numbers!, "slope").status).toBe("no-value");
  expect(ofWave(numbers!, "unknown-share")).toMatchObject({
    status: "no-uncertainty",
    value: 1,
  });
});
