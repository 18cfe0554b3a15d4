import type { Codebook, Scale } from "#lib/codebook/mod.ts";
import type { RespondentFrame } from "#lib/data/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { simulateMultilevel } from "./multilevel.ts";

/** A scale of five items with four answers, asked in three waves. */
export const SCALE: Scale = {
  id: "e4_test",
  group: "pupils-4-9",
  domain: "learning",
  label: "Test",
  highMeans: "Meget.",
  teamQuestion: "Hvad nu?",
  kind: "rating",
  items: Array.from({ length: 5 }, (_, i) => ({
    id: `item${i + 1}`,
    text: `Spørgsmål ${i + 1}`,
    answerSet: "agree",
    reversed: false,
    waves: [2015, 2017, 2019],
  })),
};

/** A codebook that knows the scale's answers; nothing else is read. */
export const CODEBOOK: Codebook = {
  version: "1",
  note: "",
  groups: [],
  answerSets: {
    agree: {
      id: "agree",
      categories: ["1", "2", "3", "4"],
      firstCode: 1,
      dontKnowCode: null,
    },
  },
  scales: [SCALE],
  municipalities: [],
  background: {
    label: "",
    components: [],
    scale: 1,
    educationGroups: [],
  },
  criteria: [],
  programmes: [],
};

/** Pupils of 24 schools in two municipalities over three waves. */
export function tinyFrame(
  { seed, schools = 24 }: { readonly seed: number; readonly schools?: number },
): { readonly frame: RespondentFrame; readonly theta: Float64Array } {
  const data = simulateMultilevel({
    waves: 3,
    schools,
    classes: 2,
    pupils: 15,
    slope: 0.3,
    schoolVariance: 0.05,
    classVariance: 0.05,
    residualVariance: 0.8,
    rise: 0.15,
  }, { seed });
  const { conditioning: known, responses, covariate, theta } = data;
  const rows = responses.persons;
  const stream = createStream(seed, 99);
  const draw = (n: number): Int8Array =>
    Int8Array.from({ length: rows }, () => stream.integer(n));
  // Every tenth parent did not answer: background and education are unknown.
  const unknown = draw(10).map((x) => x === 0 ? 1 : 0);
  const frame: RespondentFrame = {
    group: "pupils-4-9",
    rows,
    wave: known.group,
    municipality: Uint8Array.from(known.school, (s) => s % 2),
    school: Uint16Array.from(known.school),
    classIndex: known.classIndex,
    grade: Int8Array.from(known.classIndex, (c) => 4 + c % 6),
    gender: draw(2),
    person: known.key,
    rater: new Int32Array(rows).fill(-1),
    role: new Int8Array(rows).fill(-1),
    background: covariate.map((x, p) => unknown[p] ? NaN : x),
    components: [],
    education: draw(3).map((x, p) => unknown[p] ? -1 : x),
    weight: Float64Array.from({ length: rows }, () => 0.5 + stream.uniform()),
    answers: new Map(
      SCALE.items.map((item, i) => [item.id, responses.columns[i]!]),
    ),
  };
  return { frame, theta };
}
