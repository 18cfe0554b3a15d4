import type { Municipality } from "#lib/codebook/mod.ts";
import { createStream, hashString } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { ScaleProfile } from "./scale_profile.ts";

/** Fewest municipalities from which a slope on the index can be taken out. */
const FEWEST_FOR_SLOPE = 4;
/** Correlation of a municipality's development to the second and third wave. */
const DEVELOPMENT_PERSISTENCE = 0.7;

/**
 * Takes the weighted mean, and with four municipalities or more the weighted
 * slope on their expected index, out of a set of effects.
 *
 * Without it, thirteen drawn effects would happen to correlate with the index
 * and the programme's gradient would not be the one stated.
 */
export function centreOnIndex(
  effects: Float64Array,
  index: Float64Array,
  weights: Float64Array,
): Float64Array {
  let total = 0, mean = 0, indexMean = 0;
  effects.forEach((effect, m) => {
    total += weights[m]!;
    mean += weights[m]! * effect;
    indexMean += weights[m]! * index[m]!;
  });
  mean /= total;
  indexMean /= total;
  let cross = 0, square = 0;
  effects.forEach((effect, m) => {
    const deviation = index[m]! - indexMean;
    cross += weights[m]! * deviation * (effect - mean);
    square += weights[m]! * deviation * deviation;
  });
  const slope = effects.length >= FEWEST_FOR_SLOPE && square > 0
    ? cross / square
    : 0;
  return effects.map((effect, m) =>
    effect - mean - slope * (index[m]! - indexMean)
  );
}

/** What {@linkcode municipalityMeans} needs to know besides the profile. */
export interface MunicipalityMeansSpec {
  readonly seed: number;
  readonly scaleNumber: number;
  readonly municipalities: readonly Municipality[];
  /** Expected index of each municipality. */
  readonly expectedIndex: Float64Array;
  /** Pupils of each municipality, relative. */
  readonly weights: Float64Array;
}

/**
 * Draws the fixed part of each municipality and wave, without background: the
 * programme's development, the municipality's level and its own development.
 *
 * @returns Per wave, one value per municipality, in points from the programme's
 * start.
 */
export function municipalityMeans(
  profile: ScaleProfile,
  spec: MunicipalityMeansSpec,
): Float64Array[] {
  const draw = (part: number) =>
    centreOnIndex(
      Float64Array.from(spec.municipalities, ({ id }) =>
        createStream(
          spec.seed,
          PURPOSE.municipality,
          hashString(id),
          spec.scaleNumber,
          part,
        ).normal()),
      spec.expectedIndex,
      spec.weights,
    );
  const level = draw(0);
  const lasting = draw(1);
  return profile.change.map((change, wave) => {
    const own = draw(2 + wave);
    const spread = wave === 0 ? 0 : profile.changeSpread;
    return level.map((value, m) =>
      change + 100 * Math.sqrt(profile.municipality) * value +
      spread * (Math.sqrt(DEVELOPMENT_PERSISTENCE) * lasting[m]! +
          Math.sqrt(1 - DEVELOPMENT_PERSISTENCE) * own[m]!)
    );
  });
}
