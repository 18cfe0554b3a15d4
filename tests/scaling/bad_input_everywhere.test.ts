/**
 * Bad input to everything that takes answers: a clear message or a documented result.
 * @module
 */
import { describe, expect, test } from "vitest";
import { createMatrix } from "#lib/numerics/mod.ts";
import {
  calibrate,
  latentRegression,
  personScores,
  scaleRespondents,
  type ScaleResponses,
} from "#lib/scaling/mod.ts";
import { expectClose } from "../inference/expect_close.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";
import { CODEBOOK, SCALE, tinyFrame } from "./tiny_frame.ts";

const PERSONS = 600;
const theta = normals(PERSONS, 1);
const columns = simulateAnswers(theta, { seed: 1 });
const good = responsesOf(columns, { maxScore: 3 });
const fit = calibrate(good);
const regressor = createMatrix(
  { rows: PERSONS, columns: 1 },
  normals(PERSONS, 2).map((z, p) => z + 0.3 * theta[p]!),
);
const { frame } = tinyFrame({ seed: 2 });
const options = { codebook: CODEBOOK, waves: 3, seed: 7, draws: 2 };

type Change = (
  column: Int8Array,
  item: number,
  group: ArrayLike<number>,
) => ArrayLike<number>;

/** The same mischief with the columns of any answers. */
function spoil(responses: ScaleResponses, change: Change): ScaleResponses {
  return {
    ...responses,
    columns: responses.columns.map((column, i) =>
      change(column, i, responses.group) as Int8Array
    ),
  };
}

function spoiltFrame(change: Change): typeof frame {
  const answers = new Map(SCALE.items.map(({ id }, i) => [
    id,
    change(frame.answers.get(id)!, i, frame.wave) as Int8Array,
  ]));
  return { ...frame, answers };
}

/** Every way in which answers come in. */
const ENTRIES: readonly (readonly [string, (change: Change) => unknown])[] = [
  ["calibrate()", (change) => calibrate(spoil(good, change))],
  [
    "latentRegression()",
    (change) =>
      latentRegression(spoil(good, change), regressor, {
        standardErrors: "none",
      }),
  ],
  ["personScores()", (change) => personScores(fit, spoil(good, change))],
  [
    "scaleRespondents()",
    (change) => scaleRespondents(spoiltFrame(change), SCALE, options),
  ],
];

describe.each(ENTRIES)("%s", (_, run) => {
  test("refuses answers that are text", () => {
    const change: Change = (column, i) =>
      i === 2
        ? Array.from(
          column,
          (x, p) => p === 4 ? "2" : x,
        ) as unknown[] as number[]
        : column;
    expect(() => run(change)).toThrow(
      /^Cannot read the answers of scale ".+": column "item3" has type Array, allowed is Int8Array$/,
    );
  });

  test("names item, person and value of an answer out of range", () => {
    const change: Change = (column, i) =>
      i === 2 ? column.map((x, p) => p === 4 ? 5 : x) : column;
    expect(() => run(change)).toThrow(
      /^Cannot read the answers of scale ".+": item "item3", person 4: category 5 is not from 0 to 3, or -1 for missing$/,
    );
  });
});

/** Everything a reader could meet in scores. */
function scoreColumns(change: Change): readonly ArrayLike<number>[] {
  const own = spoil(good, change);
  const { reliability, ...scores } = personScores(calibrate(own), own);
  return [...Object.values(scores), Object.values(reliability)];
}

function scaledColumns(change: Change): readonly ArrayLike<number>[] {
  const scaled = scaleRespondents(spoiltFrame(change), SCALE, options);
  return [
    ...scaled.points,
    scaled.wle,
    scaled.wleStandardError,
    scaled.eap,
    scaled.posteriorStandardDeviation,
  ];
}

function regressionNumbers(change: Change): readonly ArrayLike<number>[] {
  const found = latentRegression(spoil(good, change), regressor, {
    standardErrors: "none",
  });
  return [
    found.coefficients,
    [
      found.intercept,
      found.residualStandardDeviation,
      found.explainedVariance,
      found.logLikelihood,
    ],
  ];
}

