import type { Scale } from "#lib/codebook/mod.ts";
import { sum } from "#lib/numerics/mod.ts";
import type { ItemParameters } from "./item_parameters.ts";
import type { People } from "./people.ts";
import type { ScaleProfile } from "./scale_profile.ts";
import type { ScaleTruth } from "./truth.ts";
import type { World } from "./world.ts";

/** Realised moments of one scale's true values in one wave, units of 100 points. */
export interface WaveMoments {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Mean per municipality; NaN where nobody was invited. */
  readonly municipalities: readonly number[];
  /** Invited per municipality. */
  readonly counts: readonly number[];
}

/** Mean and SD of all values, and the mean in each municipality. */
export function momentsOf(
  values: Float64Array,
  people: People,
  municipalities: number,
): WaveMoments {
  const mean = sum(values) / values.length;
  const squares = values.map((value) => (value - mean) * (value - mean));
  const totals = new Float64Array(municipalities);
  const counts = new Float64Array(municipalities);
  for (let row = 0; row < people.count; row++) {
    totals[people.municipality[row]!]! += values[row]!;
    counts[people.municipality[row]!]!++;
  }
  return {
    mean,
    standardDeviation: Math.sqrt(sum(squares) / values.length),
    municipalities: [...totals].map((total, m) => total / counts[m]!),
    counts: [...counts],
  };
}

/** What is known about a scale when all its waves are drawn. */
export interface ScaleRecord {
  readonly scale: Scale;
  readonly profile: ScaleProfile;
  readonly items: readonly ItemParameters[];
  /** Fixed part per wave and municipality, in points from the start. */
  readonly means: readonly Float64Array[];
  readonly waves: readonly WaveMoments[];
}

/** Mean and SD of the first wave, in units of 100 points. */
export type Reference = ScaleTruth["reference"];

function weightedMean(
  values: readonly number[],
  weights: readonly number[],
): number {
  const total = sum(weights);
  return sum(values.map((value, m) => value * weights[m]! / total));
}

type Points = (value: number) => number;

function byMunicipality(
  { municipalities }: World,
  perWave: readonly (readonly number[])[],
): Record<string, number[]> {
  return Object.fromEntries(
    municipalities.map(({ id }, m) => [id, perWave.map((one) => one[m]!)]),
  );
}

/** Per wave, each municipality's generating mean. */
function generatingMeans(
  { profile, means }: ScaleRecord,
  { families: { expectedIndex } }: World,
  toPoints: Points,
): number[][] {
  return means.map((ofWave, wave) =>
    [...ofWave].map((fixed, m) =>
      toPoints((fixed + profile.gradient[wave]! * expectedIndex[m]!) / 100)
    )
  );
}

/**
 * States a scale's truth in points: generating means, gradient and gap divided by
 * the realised SD of the first wave and moved by its realised mean.
 *
 * @param reference Another programme's reference, where the scale is frozen there.
 */
export function toScaleTruth(
  record: ScaleRecord,
  world: World,
  reference: Reference = record.waves[0]!,
): ScaleTruth {
  const { scale, profile, items, waves } = record;
  const { mean, standardDeviation: unit } = reference;
  const toPoints: Points = (value) => 500 + 100 * (value - mean) / unit;
  const generating = generatingMeans(record, world, toPoints);
  const isPupils = scale.group !== "staff" && scale.group !== "leaders";
  return {
    scale: scale.id,
    group: scale.group,
    reference: { mean, standardDeviation: unit },
    means: byMunicipality(world, generating),
    programme: generating.map((ofWave, wave) =>
      weightedMean(ofWave, waves[wave]!.counts)
    ),
    realised: {
      programme: waves.map((one) => toPoints(one.mean)),
      standardDeviation: waves.map((one) => 100 * one.standardDeviation / unit),
      municipalities: byMunicipality(
        world,
        waves.map((one) => one.municipalities.map(toPoints)),
      ),
    },
    gradient: isPupils ? profile.gradient.map((slope) => slope / unit) : null,
    genderGap: isPupils ? profile.genderGap / unit : null,
    profile,
    items,
  };
}
