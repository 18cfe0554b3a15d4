import { readFile, writeFile } from "node:fs/promises";
import { type RespondentGroup, scaleById } from "#lib/codebook/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import type { DrawSet } from "#lib/effects/mod.ts";
import { parseFrozenScale, scaleRespondents } from "#lib/scaling/mod.ts";
import { countLotteryPupils } from "./count_lottery_pupils.ts";
import { lotteryDraws } from "./lottery_draws.ts";
import { lotteryMeasures } from "./lottery_outcome.ts";
import { provenanceOf } from "../provenance.ts";
import type { LotteryOutcomeData, LotteryReport } from "./lottery_types.ts";
import { readDraw } from "./read_draw.ts";
import { frozenFile, lotteryFile } from "../results_store.ts";

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
 * mean and spread of every school and outcome, before and after. The conditioning model
 * knows school and wave but not the draw, so that the test stays exact, and no
 * wave knows of the other, so that nothing after the draw enters the baseline.
 *
 * @throws {DataError} If the record of the draw does not fit the data.
 * @throws {RangeError} If a school has no answers in a wave, or the draw is not possible.
 */
export async function computeLottery(
  data: ProgrammeData,
  { dataFolder, folder, seed }: LotteryOptions,
): Promise<LotteryReport> {
  const recorded = await readDraw(dataFolder, data.schools.ids);
  const marked = data.schools.ids.map((id) => ({
    id,
    treated: recorded.drawn.has(id),
    received: recorded.received && recorded.received.has(id),
    stratum: recorded.strata && recorded.strata.get(id)!,
  }));
  const draws = lotteryDraws({ schools: marked, rule: recorded.rule });
  const outcomes: LotteryOutcomeData[] = [];
  let pupils: number[] = data.schools.ids.map(() => 0);
  for (const id of data.programme.scales) {
    const { outcome, n } = await scoreOutcome(data, id, {
      folder,
      seed,
      draws,
    });
    outcomes.push(outcome);
    pupils = n.map((count, s) => Math.max(count, pupils[s]!));
  }
  const { primaryScale = null, scales } = data.programme;
  const main = scaleById(data.codebook, primaryScale ?? scales[0]!);
  const { invited, answered } = responseAfter(data, main.group);
  const report: LotteryReport = {
    schools: marked.map((school, s) => ({
      ...school,
      invited: invited[s]!,
      answered: answered[s]!,
      n: pupils[s]!,
    })),
    outcomes,
    primaryScale,
    draw: recorded.draw,
    rule: recorded.rule,
    years: [data.programme.waves[0]!, data.programme.waves[1]!],
    provenance: provenanceOf(data, seed),
  };
  await writeFile(lotteryFile(folder), JSON.stringify(report));
  return report;
}

/** Pupils asked and heard from after the draw, per school. */
function responseAfter(
  { participation, schools }: ProgrammeData,
  group: RespondentGroup,
): { readonly invited: Int32Array; readonly answered: Int32Array } {
  const { invited, answered } = participation.find((one) =>
    one.group === group
  )!;
  const all = schools.ids.length;
  return {
    invited: invited.slice(all, 2 * all),
    answered: answered.slice(all, 2 * all),
  };
}

/** Share of the pupils asked who answered, in drawn (1) or other (0) schools. */
function rateOf(
  { invited, answered }: ReturnType<typeof responseAfter>,
  treated: ArrayLike<number>,
  mark: 0 | 1,
): number {
  const sum = (counts: Int32Array) =>
    counts.reduce((total, n, s) => treated[s] === mark ? total + n : total, 0);
  return sum(answered) / sum(invited);
}

async function scoreOutcome(
  data: ProgrammeData,
  id: string,
  { folder, seed, draws }: {
    readonly folder: URL;
    readonly seed: number;
    readonly draws: DrawSet;
  },
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
  const wave = Uint8Array.from(rows, (row) => frame.wave[row]!);
  const school = Uint16Array.from(rows, (row) => frame.school[row]!);
  const n = countLotteryPupils(
    { schools: data.schools.ids, years: data.programme.waves, scale: id },
    { wave, school },
  );
  const response = responseAfter(data, scale.group);
  const measures = lotteryMeasures({
    points,
    weights: Float64Array.from(rows, (row) => frame.weight[row]!),
    wave,
    school,
    draws,
    rates: {
      drawn: rateOf(response, draws.treated, 1),
      others: rateOf(response, draws.treated, 0),
    },
  });
  return { outcome: { scale: id, label: scale.label, ...measures }, n };
}
