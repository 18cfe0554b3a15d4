import { loadCodebook } from "#lib/codebook/mod.ts";
import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";

/**
 * Two municipalities with four schools each (the last one tiny), two classes a
 * school, two waves, seeded scores with three draws per pupil.
 */
export function tinyProgramme(): {
  readonly data: ProgrammeData;
  readonly points: Float32Array[];
  readonly rows: Int32Array;
} {
  const codebook = loadCodebook();
  const scale = codebook.scales.find((s) => s.id === "e4_skoletrivsel")!;
  const stream = createStream(7, 1);
  const schools = 8, pupilsPerClass = 12, waves = 2;
  const people: {
    wave: number;
    school: number;
    klass: number;
    y: number;
    x: number;
    girl: number;
  }[] = [];
  const level = Array.from({ length: schools }, () => 60 * stream.normal());
  for (let wave = 0; wave < waves; wave++) {
    for (let school = 0; school < schools; school++) {
      for (let c = 0; c < 2; c++) {
        const size = school === schools - 1 ? 2 : pupilsPerClass;
        for (let p = 0; p < size; p++) {
          const x = stream.normal();
          people.push({
            wave,
            school,
            klass: (wave * schools + school) * 2 + c,
            y: 500 + 8 * wave + level[school]! + 30 * x + 80 * stream.normal(),
            x: stream.uniform() < 0.2 ? NaN : x,
            girl: p % 2,
          });
        }
      }
    }
  }
  const n = people.length;
  const frame: RespondentFrame = {
    group: "pupils-4-9",
    rows: n,
    wave: Uint8Array.from(people, (p) => p.wave),
    municipality: Uint8Array.from(people, (p) => p.school < 4 ? 0 : 1),
    school: Uint16Array.from(people, (p) => p.school),
    classIndex: Int32Array.from(people, (p) => p.klass),
    grade: new Int8Array(n).fill(5),
    gender: Int8Array.from(people, (p) => p.girl),
    person: Int32Array.from(people, (_, i) => i),
    rater: new Int32Array(n).fill(-1),
    role: new Int8Array(n).fill(-1),
    background: Float64Array.from(people, (p) => p.x),
    components: [],
    education: Int8Array.from(
      people,
      (p) => p.x > 0.5 ? 2 : p.x > -0.5 ? 1 : p.x < 0 ? 0 : -1,
    ),
    weight: Float64Array.from(people, (_, i) => 1 + 0.3 * (i % 3)),
    answers: new Map(),
  };
  const draw = (): Float32Array =>
    Float32Array.from(people, (p) => p.y + 20 * stream.normal());
  const classes = waves * schools * 2;
  const data: ProgrammeData = {
    codebook: { ...codebook, scales: [scale] },
    programme: {
      ...codebook.programmes[0]!,
      waves: [2015, 2017],
      municipalities: ["billund", "holbaek"],
      scales: [scale.id],
    },
    schools: {
      ids: Array.from({ length: schools }, (_, s) => `S${s}`),
      names: Array.from({ length: schools }, (_, s) => `Skole ${s}`),
      municipality: Uint8Array.from(
        { length: schools },
        (_, s) => s < 4 ? 0 : 1,
      ),
    },
    classes: {
      ids: Array.from({ length: classes }, (_, c) => `C${c}`),
      labels: Array.from({ length: classes }, (_, c) => `5.${c}`),
      wave: Uint8Array.from(
        { length: classes },
        (_, c) => Math.floor(c / (2 * schools)),
      ),
      school: Uint16Array.from(
        { length: classes },
        (_, c) => Math.floor(c / 2) % schools,
      ),
      grade: new Int8Array(classes).fill(5),
    },
    frames: new Map([["pupils-4-9", frame]]),
    participation: [],
    intensity: Float64Array.from({ length: schools }, (_, s) => s / 10),
    national: [],
    quarantine: [],
    notes: { dontKnow: 0, blankSheets: 0, smallClasses: 0, largeClasses: 0 },
    answersRead: n,
    digest: "",
    synthetic: true,
  };
  return {
    data,
    points: [draw(), draw(), draw()],
    rows: Int32Array.from(people, (_, i) => i),
  };
}
