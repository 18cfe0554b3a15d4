import { readFile, writeFile } from "node:fs/promises";
import { scaleById } from "#lib/codebook/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { parseFrozenScale, scaleRespondents } from "#lib/scaling/mod.ts";
import { provenanceOf } from "./provenance.ts";
import type { LotteryOutcomeData, LotteryReport } from "./lottery_types.ts";
import { readDraw } from "./read_draw.ts";
import { frozenFile, lotteryFile } from "./results_store.ts";

/** Options for {@linkcode computeLottery}. */
export interface LotteryOptions {
  /** Data folder of the lottery, with the record of the draw. */
  readonly dataFolder: URL;
  /** Results of the main programme, whose frozen scales are used. */
  readonly folder: URL;
  /** Seed of the plausible values. */
  readonly seed: number;
}

/**
 * Places the lottery's answers on the programme's frozen scales and writes the
 * mean of every school and outcome, before and after. The conditioning model
 * knows school and wave but not the draw, so that the test stays exact, and no
 * wave knows of the other, so that nothing after the draw enters the baseline.
 *
 * @throws {DataError} If the record of the draw does not fit the data.
 * @throws {RangeError} If a school has no answers in a wave.
 */
export async function computeLottery(
  data: ProgrammeData,
  { dataFolder, folder, seed }: LotteryOptions,
): Promise<LotteryReport> {
  const recorded = await readDraw(dataFolder, data.schools.ids);
  const outcomes: LotteryOutcomeData[] = [];
  let pupils: number[] = [];
  for (const id of data.programme.scales) {
    const { outcome, n } = await scoreOutcome(data, id, { folder, seed });
    outcomes.push(outcome);
    pupils = n.map((count, s) => Math.max(count, pupils[s] ?? 0));
  }
  const report: LotteryReport = {
    schools: data.schools.ids.map((id, s) => ({
      id,
      treated: recorded.drawn.has(id),
      n: pupils[s]!,
    })),
    outcomes,
    primaryScale: data.programme.primaryScale ?? null,
    draw: recorded.draw,
    years: [data.programme.waves[0]!, data.programme.waves[1]!],
    provenance: provenanceOf(data, seed),
  };
  await writeFile(lotteryFile(folder), JSON.stringify(report));
  return report;
}

async function scoreOutcome(
  data: ProgrammeData,
  id: string,
  { folder, seed }: { readonly folder: URL; readonly seed: number },
): Promise<{ outcome: LotteryOutcomeData; n: number[] }> {
  const scale = scaleById(data.codebook, id);
  const frame = data.frames.get(scale.group)!;
  const frozen = parseFrozenScale(
    await readFile(frozenFile(folder, id), "utf8"),
  );
  const { rows, points } = scaleRespondents(frame, scale, {
    codebook: data.codebook,
    waves: data.programme.waves.length,
    seed,
    frozen,
    schoolStratum: new Uint8Array(data.schools.ids.length),
    acrossWaves: "ignored",
  });
  const schools = data.schools.ids.length;
  const cells = data.programme.waves.length * schools;
  const weight = new Float64Array(cells), sum = new Float64Array(cells);
  const n: number[] = new Array(schools).fill(0);
  rows.forEach((row, i) => {
    const cell = frame.wave[row]! * schools + frame.school[row]!;
    weight[cell]! += frame.weight[row]!;
    for (const draw of points) {
      sum[cell]! += frame.weight[row]! * (draw[i]! - SCORE_ORIGIN) /
        points.length;
    }
    if (frame.wave[row] === 1) n[frame.school[row]!]!++;
  });
  const means = Array.from(weight, (w, cell) => {
    if (w > 0) return SCORE_ORIGIN + sum[cell]! / w;
    throw new RangeError(
      `Cannot compute the lottery: school "${
        data.schools.ids[cell % schools]
      }" has no answers to "${id}" in ${
        data.programme.waves[Math.floor(cell / schools)]
      }`,
    );
  });
  return {
    outcome: {
      scale: id,
      label: scale.label,
      before: means.slice(0, schools),
      after: means.slice(schools, 2 * schools),
    },
    n,
  };
}
