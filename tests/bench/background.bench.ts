/**
 * Speed of decompositions: Oaxaca–Blinder with 50 bootstrap samples on a public bench
 * file beside R's oaxaca (18.0 s), and all decompositions that 14 reports need.
 * Run: deno bench -A tests/bench/background.bench.ts
 */
import {
  type ColumnBlock,
  concentrationByRank,
  decomposeGap,
  decomposePercentileGap,
  decomposeRateGap,
  explainSlope,
  shareOutFit,
} from "#lib/background/mod.ts";
import {
  givenDesign,
  jackknifeDesign,
  type ReplicateData,
  type ReplicateDesign,
} from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
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

const SCHOOLS = 242, MUNICIPALITIES = 13, DRAWS = 10, PEOPLE = 160_000;

/** Made-up pupils of two waves, of a municipality or of all. */
function pupilsOf(schools: number): ReplicateData {
  const n = Math.round(PEOPLE * schools / SCHOOLS);
  const stream = createStream(20251122, 100 + schools);
  const column = (f: (i: number) => number) =>
    Float64Array.from({ length: n }, (_, i) => f(i));
  const school = Int32Array.from(
    { length: n },
    (_, i) => Math.floor(i / n * schools),
  );
  const index = column(() => stream.normal());
  const columns: Record<string, Float64Array> = {
    first: column((i) => i % 2),
    last: column((i) => 1 - i % 2),
    index,
    girl: column(() => stream.integer(2)),
    grade: column(() => stream.integer(6)),
    middle: column(() => stream.uniform() < 0.3 ? 1 : 0),
    trivsel: column((i) => 500 + 20 * index[i]! + 90 * stream.normal()),
    school: column((i) => school[i]! % 7),
  };
  columns.long = columns.middle!.map((x) => 1 - x);
  columns.advantaged = index.map((x) => x > 0 ? 1 : 0);
  columns.disadvantaged = index.map((x) => x > 0 ? 0 : 1);
  const ability = column((i) => 500 + 30 * index[i]! + 90 * stream.normal());
  return {
    values: Array.from(
      { length: DRAWS },
      () => ability.map((y) => y + 40 * stream.normal()),
    ),
    columns,
    design: jackknifeDesign(column(() => 0.5 + stream.uniform()), {
      clusters: school,
    }),
  };
}

const units = [
  SCHOOLS,
  ...Array.from(
    { length: MUNICIPALITIES },
    (_, k) =>
      Math.floor(SCHOOLS * (k + 1) / MUNICIPALITIES) -
      Math.floor(SCHOOLS * k / MUNICIPALITIES),
  ),
].map(pupilsOf);
const waves = ["last", "first"] as const;
const blocks = single(["index", "girl", "grade", "trivsel", "school"]);
const tasks: Readonly<Record<string, (data: ReplicateData) => void>> = {
  "change of the mean": (data) =>
    void decomposeGap(data, { groups: waves, blocks }),
  "advantaged and disadvantaged": (data) =>
    void decomposeGap(data, {
      groups: ["advantaged", "disadvantaged"],
      blocks: blocks.slice(1),
    }),
  "slope, both waves": (data) =>
    waves.forEach((where) =>
      explainSlope(data, { slope: "index", blocks: blocks.slice(1), where })
    ),
  "shares of R², both waves": (data) =>
    waves.forEach((where) => shareOutFit(data, { blocks, where })),
  concentration: (data) =>
    void concentrationByRank(data, {
      rankBy: "index",
      index: "absolute",
      scale: { kind: "interval" },
      groups: waves,
    }),
  "rates below 420": (data) =>
    void decomposeRateGap(data, {
      groups: waves,
      cells: ["middle", "long"],
      rate: { side: "below", cut: 420 },
    }),
  "percentiles 10, 50, 90": (data) =>
    void decomposePercentileGap(data, {
      groups: waves,
      blocks,
      shares: [0.1, 0.5, 0.9],
    }),
};
for (const [name, run] of Object.entries(tasks)) {
  Deno.bench({
    name: `14 reports: ${name}`,
    group: "reports",
    warmup: 1,
    n: 1,
    fn: () => units.forEach(run),
  });
}
