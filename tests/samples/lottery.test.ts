import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { readProgramme } from "#lib/data/mod.ts";
import { buildLotteryWorld } from "#lib/samples/build_lottery_world.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import {
  LOTTERY_FOLDER,
  reduceCodebook,
  scaleTruth,
} from "#lib/samples/mod.ts";
import { simulateFolder } from "#lib/samples/simulate_folder.ts";
import type { World } from "#lib/samples/world.ts";
import { collectFiles, meanOf, records } from "./collect_files.ts";

const codebook = reduceCodebook(loadCodebook(), {
  scales: ["e4_feedback", "e4_skoletrivsel", "pr_laesning", "pr_matematik"],
});
const main = buildWorld(codebook, 77, { fraction: 0.05 });
const { world, draw } = buildLotteryWorld(codebook, main, { fraction: 0.5 });

function filesOf(one: World): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  simulateFolder(one, (name, bytes) => {
    files.set(name, bytes);
  });
  return files;
}

const treated = filesOf(world);
const untreated = filesOf({ ...world, treatment: null });

test("buildLotteryWorld() draws ten of 22 schools", () => {
  expect(draw.schools.length).toBe(22);
  expect(new Set(draw.drawn).size).toBe(10);
  expect(draw.drawn.every((id) => draw.schools.includes(id))).toBe(true);
  expect(draw.strata).toBeNull();
  // One of them stayed away.
  expect(draw.received.length).toBe(9);
  expect(draw.received.every((id) => draw.drawn.includes(id))).toBe(true);
});

test("buildLotteryWorld() gives each school about 300 pupils in grades 4–9", () => {
  const full = buildLotteryWorld(codebook, main).world;
  const perSchool = full.pupils.classAt[0]!.filter((c) => c >= 0).length / 22;
  expect(perSchool).toBeGreaterThan(285);
  expect(perSchool).toBeLessThan(315);
});

test("the lottery changes nothing before the draw", () => {
  const name = "svar_elever_4_9_2018.csv";
  expect(treated.get(name)).toEqual(untreated.get(name));
});

/** School of each pupil on the roll after the draw. */
const schoolOf = new Map(
  records(treated.get("elever_2020.csv")!).map((
    row,
  ) => [row.elev!, row.skole!]),
);

/** Rows of drawn or other schools, only the columns of one scale. */
function answers(
  files: Map<string, Uint8Array>,
  { file, scale, drawn }: { file: string; scale: string; drawn: boolean },
): string[][] {
  return records(files.get(file)!)
    .filter((row) => draw.drawn.includes(schoolOf.get(row.elev!)!) === drawn)
    .map((row) =>
      Object.entries(row).flatMap(([column, cell]) =>
        column.startsWith(`${scale}_`) ? [cell] : []
      )
    );
}

test("the lottery leaves the schools that were not drawn as they are", () => {
  for (const scale of ["e4_feedback", "e4_skoletrivsel"]) {
    const place = { file: "svar_elever_4_9_2020.csv", scale, drawn: false };
    expect(answers(treated, place)).toEqual(answers(untreated, place));
  }
});

test("the lottery moves feedback at drawn schools and well-being nowhere", () => {
  const file = "svar_elever_4_9_2020.csv";
  const wellBeing = { file, scale: "e4_skoletrivsel", drawn: true };
  expect(answers(treated, wellBeing)).toEqual(answers(untreated, wellBeing));

  const feedback = { file, scale: "e4_feedback", drawn: true };
  const turned = codebook.scales.find(({ id }) => id === "e4_feedback")!.items
    .filter((item) => item.waves.includes(2020))
    .map((item) => item.reversed ? -1 : 1);
  const score = (rows: string[][]) =>
    meanOf(
      rows.flatMap((row) =>
        row.flatMap((cell, k) => cell === "" ? [] : [turned[k]! * Number(cell)])
      ),
    );
  // 12 points are 0.12 SD: about 0.07 to 0.1 categories per item.
  const rise = score(answers(treated, feedback)) -
    score(answers(untreated, feedback));
  expect(rise).toBeGreaterThan(0.03);
  expect(rise).toBeLessThan(0.15);
});

test("simulateProgramme() states the lottery's effects in points of the frozen scale", () => {
  const { truth, files } = collectFiles({ codebook, seed: 77, fraction: 0.05 });
  const { lottery, programme } = truth;
  const frozen = scaleTruth(programme, "e4_feedback").reference;
  expect(scaleTruth(lottery!, "e4_feedback").reference).toEqual(frozen);
  expect(lottery!.lottery!.effects["e4_feedback"]).toBeCloseTo(
    12 / frozen.standardDeviation,
    10,
  );
  expect(lottery!.lottery!.effects["pr_matematik"]).toBe(0);
  const recorded = JSON.parse(
    new TextDecoder().decode(files.get(`${LOTTERY_FOLDER}lodtraekning.json`)),
  );
  expect(recorded.drawn).toEqual(lottery!.lottery!.drawn);
  expect(recorded.received).toEqual(lottery!.lottery!.received);
});

test("the lottery's folder is read without a complaint", () => {
  const folder = Deno.makeTempDirSync();
  for (const [name, bytes] of treated) {
    Deno.writeFileSync(`${folder}/${name}`, bytes);
  }
  Deno.writeTextFileSync(
    `${folder}/programme.json`,
    '{"programme":"ledelse-for-oeget-laering","synthetic":true}',
  );
  const data = readProgramme(folder, codebook, "ledelse-for-oeget-laering");
  expect(data.quarantine).toEqual([]);
  expect(data.schools.ids.length).toBe(22);
  Deno.removeSync(folder, { recursive: true });
});
