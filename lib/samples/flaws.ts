import type {
  Codebook,
  Item,
  RespondentGroup,
  Scale,
} from "#lib/codebook/mod.ts";
import { createStream, hashString } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";

/** An item that behaves differently for girls and boys of the same standing. */
export interface DifItem {
  /** Scale id. */
  readonly scale: string;
  /** Item id. */
  readonly item: string;
  /** How much harder it is for girls to agree or solve it, in logits. */
  readonly logits: number;
}

/** An item whose meaning moves between waves. */
export interface DriftItem {
  /** Scale id. */
  readonly scale: string;
  /** Item id. */
  readonly item: string;
  /** Per wave, how much harder than in the first wave, in logits. */
  readonly logits: readonly number[];
}

/** The items that break the measurement model on purpose. */
export interface Flaws {
  /** One item each on about eight scales. */
  readonly dif: readonly DifItem[];
  /** One or two items each on about eight other scales. */
  readonly drift: readonly DriftItem[];
}

/** No flawed item at all. */
export const NO_FLAWS: Flaws = { dif: [], drift: [] };

const DIF_LOGITS = 0.4;
const DRIFT_LOGITS = [0.4, -0.5, 0.3, -0.4, 0.5, -0.3] as const;
/** Eight of the instrument's 45 scales have a flaw of each kind. */
const SHARE_FLAWED = 8 / 45;
/** Kinds of scales among which drift is spread in proportion. */
const STRATA: readonly (readonly RespondentGroup[])[] = [
  ["pupils-0-3", "pupils-4-9"],
  ["class-teachers", "parents"],
  ["staff", "leaders"],
];

function commonItems(scale: Scale, waves: readonly number[]): readonly Item[] {
  return scale.items.filter((item) =>
    item.grades === undefined &&
    waves.every((wave) => item.waves.includes(wave))
  );
}

function driftItemsOf(
  scale: Scale,
  order: number,
  waves: readonly number[],
): DriftItem[] {
  const items = commonItems(scale, waves);
  const size = DRIFT_LOGITS[order % DRIFT_LOGITS.length]!;
  // Every third scale has a second item; every second one drifts late.
  const chosen = order % 3 === 2 ? [items[0], items[2]] : [items[order % 4]];
  const from = order % 2 === 0 ? 1 : 2;
  return chosen.flatMap((item) =>
    item === undefined ? [] : [{
      scale: scale.id,
      item: item.id,
      logits: waves.map((_, wave) => wave >= from ? size : 0),
    }]
  );
}

/** Takes each stratum's share from the front, and the last of several tests. */
function spreadOverStrata(
  candidates: readonly Scale[],
  all: readonly Scale[],
): Scale[] {
  const chosen = STRATA.flatMap((groups) => {
    const size = all.filter(({ group }) => groups.includes(group)).length;
    return candidates
      .filter(({ group }) => groups.includes(group))
      .slice(0, Math.round(size * SHARE_FLAWED));
  });
  const tests = all.filter(({ kind }) => kind === "test");
  // One test must stay free of drift, so that the change in learning can be told.
  return tests.length < 2 ? chosen : [...chosen, ...tests.slice(-1)];
}

/**
 * Chooses the items with DIF and those with drift: about eight scales each, no
 * scale with both. Drift hits items asked in all waves, that is the link.
 *
 * @param waves Years of the programme.
 */
export function chooseFlaws(
  { groups }: Codebook,
  { scales, waves, seed }: {
    readonly scales: readonly Scale[];
    readonly waves: readonly number[];
    readonly seed: number;
  },
): Flaws {
  const rank = (scale: Scale) =>
    createStream(seed, PURPOSE.itemChoice, hashString(scale.id)).uniform();
  const shuffled = scales
    .map((scale) => ({ scale, rank: rank(scale) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ scale }) => scale);
  const count = Math.round(scales.length * SHARE_FLAWED);
  const ofPupils = new Set(
    groups.filter(({ roll }) => roll === "pupils").map(({ id }) => id),
  );
  const withDif = shuffled
    .filter(({ group, kind }) => kind === "rating" && ofPupils.has(group))
    .slice(0, count);
  const withDrift = spreadOverStrata(
    shuffled.filter((scale) => !withDif.includes(scale)),
    scales,
  );
  return {
    dif: withDif.map((scale, order) => ({
      scale: scale.id,
      item: commonItems(scale, waves)[order % 3]!.id,
      logits: order % 2 === 0 ? DIF_LOGITS : -DIF_LOGITS,
    })),
    drift: withDrift.flatMap((scale, order) =>
      driftItemsOf(scale, order, waves)
    ),
  };
}
