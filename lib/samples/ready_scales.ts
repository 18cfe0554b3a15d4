import type { Scale } from "#lib/codebook/mod.ts";
import { drawItemParameters, type ItemParameters } from "./item_parameters.ts";
import { municipalityMeans } from "./municipality_means.ts";
import { profileOf, type ScaleProfile } from "./scale_profile.ts";
import type { WaveMoments } from "./truth_collector.ts";
import { scaleNumber, type World } from "./world.ts";

/** A scale made ready: how its values and answers arise. */
export interface ReadyScale {
  readonly scale: Scale;
  readonly profile: ScaleProfile;
  readonly items: readonly ItemParameters[];
  readonly means: readonly Float64Array[];
  readonly moments: WaveMoments[];
}

/** Makes all scales of a world ready: profile, item parameters, fixed means. */
export function readyScales(world: World): ReadyScale[] {
  const { seed, itemSeed, codebook, programme, municipalities } = world;
  const weights = new Float64Array(municipalities.length);
  for (const school of world.schools) {
    weights[school.municipality]! += school.pupilsPerGrade;
  }
  return world.scales.map((scale) => {
    const own = profileOf(scale, programme.waves.length);
    const profile = world.schoolPersistence === undefined ? own : {
      ...own,
      persistence: { ...own.persistence, school: world.schoolPersistence },
    };
    return {
      scale,
      profile,
      items: drawItemParameters(codebook, scale, {
        seed: itemSeed,
        flaws: world.flaws,
        waves: programme.waves.length,
      }),
      means: municipalityMeans(profile, {
        seed,
        scaleNumber: scaleNumber(scale),
        municipalities,
        expectedIndex: world.families.expectedIndex,
        weights,
      }),
      moments: [],
    };
  });
}
