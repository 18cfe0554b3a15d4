import { beforeAll, expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { type ProgrammeData, readProgramme } from "#lib/data/mod.ts";
import {
  cellAt,
  documentScale,
  estimateScale,
  type ScaleDocumentation,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { generateProgramme, reduceCodebook } from "#lib/samples/mod.ts";
import { type ScaledScale, scaleRespondents } from "#lib/scaling/mod.ts";

const SCALE = "e4_skoletrivsel";
let data: ProgrammeData;
let scored: ScaledScale;
let documentation: ScaleDocumentation;

beforeAll(() => {
  const codebook = reduceCodebook(loadCodebook(), { scales: [SCALE] });
  const folder = Deno.makeTempDirSync();
  generateProgramme({
    codebook,
    seed: 3,
    outFolder: folder,
    schoolsPerMunicipality: 4,
    pupilsPerSchool: 60,
  });
  data = readProgramme(
    new URL(`file://${folder}/`),
    codebook,
    "program-for-laeringsledelse",
  );
  const scale = codebook.scales[0]!;
  scored = scaleRespondents(data.frames.get(scale.group)!, scale, {
    codebook,
    waves: 3,
    seed: 1,
    draws: 2,
  });
  documentation = documentScale(data, 0, scored);
  Deno.removeSync(folder, { recursive: true });
}, 60_000);

test("documentScale() counts the answers to every item in every wave", () => {
  const { scale, items } = documentation;
  expect(scale).toBe(SCALE);
  const frame = data.frames.get("pupils-4-9")!;
  for (const { item, waves } of items) {
    const column = frame.answers.get(item);
    waves.forEach(({ answered }, wave) => {
      const counted = column?.filter((x, row) =>
        x >= 0 && frame.wave[row] === wave
      ).length ?? 0;
      expect(answered, `${item} ${wave}`).toBe(counted);
    });
  }
});

test("documentScale() places steps where two categories are equally likely", () => {
  const { constants, frozen } = scored;
  documentation.items.forEach(({ item, steps }) => {
    const { slope, intercepts } = frozen.items.find(({ id }) => id === item)!;
    steps.forEach((points, k) => {
      const theta = constants.mean +
        constants.standardDeviation * (points - 500) / 100;
      expect(slope * theta * k + intercepts[k]!).toBeCloseTo(
        slope * theta * (k + 1) + intercepts[k + 1]!,
        10,
      );
    });
  });
});

test("documentScale() finds mean squares near 1 where the model made the answers", () => {
  const values = documentation.items.flatMap(({ waves }) =>
    waves.flatMap(({ infit }) => infit ?? [])
  );
  expect(values.length).toBeGreaterThan(10);
  for (const infit of values) expect(Math.abs(infit - 1)).toBeLessThan(0.1);
});

test("documentScale() weighs the reliabilities of the waves near that of all", () => {
  const { waves } = documentation;
  for (const { reliability, alpha } of waves) {
    expect(Math.abs(reliability! - scored.quality.reliability)).toBeLessThan(
      0.05,
    );
    expect(Math.abs(reliability! - alpha!)).toBeLessThan(0.1);
  }
});

test("documentScale() gives nearly the same trend by all linking choices", () => {
  const [published, ...others] = documentation.trends;
  expect(published!.choice).toBe("partial");
  expect(others.length).toBe(4);
  for (const { means } of others) {
    expect(means[0]).toBeCloseTo(500, 8);
    means.forEach((mean, wave) =>
      expect(Math.abs(mean! - published!.means[wave]!)).toBeLessThan(8)
    );
  }
});

test("documentScale() finds the answers like those that the model draws", () => {
  const { predictive } = documentation;
  expect(predictive.map(({ statistic }) => statistic))
    .toEqual(["scores", "pairs", "schools"]);
  // Four replicates only, two per plausible value: p is at least a fifth.
  for (const { pValue, largest } of predictive) {
    expect(pValue).toBeGreaterThanOrEqual(0.2);
    expect(Math.abs(largest)).toBeLessThan(0.1);
  }
});

test("documentScale() gives the error of the trend that the estimates have", () => {
  const table = estimateScale(data, 0, scored);
  const { unit, statistic, wave, to } = table.columns;
  const at = Array.from({ length: table.rows }, (_, i) => i).find((i) =>
    unit[i] === 0 && STATISTICS[statistic[i]!] === "mean" && wave[i] === 0 &&
    to[i] === 2
  )!;
  const cell = cellAt(table, at);
  if ("hidden" in cell) throw new RangeError("The programme is never hidden");
  // The estimate's sampling part is within municipalities, and it has the draws' own.
  const ratio = documentation.trendError! / cell.standardError;
  expect(ratio).toBeGreaterThan(0.7);
  expect(ratio).toBeLessThan(1.4);
});

test("documentScale() measures sharpest where the steps lie", () => {
  const { precision, items } = documentation;
  const best = precision.toSorted((a, b) =>
    a.standardError - b.standardError
  )[0]!;
  const steps = items.flatMap((item) => item.steps);
  expect(best.at).toBeGreaterThan(Math.min(...steps));
  expect(best.at).toBeLessThan(Math.max(...steps));
  expect(best.standardError).toBeGreaterThan(20);
  expect(best.standardError).toBeLessThan(70);
});

test("documentScale() is plain JSON without numbers that are none", () => {
  const text = JSON.stringify(documentation);
  expect(JSON.parse(text)).toEqual(documentation);
});
