import { type Codebook, maxScore, type Scale } from "#lib/codebook/mod.ts";
import {
  createStream,
  hashString,
  type RandomStream,
} from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { Flaws } from "./flaws.ts";

/**
 * How answers to one item arise: the generalised partial credit model on the
 * generating metric, where 1 is 100 points and 0 the programme's start.
 */
export interface ItemParameters {
  /** Item id. */
  readonly item: string;
  /** Discrimination, 0.8–2.0. */
  readonly slope: number;
  /** Thresholds b_1 … b_m; category k is reached over the first k of them. */
  readonly thresholds: readonly number[];
  /** Added to every threshold for girls, taken off for boys. */
  readonly difShift: number;
  /** Added to every threshold, per wave. */
  readonly driftShift: readonly number[];
  /** Share of answers left blank, 0.01–0.04. */
  readonly missingRate: number;
}

/** Distance of thresholds by highest category 1 … 4 and above. */
const STEP = [0, 0, 1.4, 1.05, 0.9] as const;
const WIDEST_STEP_COUNT = 4;
const JITTER = 0.15;
/** Middle threshold of scales on which most people are near the top. */
const EASY_SCALES: Readonly<Record<string, number>> = {
  e4_mobning: -1.5,
  e4_hensyn: -1.1,
  e0_trivsel: -1,
  fo_tillid: -0.9,
};
const USUAL_CENTRE = -0.5;
const CENTRE_REACH = 0.5;
const EASIEST_TASK = -2.1;
const HARDEST_TASK = 1.9;

function slopeOf(highest: number, stream: RandomStream): number {
  const u = stream.uniform();
  if (highest === 1) return 0.9 + 1.1 * u;
  return highest === 2 ? 1.1 + 0.8 * u : 0.8 + 0.5 * u;
}

function thresholdsOf(
  highest: number,
  centre: number,
  stream: RandomStream,
): number[] {
  const step = STEP[Math.min(highest, WIDEST_STEP_COUNT)]!;
  return Array.from(
    { length: highest },
    (_, k) =>
      centre + (k - (highest - 1) / 2) * step +
      JITTER * (2 * stream.uniform() - 1),
  );
}

/** Tasks become harder through the list; most people agree with most statements. */
function centreOf(
  scale: Scale,
  position: number,
  stream: RandomStream,
): number {
  if (scale.kind === "rating") {
    return (EASY_SCALES[scale.id] ?? USUAL_CENTRE) +
      CENTRE_REACH * (2 * stream.uniform() - 1);
  }
  return EASIEST_TASK + (HARDEST_TASK - EASIEST_TASK) * position /
      Math.max(1, scale.items.length - 1);
}

/**
 * Draws the generating parameters of a scale's items, flaws included.
 *
 * Slopes lie between 0.8 and 2.0, so that five answers give a reliability of
 * .70 to .85 and fourteen tasks about .80.
 *
 * @param seed Seed of the simulation.
 * @param flaws Items with DIF or drift, from `chooseFlaws`.
 */
export function drawItemParameters(
  codebook: Codebook,
  scale: Scale,
  { seed, flaws, waves }: {
    readonly seed: number;
    readonly flaws: Flaws;
    /** Number of waves. */
    readonly waves: number;
  },
): ItemParameters[] {
  return scale.items.map((item, position) => {
    const stream = createStream(
      seed,
      PURPOSE.itemParameters,
      hashString(item.id),
    );
    const highest = maxScore(codebook, item);
    const slope = slopeOf(highest, stream);
    const centre = centreOf(scale, position, stream);
    const dif = flaws.dif.find((one) => one.item === item.id);
    const drift = flaws.drift.find((one) => one.item === item.id);
    return {
      item: item.id,
      slope,
      thresholds: thresholdsOf(highest, centre, stream),
      difShift: (dif?.logits ?? 0) / (2 * slope),
      driftShift: Array.from(
        { length: waves },
        (_, wave) => (drift?.logits[wave] ?? 0) / slope,
      ),
      missingRate: 0.01 + 0.03 * stream.uniform(),
    };
  });
}
