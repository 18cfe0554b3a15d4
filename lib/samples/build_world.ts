import {
  type Codebook,
  type Municipality,
  programmeById,
} from "#lib/codebook/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import { drawFamilies } from "./families.ts";
import { fitFamilyModel } from "./family_model.ts";
import { chooseFlaws, NO_FLAWS } from "./flaws.ts";
import { drawIntensity } from "./intensity.ts";
import { simulatePupils } from "./pupil_population.ts";
import { planSchools, type SizeOptions } from "./school_plan.ts";
import { simulateStaff } from "./staff_population.ts";
import { scalesOf, type World } from "./world.ts";

/** Which part of the programme is simulated, and how large. */
export interface WorldOptions extends SizeOptions {
  /** Municipality ids; all of the programme by default. */
  readonly municipalities?: readonly string[];
  /** Whether some items break the model. @default {"as-stated"} */
  readonly flaws?: "as-stated" | "none";
}

const ALL_GRADES = [0, 9] as const;
/** Three of 242 schools stay away from the first wave. */
const SCHOOLS_PER_ABSENT = 80;

function municipalitiesOf(
  codebook: Codebook,
  ids: readonly string[],
): Municipality[] {
  return ids.map((id) => {
    const found = codebook.municipalities.find((one) => one.id === id);
    if (found === undefined) {
      throw new RangeError(
        `Cannot simulate municipality "${id}": it is not one of ${
          codebook.municipalities.map((one) => one.id).join(", ")
        }`,
      );
    }
    return found;
  });
}

/** Draws the schools that stay away, all of different municipalities. */
function drawAbsent(
  schools: readonly { readonly municipality: number }[],
  seed: number,
): ReadonlySet<number> {
  const wanted = Math.floor(schools.length / SCHOOLS_PER_ABSENT);
  const stream = createStream(seed, PURPOSE.holdOut);
  const absent = new Set<number>();
  const taken = new Set<number>();
  while (absent.size < wanted) {
    const school = stream.integer(schools.length);
    const { municipality } = schools[school]!;
    if (taken.has(municipality)) continue;
    taken.add(municipality);
    absent.add(school);
  }
  return absent;
}

/**
 * Draws schools, pupils, staff and families of Program for læringsledelse.
 *
 * @param seed 0 to 2^32 − 1; the same seed gives the same world.
 * @throws {RangeError} If a municipality is unknown or a size not positive.
 */
export function buildWorld(
  codebook: Codebook,
  seed: number,
  options: WorldOptions = {},
): World {
  const programme = programmeById(codebook, "program-for-laeringsledelse");
  const { waves } = programme;
  const municipalities = municipalitiesOf(
    codebook,
    options.municipalities ?? programme.municipalities,
  );
  const scales = scalesOf(codebook, programme);
  const schools = planSchools(municipalities, seed, options);
  const pupils = simulatePupils(schools, { seed, waves, grades: ALL_GRADES });
  return {
    seed,
    itemSeed: seed,
    codebook,
    programme,
    scales,
    municipalities,
    schools,
    pupils,
    staff: simulateStaff(schools, { seed, waves }),
    families: drawFamilies(pupils, {
      model: fitFamilyModel(codebook.background),
      schools,
      municipalities,
      seed,
    }),
    flaws: options.flaws === "none"
      ? NO_FLAWS
      : chooseFlaws(codebook, { scales, waves, seed }),
    absentAtFirst: drawAbsent(schools, seed),
    treatment: null,
    intensity: drawIntensity(schools, seed),
  };
}
