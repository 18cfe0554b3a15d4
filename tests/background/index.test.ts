import { expect, test } from "vitest";
import {
  componentParts,
  freezeIndex,
  indexReliability,
  parseFrozenIndex,
  serialiseFrozenIndex,
} from "#lib/background/mod.ts";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { backgroundIndex, readProgramme } from "#lib/data/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { tinyCodebook, tinyFiles, writeTiny } from "../data/tiny_programme.ts";
import { expectClose } from "../inference/expect_close.ts";

const { background } = loadCodebook();

/** Moments of three components with the given covariances, one person. */
function moments(covariance: readonly (readonly number[])[]): number[] {
  const [a, b, c] = covariance;
  return [1, 0, 0, 0, a![0]!, b![0]!, b![1]!, c![0]!, c![1]!, c![2]!];
}

/** Homes of one common factor. */
function homes(n: number, seed: number): Float32Array[] {
  const stream = createStream(seed, 5);
  const columns = background.components.map(() => new Float32Array(n));
  for (let i = 0; i < n; i++) {
    const standing = stream.normal();
    columns.forEach((column, k) => {
      const { mean, standardDeviation } = background.components[k]!;
      column[i] = mean +
        standardDeviation * (0.8 * standing + 0.6 * stream.normal());
    });
  }
  return columns;
}

test("indexReliability() is the common variance over the whole, by hand", () => {
  // Loadings 3, 2, 1 and own variances 1, 1, 1: 36 of 39.
  const found = indexReliability(
    moments([[10], [6, 5], [3, 2, 2]]),
    0,
  );
  expectClose(found.omega, 36 / 39);
  expectClose(found.alpha, 1.5 * 22 / 39);
  // Parallel components: both are the formula of Spearman and Brown, 3r / (1 + 2r).
  const parallel = indexReliability(moments([[1], [0.5, 1], [0.5, 0.5, 1]]), 0);
  expectClose(parallel.omega, 0.75);
  expectClose(parallel.alpha, 0.75);
});

test("indexReliability() of components that say the same is 1", () => {
  const found = indexReliability(moments([[2], [2, 2], [2, 2, 2]]), 0);
  expectClose(found.omega, 1);
  expectClose(found.alpha, 1);
});

test("indexReliability() has no omega without one common factor, and nothing without variation", () => {
  const torn = indexReliability(moments([[1], [0.2, 1], [-0.1, 0.3, 1]]), 0);
  expect(torn.omega).toBeNaN();
  expect(torn.alpha).toBeGreaterThan(0);
  expect(indexReliability(moments([[0], [0, 0], [0, 0, 0]]), 0).alpha)
    .toBeNaN();
});

test("componentParts() add up to the index", () => {
  const values = homes(4, 1);
  const parts = componentParts(background, values);
  for (let i = 0; i < 4; i++) {
    expectClose(
      parts.reduce((sum, part) => sum + part[i]!, 0),
      backgroundIndex(background, values.map((column) => column[i]!)),
    );
  }
});

test("freezeIndex() keeps the constants and shows that the principal component hardly differs", () => {
  const values = homes(4000, 2);
  values[0]![7] = NaN;
  const frozen = freezeIndex(background, {
    codebook: "1",
    wave: 2015,
    values,
    weight: new Float64Array(4000).fill(1),
  });
  expect(frozen.reference.homes).toBe(3999);
  expect(frozen.scale).toBe(background.scale);
  frozen.components.forEach((component, k) => {
    const { mean, standardDeviation, weight } = background.components[k]!;
    expect(component).toMatchObject({ mean, standardDeviation, weight });
    expect(component.reference.principalWeight).toBeCloseTo(1, 1);
    expect(component.reference.mean / mean).toBeCloseTo(1, 1);
  });
  expect(frozen.reference.principalCorrelation).toBeGreaterThan(0.999);
  // Correlations of 0.64: the first of three eigenvalues is 2.28.
  expect(frozen.reference.principalShare).toBeCloseTo(2.28 / 3, 1);
  const index = Array.from(
    { length: 4000 },
    (_, i) => backgroundIndex(background, values.map((column) => column[i]!)),
  )
    .filter((_, i) => i !== 7);
  const mean = index.reduce((a, b) => a + b, 0) / 3999;
  const variance = index.reduce((a, b) => a + (b - mean) * (b - mean), 0) /
    3999;
  expectClose(frozen.reference.mean, mean, { tolerance: 1e-9 });
  expectClose(frozen.reference.standardDeviation, Math.sqrt(variance), {
    tolerance: 1e-9,
  });
  expect(parseFrozenIndex(serialiseFrozenIndex(frozen))).toEqual(frozen);
});

test.each([
  ["hjem_boeger", 'column "hjem_boeger" is missing'],
  ["hjem_computere", 'column "hjem_computere" is not one of'],
])(
  "readProgramme() refuses a wave whose parents were asked other questions of the home: %s",
  (column, message) => {
    const files = tinyFiles();
    const later = files["svar_foraeldre_2017.csv"]!;
    files["svar_foraeldre_2017.csv"] = column === "hjem_boeger"
      ? later.map((line) => line.split(";").toSpliced(4, 1).join(";"))
      : later.map((line, i) => `${line};${i === 0 ? column : 2}`);
    expect(() =>
      readProgramme(
        writeTiny(files),
        tinyCodebook(),
        "program-for-laeringsledelse",
      )
    ).toThrow(message);
  },
);

test("readProgramme() scores the homes of all waves by the same constants", () => {
  const files = tinyFiles();
  const [header, ...rows] = files["svar_foraeldre_2015.csv"]!;
  files["svar_foraeldre_2017.csv"] = [header!, rows[0]!];
  const data = readProgramme(
    writeTiny(files),
    tinyCodebook(),
    "program-for-laeringsledelse",
  );
  const { person, wave, background } = data.frames.get("pupils-4-9")!;
  const indices = [0, 1].map((w) => {
    const row = [...person.keys()].find((i) =>
      wave[i] === w && !Number.isNaN(background[i])
    )!;
    return background[row];
  });
  expect(indices[1]).toBe(indices[0]);
});

test("freezeIndex() refuses homes without all components, and a component that does not vary", () => {
  const options = { codebook: "1", wave: 2015, weight: [1, 1, 1] };
  expect(() =>
    freezeIndex(background, {
      ...options,
      values: [[12, NaN, NaN], [50, 50, 60], [3, 3, 3]],
    })
  ).toThrow("found 1 homes of 2015 with all components");
  expect(() =>
    freezeIndex(background, {
      ...options,
      values: [[12, 14, 17], [50, 50, 50], [3, 4, 3]],
    })
  ).toThrow('component "occupation" does not vary in 2015');
});

test("parseFrozenIndex() says what is wrong with a file", () => {
  expect(() => parseFrozenIndex("{")).toThrow(SyntaxError);
  expect(() => parseFrozenIndex('{"version":2}')).toThrow(
    "Cannot read a frozen index: version",
  );
});
