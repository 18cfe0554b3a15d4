/**
 * Speed of decompositions: Oaxaca–Blinder with 50 bootstrap samples on a public bench
 * file beside R's oaxaca (18.0 s), and all decompositions that 14 reports print.
 * Run: deno bench -A tests/bench/background.bench.ts
 */
import { type ColumnBlock, decomposeGap } from "#lib/background/mod.ts";
import { givenDesign, type ReplicateDesign } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { estimateDecompositions, type ScaleInput } from "#lib/profiles/mod.ts";
import { loadBenchData } from "./load_bench_data.ts";

const SAMPLES = 50;
const single = (names: readonly string[]): readonly ColumnBlock[] =>
  names.map((name) => ({ name, columns: [name] }));

/** How often each of n is drawn in each sample, as replicate weights. */
function bootstrap(unit: Int32Array): ReplicateDesign {
  const units = unit.reduce((most, u) => Math.max(most, u), 0) + 1;
  const columns = Array.from({ length: SAMPLES }, (_, r) => {
    const stream = createStream(20251122, r), times = new Float64Array(units);
    for (let k = 0; k < units; k++) times[stream.integer(units)]! += 1;
    return Float64Array.from(unit, (u) => times[u]!);
  });
  return givenDesign(new Float64Array(unit.length).fill(1), columns, {
    rule: { kind: "multipliers", multipliers: [1 / (SAMPLES - 1)] },
  });
}

const file = loadBenchData("f_ols_80k_242cl", { items: 0 });
if (file) {
  const names = ["ses", "female", "age", "migr", "books", "hisei", "motiv"];
  const program = file.column("program");
  const columns = {
    ...Object.fromEntries(names.map((name) => [name, file.column(name)])),
    program,
    other: program.map((x) => 1 - x),
  };
  const values = [file.column("y")];
  const spec = { groups: ["program", "other"], blocks: single(names) } as const;
  const pupils = bootstrap(Int32Array.from(program, (_, i) => i));
  const schools = bootstrap(
    Int32Array.from(file.column("school"), (s) => s - 1),
  );
  Deno.bench({
    name: "Oaxaca–Blinder, 50 samples of 80,000 pupils (R 18.0 s)",
    group: "oaxaca",
    fn: () => void decomposeGap({ values, columns, design: pupils }, spec),
  });
  Deno.bench({
    name: "Oaxaca–Blinder, 50 samples of 242 schools",
    group: "oaxaca",
    fn: () => void decomposeGap({ values, columns, design: schools }, spec),
  });
}

const SCHOOLS = 242, MUNICIPALITIES = 13, DRAWS = 10, SCALES = 3;
const WAVES = 3, CLASSES = 7, CLASS_SIZE = 25;

/** Made-up pupils of the size of the programme: 127,050 results of a test. */
function programme(): {
  readonly input: ScaleInput;
  readonly books: Float64Array;
} {
  const perSchool = CLASSES * CLASS_SIZE, perWave = SCHOOLS * perSchool;
  const n = WAVES * perWave, classes = n / CLASS_SIZE;
  const stream = createStream(20251122, 100);
  const numbers = Float64Array.from({ length: n }, () => stream.normal());
  const schoolOf = (i: number): number => Math.floor((i % perWave) / perSchool);
  const waveOf = (i: number): number => Math.floor(i / perWave);
  const background = numbers.map((x) => stream.uniform() < 0.4 ? NaN : x);
  const ability = numbers.map((x) => 500 + 30 * x + 90 * stream.normal());
  const ofClass = (f: (i: number) => number) => (_: unknown, c: number) =>
    f(c * CLASS_SIZE);
  return {
    books: background.map((x) => Math.round(0.6 * x + stream.normal())),
    input: {
      scaleIndex: 0,
      waves: WAVES,
      municipalities: MUNICIPALITIES,
      schools: SCHOOLS,
      classes,
      municipalityOfSchool: Uint8Array.from(
        { length: SCHOOLS },
        (_, s) => Math.floor(s * MUNICIPALITIES / SCHOOLS),
      ),
      schoolOfClass: Uint16Array.from({ length: classes }, ofClass(schoolOf)),
      waveOfClass: Uint8Array.from({ length: classes }, ofClass(waveOf)),
      years: [2015, 2017, 2019],
      grades: [0, 9],
      intensity: null,
      school: Int32Array.from(numbers, (_, i) => schoolOf(i)),
      person: Int32Array.from(numbers, (_, i) => i),
      grade: Int8Array.from(numbers, (_, i) => 4 + i % 6),
      link: [],
      lowestLevel: "class",
      people: {
        points: Array.from(
          { length: DRAWS },
          () => Float32Array.from(ability, (y) => y + 40 * stream.normal()),
        ),
        weight: numbers.map(() => 0.5 + stream.uniform()),
        wave: Uint8Array.from(numbers, (_, i) => waveOf(i)),
        gender: Int8Array.from(numbers, () => stream.integer(2)),
        education: Int8Array.from(
          background,
          (x) => Number.isNaN(x) ? -1 : x < -0.6 ? 0 : x < 0.6 ? 1 : 2,
        ),
        background,
        classIndex: Int32Array.from(
          numbers,
          (_, i) => Math.floor(i / CLASS_SIZE),
        ),
      },
    },
  };
}

const { input, books } = programme();
Deno.bench({
  name: "14 reports: all decompositions of three scales, one core",
  group: "reports",
  n: 1,
  warmup: 0,
  fn: () => {
    for (let scale = 0; scale < SCALES; scale++) {
      estimateDecompositions(input, {
        scale: String(scale),
        firstMunicipality: 1,
        components: [{ id: "possessions", values: books }],
      });
    }
  },
});
