import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import {
  cellAt,
  estimateScale,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { estimatePupils } from "../../lib/profiles/estimates/estimate_pupils.ts";
import { scaleInput } from "../../lib/profiles/scale_input.ts";

const YEARS = [2015, 2017, 2019];
const SCHOOLS = 8;

interface Answer {
  readonly person: number;
  readonly school: number;
  readonly wave: number;
  readonly grade: number;
  readonly y: number;
  readonly weight: number;
}

/** Cohorts that move up two grades a wave; some leave out a wave or change school. */
function drawAnswers(seed: number, { spread = 40 } = {}): Answer[] {
  const stream = createStream(seed, 1);
  const answers: Answer[] = [];
  for (let person = 0; person < 640; person++) {
    const home = person % SCHOOLS;
    const entry = stream.integer(10);
    const level = 500 + spread * stream.normal();
    for (let wave = 0; wave < 3; wave++) {
      const grade = entry + 2 * wave;
      const school = stream.uniform() < 0.06 ? stream.integer(SCHOOLS) : home;
      const y = level + 3 * grade + 4 * wave + 30 * stream.normal();
      const weight = 1 + 0.5 * stream.uniform();
      if (grade < 4 || grade > 9 || stream.uniform() < 0.25) continue;
      answers.push({ person, school, wave, grade, y, weight });
    }
  }
  return answers;
}

function programmeOf(answers: readonly Answer[]): ProgrammeData {
  const codebook = loadCodebook();
  const scale = codebook.scales.find((s) => s.id === "e4_skoletrivsel")!;
  const n = answers.length;
  const frame: RespondentFrame = {
    group: "pupils-4-9",
    rows: n,
    wave: Uint8Array.from(answers, (a) => a.wave),
    municipality: Uint8Array.from(answers, (a) => a.school < 4 ? 0 : 1),
    school: Uint16Array.from(answers, (a) => a.school),
    classIndex: new Int32Array(n).fill(-1),
    grade: Int8Array.from(answers, (a) => a.grade),
    gender: new Int8Array(n),
    person: Int32Array.from(answers, (a) => a.person),
    rater: new Int32Array(n).fill(-1),
    role: new Int8Array(n).fill(-1),
    background: new Float64Array(n).fill(NaN),
    components: [],
    education: new Int8Array(n).fill(-1),
    weight: Float64Array.from(answers, (a) => a.weight),
    answers: new Map(),
  };
  return {
    codebook: { ...codebook, scales: [scale] },
    programme: {
      ...codebook.programmes[0]!,
      waves: YEARS,
      municipalities: ["billund", "holbaek"],
      scales: [scale.id],
    },
    schools: {
      ids: Array.from({ length: SCHOOLS }, (_, s) => `S${s}`),
      names: Array.from({ length: SCHOOLS }, (_, s) => `Skole ${s}`),
      municipality: Uint8Array.from(
        { length: SCHOOLS },
        (_, s) => s < 4 ? 0 : 1,
      ),
    },
    classes: {
      ids: [],
      labels: [],
      wave: new Uint8Array(),
      school: new Uint16Array(),
      grade: new Int8Array(),
    },
    frames: new Map([["pupils-4-9", frame]]),
    participation: [],
    intensity: null,
    national: [],
    quarantine: [],
    notes: { dontKnow: 0, blankSheets: 0, smallClasses: 0, largeClasses: 0 },
    answersRead: n,
    digest: "",
    synthetic: true,
  };
}

const place = (school: number): number => school < 4 ? 1 : 2;
const average = (part: readonly Answer[]): number =>
  part.reduce((s, a) => s + a.weight * a.y, 0) /
  part.reduce((s, a) => s + a.weight, 0);

/** Rows of a unit by hand, one school left out where asked. */
function byHand(
  answers: readonly Answer[],
  { unit, from, to, without = -1 }: {
    unit: number;
    from: number;
    to: number;
    without?: number;
  },
): Record<string, number> {
  const own = answers.filter((a) => unit === 0 || place(a.school) === unit);
  const key = (a: Answer, wave: number) =>
    `${a.person} ${wave} ${place(a.school)}`;
  const index = new Map(own.map((a) => [key(a, a.wave), a]));
  const other = (a: Answer, wave: number) => index.get(key(a, wave));
  const kept = own.filter((a) => a.school !== without);
  const gap = 2 * (to - from);
  const grades = [4, 5, 6, 7, 8, 9];
  const at = (wave: number, grade: number) =>
    kept.filter((a) => a.wave === wave && a.grade === grade);
  const total = (part: readonly Answer[]) =>
    part.reduce((s, a) => s + a.weight, 0);
  const standard = (
    sides: (readonly [readonly Answer[], readonly Answer[]])[],
    by: "both" | "first",
  ): number => {
    const used = sides.filter(([a, b]) => a.length > 0 && b.length > 0);
    const first = total(used.flatMap(([a]) => a));
    const second = total(used.flatMap(([, b]) => b));
    return used.reduce((s, [a, b]) => {
      const share = by === "first"
        ? total(a) / first
        : (total(a) / first + total(b) / second) / 2;
      return s + share * (average(b) - average(a));
    }, 0);
  };
  let weight = 0, change = 0;
  for (const a of kept) {
    const later = a.wave === from ? other(a, to) : undefined;
    if (!later) continue;
    weight += (a.weight + later.weight) / 2;
    change += (a.weight + later.weight) / 2 * (later.y - a.y);
  }
  const split = (wave: number, elsewhere: number, grade: number) => {
    const all = at(wave, grade);
    return [
      all.filter((a) => other(a, elsewhere)),
      all.filter((a) => !other(a, elsewhere)),
    ] as const;
  };
  return {
    "same-grade": standard(grades.map((g) => [at(from, g), at(to, g)]), "both"),
    "same-cohort": standard(
      grades.map((g) => [at(from, g), at(to, g + gap)]),
      "both",
    ),
    "followed": change / weight,
    "followed-versus-left": -standard(
      grades.filter((g) => g + gap <= 9).map((g) => split(from, to, g)),
      "first",
    ),
    "followed-versus-new": -standard(
      grades.filter((g) => g - gap >= 4).map((g) => split(to, from, g)),
      "first",
    ),
  };
}

const answers = drawAnswers(5);
const data = programmeOf(answers);
const rows = Int32Array.from(answers, (_, i) => i);
const points = [1, 2].map((draw) => {
  const stream = createStream(5, 2, draw);
  return Float32Array.from(answers, (a) => a.y + 5 * stream.normal());
});
const drawn = points.map((p) =>
  answers.map((a, i): Answer => ({ ...a, y: p[i]! }))
);
const table = estimateScale(data, 0, { rows, points });

function cell(
  unit: number,
  statistic: Statistic,
  [from, to]: [number, number],
) {
  const { columns } = table;
  for (let i = 0; i < table.rows; i++) {
    if (
      columns.unit[i] === unit && columns.wave[i] === from &&
      columns.to[i] === to &&
      columns.statistic[i] === STATISTICS.indexOf(statistic)
    ) return cellAt(table, i);
  }
  throw new Error(`no row for ${statistic}`);
}

const PAIRS: [number, number][] = [[0, 1], [1, 2], [0, 2]];
const NAMES = [
  "same-grade",
  "same-cohort",
  "followed",
  "followed-versus-left",
  "followed-versus-new",
] as const;

test("estimateScale() gives pupils' changes as worked out person by person, in the programme and its municipalities", () => {
  for (const unit of [0, 1, 2]) {
    for (const [from, to] of PAIRS) {
      for (const name of NAMES) {
        const found = cell(unit, name, [from, to]);
        if ("hidden" in found) throw new Error(`${name}: ${found.hidden}`);
        const expected = drawn
          .map((own) => byHand(own, { unit, from, to })[name]!)
          .reduce((a, b) => a + b) / drawn.length;
        expect(found.value, `${name} ${unit} ${from}-${to}`).toBeCloseTo(
          expected,
          6,
        );
      }
    }
  }
});

test("estimatePupils() has the jackknife over schools as its sampling variance", () => {
  // Equal sizes by construction make the weighted jackknife the plain one.
  const home = answers.map((a) => ({ ...a, school: a.person % SCHOOLS }));
  const equal = [0, 1, 2].flatMap((wave) =>
    Array.from(
      { length: SCHOOLS },
      (_, school) =>
        home.filter((a) => a.wave === wave && a.school === school).slice(0, 20),
    ).flat()
  );
  const n = equal.length;
  expect(n).toBe(3 * SCHOOLS * 20);
  const input = scaleInput(programmeOf(equal), 0, {
    rows: Int32Array.from({ length: n }, (_, i) => i),
    points: [Float32Array.from(equal, (a) => a.y)],
  });
  const float = equal.map((a) => ({ ...a, y: Math.fround(a.y) }));
  const found = estimatePupils(input).filter((row) =>
    row.unit === 1 && row.wave === 0 && row.to === 1
  );
  for (const name of NAMES) {
    const at = { unit: 1, from: 0, to: 1 };
    const whole = byHand(float, at)[name]!;
    const variance = [0, 1, 2, 3].reduce((sum, school) => {
      const left = byHand(float, { ...at, without: school })[name]!;
      return sum + 3 / 4 * (left - whole) * (left - whole);
    }, 0);
    const row = found.find(({ statistic }) => statistic === name)!;
    expect(row.sampling / variance, name).toBeCloseTo(1, 5);
  }
});

test("estimatePupils() hides what rests on fewer than seven pupils", () => {
  const few = answers.filter((a) => a.wave !== 1 || a.person < 60);
  const table = estimatePupils(scaleInput(programmeOf(few), 0, {
    rows: Int32Array.from(few, (_, i) => i),
    points: [Float32Array.from(few, (a) => a.y)],
  }));
  const hidden = table.filter((row) => row.hidden !== null);
  expect(hidden.length).toBeGreaterThan(0);
  for (const row of hidden) expect(row.value).toBeNaN();
});

test("a change over waves holds the variance of schools that swing from wave to wave", () => {
  // Eight schools of ten pupils a wave, in two municipalities; every school has a
  // level of its own in every wave and no pupil differs from another.
  const level = [
    [3, 11, -4, 8, 0, 6, 14, 1],
    [9, 5, 2, 20, 7, -3, 12, 10],
  ];
  const swinging = [0, 1].flatMap((wave) =>
    Array.from({ length: 80 }, (_, k): Answer => ({
      person: k,
      school: k % SCHOOLS,
      wave,
      grade: 4 + 2 * wave,
      y: 500 + level[wave]![k % SCHOOLS]!,
      weight: 1,
    }))
  );
  const { columns, rows: size } = estimateScale(programmeOf(swinging), 0, {
    rows: Int32Array.from(swinging, (_, i) => i),
    points: [Float32Array.from(swinging, ({ y }) => y)],
  });
  const variance = (unit: number, statistic: Statistic): number => {
    for (let i = 0; i < size; i++) {
      if (
        columns.unit[i] === unit && columns.wave[i] === 0 &&
        columns.to[i] === 1 &&
        columns.statistic[i] === STATISTICS.indexOf(statistic)
      ) return columns.sampling[i]!;
    }
    return NaN;
  };
  // S² / G of the schools' own changes, 6, −6, 6, 12 and 7, −9, −2, 9: with equal
  // schools the jackknife of the mean is that, school × wave part and all.
  const expected = (changes: readonly number[]): number => {
    const middle = changes.reduce((a, b) => a + b) / changes.length;
    return changes.reduce((s, d) => s + (d - middle) ** 2, 0) /
      (changes.length * (changes.length - 1));
  };
  const first = expected([6, -6, 6, 12]), second = expected([7, -9, -2, 9]);
  for (const statistic of ["mean", "followed"] as const) {
    expect(variance(1, statistic)).toBeCloseTo(first, 8);
    expect(variance(2, statistic)).toBeCloseTo(second, 8);
    // The programme is half of each municipality.
    expect(variance(0, statistic)).toBeCloseTo((first + second) / 4, 8);
  }
});
