import { expect, test } from "vitest";
import {
  calibrate,
  type CalibrateOptions,
  calibrationErrors,
  cronbachAlpha,
  mapScores,
  mcdonaldOmega,
  personScores,
  type ScaleResponses,
} from "#lib/scaling/mod.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";

const PERSONS = 400;
const MODELS = ["GPCM", "PCM"] as const;
const theta = normals(PERSONS, 1);
const columns = simulateAnswers(theta, { seed: 1 });

function answers(change: Partial<ScaleResponses> = {}): ScaleResponses {
  return { ...responsesOf(columns, { maxScore: 3 }), ...change };
}

function failure(
  responses: ScaleResponses,
  options?: CalibrateOptions,
): string {
  try {
    calibrate(responses, options);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return "nothing was thrown";
}

/** Every number of a calibration of groups with persons, its scores and reliabilities. */
function numbersOf(responses: ScaleResponses, options: CalibrateOptions) {
  const fit = calibrate(responses, options);
  const scores = personScores(fit, responses);
  const { map, standardError } = mapScores(fit, responses);
  const numbers = [
    fit.logLikelihood,
    fit.maxGradient,
    ...fit.items.flatMap((
      i,
    ) => [i.slope, ...i.intercepts.filter((d) => d > -Infinity)]),
    ...fit.groups.filter((g) => g.persons > 0).flatMap((g) => [
      g.mean,
      g.standardDeviation,
    ]),
    ...Object.values(scores.reliability),
    ...[...mcdonaldOmega(fit, responses), ...cronbachAlpha(responses)].filter((
      x,
    ) => x !== null),
  ];
  const answered = Array.from(
    { length: responses.persons },
    (_, p) => responses.columns.some((column) => column[p]! >= 0),
  );
  for (
    const column of [
      scores.wle,
      scores.wleStandardError,
      scores.eap,
      scores.posteriorStandardDeviation,
      map,
      standardError,
    ]
  ) {
    numbers.push(...column.filter((_, p) => answered[p]));
  }
  return { fit, numbers };
}

test("calibrate() names item, person and category when an answer is out of range", () => {
  const wrong = columns.map((c) => c.slice());
  wrong[2]![7] = 4;
  expect(failure(answers({ columns: wrong }))).toBe(
    'Cannot read the answers of scale "test": item "item3", person 7: category 4 is not from 0 to 3, or -1 for missing',
  );
  wrong[2]![7] = -2;
  expect(failure(answers({ columns: wrong }))).toContain("category -2");
});

test("calibrate() names person and value when a weight or group is out of range", () => {
  const weight = new Float64Array(PERSONS).fill(1);
  weight[3] = NaN;
  expect(failure(answers({ weight }))).toContain(
    "person 3: weight NaN is not a number from 0",
  );
  weight[3] = -1;
  expect(failure(answers({ weight }))).toContain("person 3: weight -1");
  expect(failure(answers({ weight: weight.slice(1) }))).toContain(
    "weight column has length 399, expected 400",
  );
  const group = new Uint8Array(PERSONS);
  group[5] = 1;
  expect(failure(answers({ group }))).toContain(
    "person 5: group 1 is not from 0 to 0",
  );
});

test.each(MODELS)(
  "a %s of items nobody answered, or all in one category, has a clear error",
  (model) => {
    const none = columns.map((c) => c.map(() => -1));
    const same = columns.map((c) => c.map(() => 2));
    const text = "none of its 5 items has answers in two categories";
    expect(failure(answers({ columns: none }), { model })).toContain(text);
    expect(failure(answers({ columns: same }), { model })).toContain(text);
    const weight = new Float64Array(PERSONS);
    expect(failure(answers({ weight }), { model })).toContain(text);
    const nobody = responsesOf(columns.map((c) => c.slice(0, 0)));
    expect(failure(nobody, { model })).toContain(text);
  },
);

test.each(MODELS)(
  "a %s leaves out items of one category and has numbers for all else",
  (model) => {
    const some = columns.map((c, i) => i === 1 ? c.map(() => 2) : c);
    const { fit, numbers } = numbersOf(answers({ columns: some }), { model });
    expect(fit.notes).toContainEqual({
      kind: "item-dropped",
      item: "item2",
      reason: "one-category",
    });
    expect(numbers.every(Number.isFinite)).toBe(true);
  },
);

test.each(MODELS)(
  "a %s of a group with nobody gives the other groups numbers, that one none",
  (model) => {
    for (const empty of [0, 1, 2]) {
      const others = [0, 1, 2].filter((g) => g !== empty);
      const responses = answers({
        group: Uint8Array.from({ length: PERSONS }, (_, p) => others[p % 2]!),
        groupCount: 3,
      });
      const { fit, numbers } = numbersOf(responses, { model });
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(fit.groups[empty]).toMatchObject({ persons: 0, estimated: false });
      const errors = calibrationErrors(fit, responses);
      expect(errors.groups[empty]).toEqual({
        mean: null,
        standardDeviation: null,
      });
      expect(errors.covariance.values.every(Number.isFinite)).toBe(true);
    }
  },
);

test("calibrate() refuses a reference group without persons", () => {
  expect(failure(answers(), { reference: 3 })).toBe(
    'Cannot calibrate scale "test": reference group 3, allowed are groups from 0 to 0 with persons',
  );
});

test.each(MODELS)(
  "a %s of two waves without a common item is refused",
  (model) => {
    const group = Uint8Array.from({ length: PERSONS }, (_, p) => p % 2);
    const apart = columns.map((c, i) =>
      c.map((x, p) => (group[p] === 0) === (i < 2) ? x : -1)
    );
    expect(
      failure(answers({ columns: apart, group, groupCount: 2 }), { model }),
    )
      .toContain("groups 0 | 1 share no item, every group must be linked");
  },
);

test.each(MODELS)(
  "a %s of two forms in one wave is linked by their common distribution",
  (model) => {
    // Who got which form must be chance: then both forms have the same N(0, 1).
    const forms = columns.map((c, i) =>
      c.map((x, p) => (p % 2 === 0) === (i < 2) ? x : -1)
    );
    const { fit, numbers } = numbersOf(answers({ columns: forms }), { model });
    expect(fit.converged).toBe(true);
    expect(numbers.every(Number.isFinite)).toBe(true);
  },
);

test.each(MODELS)(
  "a %s of perfectly separating items says so and has no NaN",
  (model) => {
    const guttman = responsesOf(
      [-1.5, -0.7, 0, 0.7, 1.5].map((b) =>
        Array.from(theta, (t) => t > b ? 1 : 0)
      ),
    );
    const { fit, numbers } = numbersOf(guttman, { model });
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(fit.notes.map(({ kind }) => kind)).toContain("unbounded-slope");
    const errors = (): number | null =>
      calibrationErrors(fit, guttman).groups[0]!.standardDeviation;
    const unknown = "the answers tell next to nothing of one of its";
    if (model === "GPCM") expect(errors).toThrow(unknown);
    else {
      // The spread is as unbounded as the slopes: its error is larger than itself,
      // or, where the search happens to end a little further out, not a number.
      const error = ((): number | string => {
        try {
          return errors()!;
        } catch (cause) {
          return (cause as RangeError).message;
        }
      })();
      if (typeof error === "string") expect(error).toContain(unknown);
      else expect(error).toBeGreaterThan(fit.groups[0]!.standardDeviation);
    }
  },
);

test.each(MODELS)(
  "a %s of two waves that the answers separate ends with numbers or a clear error",
  (model) => {
    const group = Uint8Array.from({ length: PERSONS }, (_, p) => p % 2);
    const apart = columns.map((c) =>
      c.map((_, p) => group[p] === 1 ? 3 : p % 4 === 0 ? 0 : 1)
    );
    const responses = answers({ columns: apart, group, groupCount: 2 });
    const message = failure(responses, { model });
    if (message === "nothing was thrown") {
      const fit = calibrate(responses, { model });
      expect(Number.isFinite(fit.logLikelihood)).toBe(true);
      expect(fit.notes.map(({ kind }) => kind)).toContain("unbounded-slope");
    } else expect(message).toMatch(/Cannot calibrate scale "test": .+/);
  },
);

test.each(MODELS)(
  "a %s leaves persons without answers out: they change no number",
  (model) => {
    const missing = columns.map((c) => c.map((x, p) => p < 50 ? -1 : x));
    const { fit, numbers } = numbersOf(answers({ columns: missing }), {
      model,
    });
    const without = calibrate(
      responsesOf(columns.map((c) => c.slice(50)), { maxScore: 3 }),
      { model },
    );
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(fit.persons).toBe(350);
    expect(fit.logLikelihood).toBe(without.logLikelihood);
    expect(fit.items).toEqual(without.items);
  },
);

test.each(MODELS)(
  "a %s of one item has numbers but no standard errors",
  (model) => {
    const one = responsesOf(columns.slice(0, 1), { maxScore: 3 });
    const { fit, numbers } = numbersOf(one, { model });
    expect(numbers.every(Number.isFinite)).toBe(true);
    for (const kind of ["observed", "cross-product", "sandwich"] as const) {
      expect(() => calibrationErrors(fit, one, { kind })).toThrow(
        "the answers tell next to nothing of one of its 4 parameters",
      );
    }
  },
);
