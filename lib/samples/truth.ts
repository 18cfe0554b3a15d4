import { readFileSync } from "node:fs";
import type { RespondentGroup } from "#lib/codebook/mod.ts";
import type { Flaws } from "./flaws.ts";
import type { ItemParameters } from "./item_parameters.ts";
import type { ScaleProfile } from "./scale_profile.ts";

/** What is true of one scale in a simulated programme. Points unless said. */
export interface ScaleTruth {
  /** Scale id. */
  readonly scale: string;
  /** Who was asked. */
  readonly group: RespondentGroup;
  /**
   * Realised mean and SD of the true values over all invited of the first wave,
   * in units of 100 points: they define 500 and 100.
   */
  readonly reference: {
    readonly mean: number;
    readonly standardDeviation: number;
  };
  /** Generating mean per municipality id, one value per wave. */
  readonly means: Readonly<Record<string, readonly number[]>>;
  /** The municipalities' means, weighted by invited people, per wave. */
  readonly programme: readonly number[];
  /** What the invited people themselves came to, per wave. */
  readonly realised: {
    readonly programme: readonly number[];
    readonly standardDeviation: readonly number[];
    readonly municipalities: Readonly<Record<string, readonly number[]>>;
  };
  /** Points per SD of the background index, per wave; null for staff. */
  readonly gradient: readonly number[] | null;
  /** Girls minus boys; null for staff. */
  readonly genderGap: number | null;
  /** How the values were generated, on the generating metric. */
  readonly profile: ScaleProfile;
  /** How the answers were generated, flaws included. */
  readonly items: readonly ItemParameters[];
}

/** The lottery's truth. */
export interface LotteryTruth {
  /** School ids that were drawn. */
  readonly drawn: readonly string[];
  /** School ids that took part. */
  readonly received: readonly string[];
  /** Effect of taking part in scale points per scale id. */
  readonly effects: Readonly<Record<string, number>>;
}

/** Everything that is true of a simulated programme. */
export interface Truth {
  /** Version of the simulator. */
  readonly simulator: string;
  /** Programme id. */
  readonly programme: string;
  /** Seed of the simulation. */
  readonly seed: number;
  /** What the means are, in a sentence. */
  readonly note: string;
  /** Years. */
  readonly waves: readonly number[];
  /** Municipality ids. */
  readonly municipalities: readonly string[];
  /** Expected index of social background per municipality. */
  readonly expectedIndex: Readonly<Record<string, number>>;
  /** Invited per group id: per wave, per municipality. */
  readonly invited: Readonly<
    Record<string, readonly (readonly number[])[]>
  >;
  /** Items with DIF and with drift. */
  readonly flaws: Flaws;
  /** Schools that stayed away from the first wave. */
  readonly absentAtFirst: readonly string[];
  /** Who was drawn and what it did; null without a lottery. Means are those without the effect. */
  readonly lottery: LotteryTruth | null;
  /**
   * Per scale id: points that a school's development to the last wave gains from no
   * to full participation, half of it to the middle wave; null without participation.
   */
  readonly dose: Readonly<Record<string, number>> | null;
  /** All scales, in codebook order. */
  readonly scales: readonly ScaleTruth[];
}

/** Name of the file that holds the truth; the library itself never reads it. */
export const TRUTH_FILE = "truth.json";

/** Writes a truth as JSON, one scale per line. */
export function toTruthBytes({ scales, ...rest }: Truth): Uint8Array {
  const head = JSON.stringify(rest).slice(0, -1);
  const lines = scales.map((scale) => JSON.stringify(scale)).join(",\n");
  return new TextEncoder().encode(`${head},"scales":[\n${lines}\n]}\n`);
}

/**
 * Reads what is true of a simulated programme, for checking estimates.
 *
 * @param folder Folder that holds `truth.json`.
 * @throws {Error} If the file is missing.
 * @throws {SyntaxError} If it is not JSON.
 */
export function readTruth(folder: string): Truth {
  return JSON.parse(readFileSync(`${folder}/${TRUTH_FILE}`, "utf8")) as Truth;
}

/** One scale of a truth. @throws {RangeError} If the scale is not in it. */
export function scaleTruth(truth: Truth, scale: string): ScaleTruth {
  const found = truth.scales.find((one) => one.scale === scale);
  if (found === undefined) {
    throw new RangeError(
      `Cannot find scale "${scale}" in the truth: it is not one of ${
        truth.scales.map((one) => one.scale).join(", ")
      }`,
    );
  }
  return found;
}

/**
 * The generating mean of a unit in a wave, in scale points: what an estimate
 * should cover. Schools, classes and persons are draws from it.
 *
 * @param unit Where and when: a municipality id or "programme", and a year.
 * @throws {RangeError} If scale, unit or wave is unknown.
 */
export function truthMean(
  truth: Truth,
  scale: string,
  { unit, wave }: { readonly unit: string; readonly wave: number },
): number {
  const found = scaleTruth(truth, scale);
  const means = unit === "programme" ? found.programme : found.means[unit];
  const mean = means?.[truth.waves.indexOf(wave)];
  if (mean === undefined) {
    throw new RangeError(
      `Cannot find the true mean of "${scale}": unit "${unit}" in ${wave} is not one of ${
        ["programme", ...truth.municipalities].join(", ")
      } in ${truth.waves.join(", ")}`,
    );
  }
  return mean;
}
