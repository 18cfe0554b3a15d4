import { sha256 } from "#lib/data/mod.ts";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import {
  generateMini,
  parseDigests,
  reduceCodebook,
  scaleTruth,
  type Truth,
  truthMean,
} from "#lib/samples/mod.ts";
import { collectFiles, meanOf, records } from "./collect_files.ts";

const codebook = loadCodebook();
const SCALES = [
  "e4_skoletrivsel",
  "pr_laesning",
  "kl_faglighed",
  "pe_databrug",
  "fo_tillid",
];
const small = reduceCodebook(codebook, { scales: SCALES });
const SIZE = { schoolsPerMunicipality: 8, pupilsPerSchool: 40 };

test("generateMini() makes the committed small sample, byte for byte", () => {
  const folder = Deno.makeTempDirSync();
  generateMini(folder, { codebook });
  const committed = new URL("../../data-samples/mini/", import.meta.url);
  const names = readdirSync(committed).filter((name) => name !== "README.md");
  expect(readdirSync(folder).sort()).toEqual(names.sort());
  for (const name of names) {
    const made = sha256(readFileSync(`${folder}/${name}`));
    expect(made, name).toBe(sha256(readFileSync(new URL(name, committed))));
  }
  Deno.removeSync(folder, { recursive: true });
});

test("parseDigests() reads the committed digests of the full sample", () => {
  const text = readFileSync(
    new URL("../../data-samples/programme.sha256", import.meta.url),
    "utf8",
  );
  const digests = parseDigests(text);
  // Schools and participation, two rolls and seven answer files in three waves, programme, truth;
  // the lottery has schools, roll and two answer files in two waves, and three more.
  expect(digests.size).toBe(2 + 3 * 9 + 2 + 1 + 2 * 3 + 3);
});

test("simulateProgramme() gives the same bytes for the same seed", () => {
  const make = (seed: number) =>
    collectFiles({ codebook: small, seed, fraction: 0.05 }).files;
  const [a, b, other] = [make(5), make(5), make(6)];
  expect([...a.keys()]).toEqual([...b.keys()]);
  for (const [name, bytes] of a) {
    expect(sha256(bytes), name).toBe(sha256(b.get(name)!));
  }
  const name = "svar_proever_2017.csv";
  expect(sha256(a.get(name)!)).not.toBe(sha256(other.get(name)!));
});

test("reduceCodebook() leaves the answers to kept scales as they were", () => {
  const few = reduceCodebook(codebook, { scales: ["e4_skoletrivsel"] });
  const options = {
    seed: 5,
    ...SIZE,
    flaws: "none",
    lottery: "leave-out",
  } as const;
  const file = "svar_elever_4_9_2015.csv";
  const a = records(
    collectFiles({ codebook: few, ...options }).files.get(file)!,
  );
  const b = records(
    collectFiles({ codebook: small, ...options }).files.get(file)!,
  );
  expect(a).toEqual(b);
});

test("simulateProgramme() writes what readProgramme() reads without a complaint", () => {
  const folder = Deno.makeTempDirSync();
  const { files } = collectFiles({
    codebook: small,
    seed: 9,
    ...SIZE,
    lottery: "leave-out",
  });
  for (const [name, bytes] of files) {
    Deno.writeFileSync(`${folder}/${name}`, bytes);
  }
  const data = readProgramme(folder, small, "program-for-laeringsledelse");
  expect(data.quarantine).toEqual([]);
  expect(data.synthetic).toBe(true);
  expect(data.schools.ids.length).toBe(13 * 8);
  expect(data.frames.size).toBe(5);
  Deno.removeSync(folder, { recursive: true });
});

function truthOf(seed: number): Truth {
  return collectFiles({
    codebook: small,
    seed,
    ...SIZE,
    lottery: "leave-out",
  }).truth.programme;
}

test("simulateProgramme() puts the first wave's true values at 500 and 100", () => {
  for (const { realised } of truthOf(1).scales) {
    expect(realised.programme[0]).toBeCloseTo(500, 8);
    expect(realised.standardDeviation[0]).toBeCloseTo(100, 8);
  }
});

test("truthMean() states the expectation of what the schools come to", () => {
  const seeds = Array.from({ length: 8 }, (_, k) => k + 1);
  const truths = seeds.map(truthOf);
  for (const scale of SCALES) {
    for (const wave of [0, 1, 2]) {
      const differences = truths.flatMap((truth) => {
        const one = scaleTruth(truth, scale);
        return truth.municipalities.map((id) =>
          one.realised.municipalities[id]![wave]! -
          truthMean(truth, scale, { unit: id, wave: truth.waves[wave]! })
        );
      });
      const mean = meanOf(differences);
      const spread = Math.sqrt(meanOf(differences.map((x) => (x - mean) ** 2)));
      const error = spread / Math.sqrt(differences.length);
      expect(Math.abs(mean), `${scale} ${wave}`).toBeLessThan(4 * error);
    }
  }
}, 60_000);

test("truthMean() of the programme is the municipalities' weighted mean", () => {
  const truth = truthOf(3);
  const invited = truth.invited["tests"]![1]!;
  const total = invited.reduce((sum, n) => sum + n, 0);
  const mean = truth.municipalities.reduce(
    (sum, id, m) =>
      sum + invited[m]! / total *
        truthMean(truth, "pr_laesning", { unit: id, wave: 2017 }),
    0,
  );
  expect(truthMean(truth, "pr_laesning", { unit: "programme", wave: 2017 }))
    .toBeCloseTo(mean, 9);
});

test("simulateProgramme() lets the gradient of reading fall and nothing hide in it", () => {
  const truth = truthOf(4);
  const { gradient, reference } = scaleTruth(truth, "pr_laesning");
  [35, 32, 30].forEach((slope, wave) =>
    expect(gradient![wave]! * reference.standardDeviation).toBeCloseTo(
      slope,
      10,
    )
  );
});

test("truthMean() names what it cannot find", () => {
  const truth = truthOf(4);
  expect(() => truthMean(truth, "x", { unit: "billund", wave: 2015 })).toThrow(
    /^Cannot find scale "x" in the truth: it is not one of e4_skoletrivsel, /,
  );
  expect(() => truthMean(truth, "pr_laesning", { unit: "billund", wave: 2016 }))
    .toThrow(
      /^Cannot find the true mean of "pr_laesning": unit "billund" in 2016 is not/,
    );
});

test("simulateProgramme() puts flaws on different scales, on items of all waves", () => {
  const { flaws } = collectFiles({
    codebook,
    seed: 20150901,
    schoolsPerMunicipality: 1,
    pupilsPerSchool: 20,
    lottery: "leave-out",
  }).truth.programme;
  const dif = new Set(flaws.dif.map(({ scale }) => scale));
  const drift = new Set(flaws.drift.map(({ scale }) => scale));
  expect(dif.size).toBe(8);
  expect(drift.size).toBe(8);
  expect([...dif].filter((scale) => drift.has(scale))).toEqual([]);
  for (const { scale, item, logits } of flaws.drift) {
    const found = codebook.scales.find(({ id }) => id === scale)!.items
      .find(({ id }) => id === item)!;
    expect([2015, 2017, 2019].every((wave) => found.waves.includes(wave)))
      .toBe(true);
    expect(logits[0]).toBe(0);
  }
});
