import { expect, test } from "vitest";
import type { AnswerSet, Item } from "#lib/codebook/mod.ts";
import { type AnswerSpec, drawAnswersInto } from "#lib/samples/draw_answers.ts";
import type { ItemParameters } from "#lib/samples/item_parameters.ts";
import type { People } from "#lib/samples/people.ts";

const PERSONS = 20000;
const DIGIT = 48;

function peopleOf(gender: 0 | 1, grade = 5): People {
  return {
    count: PERSONS,
    person: Int32Array.from({ length: PERSONS }, (_, row) => row),
    municipality: new Uint8Array(PERSONS),
    school: new Uint16Array(PERSONS),
    classIndex: new Int32Array(PERSONS),
    grade: new Int8Array(PERSONS).fill(grade),
    gender: new Int8Array(PERSONS).fill(gender),
    role: new Uint8Array(PERSONS),
    background: new Float64Array(PERSONS),
  };
}

const SET: AnswerSet = {
  id: "s",
  categories: ["a", "b", "c"],
  firstCode: 1,
  dontKnowCode: null,
};

const PARAMETERS: ItemParameters = {
  item: "x_1",
  slope: 1.2,
  thresholds: [-0.5, 0.4],
  difShift: 0.25,
  driftShift: [0, 0.3],
  missingRate: 0.02,
};

/** Shares of each code, 0 blank, when everybody has the same true value. */
function shares(
  { value = 0.3, gender = 0, grade = 5, wave = 0, item, set = SET }: {
    value?: number;
    gender?: 0 | 1;
    grade?: number;
    wave?: number;
    item?: Partial<Item>;
    set?: AnswerSet;
  },
): number[] {
  const codes = new Uint8Array(PERSONS);
  const people = peopleOf(gender, grade);
  const spec: AnswerSpec = {
    seed: 3,
    scaleNumber: 17,
    wave,
    items: [{
      id: "x_1",
      text: "",
      answerSet: "s",
      reversed: false,
      waves: [],
      ...item,
    }],
    parameters: [PARAMETERS],
    answerSets: { s: set },
    stride: 1,
    offset: 0,
  };
  drawAnswersInto(codes, {
    people,
    rows: people.person,
    values: new Float64Array(PERSONS).fill(value),
  }, spec);
  const counts = new Array<number>(10).fill(0);
  for (const code of codes) counts[code === 0 ? 0 : code - DIGIT]!++;
  return counts.map((count) => count / PERSONS);
}

/** Category probabilities straight from the definition of the model. */
function modelShares(value: number, shift: number): number[] {
  const { slope, thresholds, missingRate } = PARAMETERS;
  const terms = [0, 1, 2].map((k) =>
    Math.exp(
      thresholds.slice(0, k).reduce(
        (sum, b) => sum + slope * (value - b - shift),
        0,
      ),
    )
  );
  const total = terms.reduce((sum, term) => sum + term, 0);
  return [missingRate, ...terms.map((t) => (1 - missingRate) * t / total)];
}

/** Four binomial standard errors at the least favourable share. */
const MARGIN = 4 * 0.5 / Math.sqrt(PERSONS);

function expectShares(found: number[], wanted: number[]): void {
  wanted.forEach((share, k) =>
    expect(Math.abs(found[k]! - share), `category ${k}`).toBeLessThan(MARGIN)
  );
}

test("drawAnswersInto() follows the partial credit model", () => {
  expectShares(shares({ value: 0.3 }), modelShares(0.3, -0.25));
  expectShares(shares({ value: -1.1 }), modelShares(-1.1, -0.25));
});

test("drawAnswersInto() shifts thresholds for girls and by drift", () => {
  expectShares(shares({ gender: 1 }), modelShares(0.3, 0.25));
  expectShares(shares({ gender: 1, wave: 1 }), modelShares(0.3, 0.55));
});

test("drawAnswersInto() writes reversed items as they are ticked", () => {
  const [blank, low, middle, high] = modelShares(0.3, -0.25);
  expectShares(
    shares({ item: { reversed: true } }),
    [blank!, high!, middle!, low!],
  );
});

test("drawAnswersInto() writes the code of ved ikke in 3 % of answers", () => {
  const found = shares({ set: { ...SET, dontKnowCode: 9 } });
  expect(Math.abs(found[9]! - 0.03)).toBeLessThan(MARGIN);
  expect(Math.abs(found[0]! - 0.02)).toBeLessThan(MARGIN);
});

test("drawAnswersInto() leaves tasks of other grades blank", () => {
  expect(shares({ grade: 8, item: { grades: [4, 6] } })[0]).toBe(1);
  expect(shares({ grade: 6, item: { grades: [4, 6] } })[0]).toBeLessThan(0.1);
});

test("drawAnswersInto() refuses codes of two digits", () => {
  expect(() => shares({ set: { ...SET, firstCode: 9 } })).toThrow(
    new RangeError('Cannot write answers to "x_1": code 10 is not one digit'),
  );
});