const USABLE: readonly (readonly [string, Change])[] = [
  ["an item with one category", (c, i) => i === 1 ? c.map(() => 2) : c],
  ["an item that nobody answered", (c, i) => i === 1 ? c.map(() => -1) : c],
  ["a category that nobody chose", (c) => c.map((x) => x === 2 ? 3 : x)],
  [
    "two forms within a wave without a common item",
    (c, i) => c.map((x, p) => (p % 2 === 0) === (i < 2) ? x : -1),
  ],
  [
    "items of which one separates the persons as the next does",
    (c, i) => i === 1 ? columnLike(c) : c,
  ],
];

/** The first item again: as a copy its slope is on its way to infinity. */
function columnLike(column: Int8Array): Int8Array {
  return column.length === PERSONS ? columns[0]! : frame.answers.get("item1")!;
}

test.each(USABLE)(
  "%s leaves every score and regression a number",
  (_, change) => {
    for (
      const values of [
        ...scoreColumns(change),
        ...scaledColumns(change),
        ...regressionNumbers(change),
      ]
    ) {
      expect(Array.from(values).every(Number.isFinite)).toBe(true);
    }
  },
);

test("persons without an answer have no score, are not scaled and change no regression", () => {
  const change: Change = (column) => column.map((x, p) => p < 40 ? -1 : x);
  const own = spoil(good, change);
  const scores = personScores(fit, own);
  for (const values of [scores.wle, scores.eap]) {
    expect(values.every((x, p) => Number.isNaN(x) === p < 40)).toBe(true);
  }
  expect(scaleRespondents(spoiltFrame(change), SCALE, options).rows[0])
    .toBe(40);
  const found = latentRegression(own, regressor, { standardErrors: "none" });
  const without = latentRegression(
    responsesOf(columns.map((c) => c.slice(40)), { maxScore: 3 }),
    createMatrix(
      { rows: PERSONS - 40, columns: 1 },
      regressor.values.slice(40),
    ),
    { standardErrors: "none" },
  );
  expectClose(found.coefficients[0]!, without.coefficients[0]!);
});

test("a wave with nobody has no scores and takes none away", () => {
  const waves = 4;
  const scaled = scaleRespondents(frame, SCALE, { ...options, waves });
  expect(scaled.calibration.groups[3]).toMatchObject({ persons: 0 });
  expect(scaled.points.every((draw) => draw.every(Number.isFinite))).toBe(true);
});

test("waves without a common item are refused", () => {
  const change: Change = (column, i, group) =>
    column.map((x, p) => (group[p] === 0) === (i < 2) ? x : -1);
  expect(() => scaleRespondents(spoiltFrame(change), SCALE, options)).toThrow(
    /^Cannot calibrate scale "e4_test": groups .+ share no item/,
  );
});

test("personScores() refuses answers of a group that the calibration knows nobody of", () => {
  const group = new Uint8Array(PERSONS);
  const two = { ...good, group, groupCount: 2 };
  const known = calibrate(two);
  expect(() =>
    personScores(known, { ...two, group: group.map((_, p) => p % 2) })
  )
    .toThrow(
      'Cannot score scale "test": person 1 answered in group 1, which has no distribution; groups with one are 0',
    );
});

test("latentRegression() says what the calibration said, and that it did not converge", () => {
  const same: Change = (c, i) => i === 1 ? c.map(() => 2) : c;
  const found = latentRegression(spoil(good, same), regressor, {
    standardErrors: "none",
    maxIterations: 2,
  });
  expect(found.converged).toBe(false);
  expect(found.notes.map(({ kind }) => kind)).toEqual([
    "item-dropped",
    "not-converged",
  ]);
});

test("latentRegression() throws when mass lies at the ends of the grid", () => {
  expect(() =>
    latentRegression(good, regressor, { grid: { nodes: 21, halfWidth: 1.5 } })
  ).toThrow(/posterior mass .+ at the end of the grid/);
});

test("calibrate() stops by the gradient, as exactly as it is asked to", () => {
  const [fine, coarse] = [1e-8, 1e-4].map((gradientTolerance) =>
    calibrate(good, { gradientTolerance })
  );
  expect(fine!.maxGradient).toBeLessThanOrEqual(1e-8);
  expect(coarse!.maxGradient).toBeLessThanOrEqual(1e-4);
  expect(coarse!.maxGradient).toBeGreaterThan(1e-8);
  expect(coarse!.iterations).toBeLessThan(fine!.iterations);
  expect(coarse!.logLikelihood).toBeLessThan(fine!.logLikelihood);
});
