import type { Municipality } from "#lib/codebook/mod.ts";
import { createStream, exp, type RandomStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import { inventSchoolName } from "./school_names.ts";

/** A site before any pupil is drawn. */
export interface SchoolPlan {
  /** e.g. "0530-03". */
  readonly id: string;
  readonly name: string;
  /** Index into the municipalities of the simulation. */
  readonly municipality: number;
  /** Expected number of pupils in each grade. */
  readonly pupilsPerGrade: number;
}

/** How large a simulated programme is. */
export interface SizeOptions {
  /** Share of the full size, in pupils and schools, above 0 and at most 1. @default {1} */
  readonly fraction?: number;
  /** Sites per municipality; by default in proportion to its pupils, at least 8. */
  readonly schoolsPerMunicipality?: number;
  /** Expected pupils per site; by default the municipality's pupils by its sites. */
  readonly pupilsPerSchool?: number;
  /** Number of the first invented name. @default {0} */
  readonly firstName?: number;
}

/**
 * Estimated pupils of each municipality's schools: 80,000 shared out by
 * population. Estimates, good to a tenth; they give the sample its proportions.
 */
const ESTIMATED_PUPILS: Readonly<Record<string, number>> = {
  billund: 2900,
  fredericia: 5600,
  frederikssund: 4900,
  haderslev: 6100,
  hedensted: 5100,
  holbaek: 7700,
  horsens: 9800,
  kolding: 10100,
  nordfyns: 3200,
  roskilde: 9500,
  svendborg: 6400,
  thisted: 4700,
  vesthimmerlands: 4000,
};
const PUPILS_OF_OTHERS = 6000;
const ALL_SITES = 242;
const ALL_PUPILS = 80000;
const FEWEST_SITES = 8;
const GRADES = 10;
/** Pupils per class that sites of more than one class per grade aim at. */
const AIMED_CLASS = 22;
/** SD of the logarithm of a site's size; 0.45 gives sites of 100 to 900 pupils. */
const LOG_SIZE_SPREAD = 0.45;

function estimatedPupils(municipality: Municipality): number {
  return ESTIMATED_PUPILS[municipality.id] ?? PUPILS_OF_OTHERS;
}

/**
 * Shares the sites out by size with the largest remainders, at least eight each.
 *
 * @returns Sites per municipality, in the order given.
 */
export function sitesPerMunicipality(
  municipalities: readonly Municipality[],
  { fraction = 1, schoolsPerMunicipality }: SizeOptions = {},
): number[] {
  if (schoolsPerMunicipality !== undefined) {
    return municipalities.map(() => schoolsPerMunicipality);
  }
  const quotas = municipalities.map((one) =>
    estimatedPupils(one) * ALL_SITES * fraction / ALL_PUPILS
  );
  const sites = quotas.map((quota) => Math.floor(quota));
  const wanted = Math.round(quotas.reduce((total, quota) => total + quota, 0));
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const short = wanted - sites.reduce((total, count) => total + count, 0);
  for (const { index } of byRemainder.slice(0, short)) sites[index]!++;
  return sites.map((count) => Math.max(FEWEST_SITES, count));
}

/** Draws a grade of 1.5 classes towards one or two whole ones. */
function towardsWholeClasses(pupilsPerGrade: number): number {
  const tracks = Math.max(1, Math.round(pupilsPerGrade / AIMED_CLASS));
  const perClass = pupilsPerGrade / tracks;
  const aimed = Math.min(AIMED_CLASS + 3, Math.max(AIMED_CLASS - 2, perClass));
  return pupilsPerGrade < AIMED_CLASS - 2 ? pupilsPerGrade : tracks * aimed;
}

function scaledTo(sizes: readonly number[], mean: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size * mean * sizes.length / total);
}

/** Pupils per grade of each site: a long right tail, with the mean asked for. */
function drawSizes(
  sites: number,
  mean: number,
  stream: RandomStream,
): number[] {
  const drawn = Array.from(
    { length: sites },
    () => exp(LOG_SIZE_SPREAD * stream.normal()),
  );
  return scaledTo(scaledTo(drawn, mean).map(towardsWholeClasses), mean);
}

/**
 * Plans the sites of a programme: how many each municipality has and how large
 * each is. Sizes have nothing to do with how well a school does.
 *
 * @param seed Seed of the simulation.
 * @throws {RangeError} If the size is not positive.
 */
export function planSchools(
  municipalities: readonly Municipality[],
  seed: number,
  size: SizeOptions = {},
): SchoolPlan[] {
  const { fraction = 1, pupilsPerSchool, firstName = 0 } = size;
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(
      `Cannot plan schools: fraction ${fraction} is not above 0 and at most 1`,
    );
  }
  const sites = sitesPerMunicipality(municipalities, size);
  let serial = firstName;
  return municipalities.flatMap((municipality, index) => {
    const count = sites[index]!;
    const meanPupils = pupilsPerSchool ??
      estimatedPupils(municipality) * fraction / count;
    const stream = createStream(seed, PURPOSE.schools, index);
    const sizes = drawSizes(count, meanPupils / GRADES, stream);
    return sizes.map((pupilsPerGrade, site) => ({
      id: `${municipality.code}-${String(site + 1).padStart(2, "0")}`,
      name: inventSchoolName(serial++),
      municipality: index,
      pupilsPerGrade,
    }));
  });
}
