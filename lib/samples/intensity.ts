import type { Scale } from "#lib/codebook/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { People } from "./people.ts";
import type { SchoolPlan } from "./school_plan.ts";

const MIDDLE = 0.6;
/** SD between schools, of which a third of the variance lies between municipalities. */
const SPREAD = 0.24;
const LOWEST = 0.05;

/**
 * Development that full participation brings over none, in points on the
 * generating metric, from the first wave to the last; scales not named by their
 * group or themselves have none.
 */
const BY_GROUP: Readonly<Partial<Record<Scale["group"], number>>> = {
  staff: 40,
  leaders: 20,
  "pupils-4-9": 10,
};
const BY_SCALE: Readonly<Record<string, number>> = {
  pr_laesning: 25,
  kl_faglighed: 10,
};
/** Share of the development that each wave shows. */
const BY_WAVE = [0, 0.5, 1] as const;

/** Points per step from no to full participation at the last wave. */
export function doseSlope({ id, group }: Pick<Scale, "id" | "group">): number {
  return BY_SCALE[id] ?? BY_GROUP[group] ?? 0;
}

/**
 * Draws how intensely each school took part, from 0 (not at all) to 1, with two
 * decimals. Nothing else about a school goes with it: no confounder is simulated.
 *
 * @returns One value per school.
 */
export function drawIntensity(
  schools: readonly SchoolPlan[],
  seed: number,
): Float64Array {
  const common = new Map<number, number>();
  return Float64Array.from(schools, ({ municipality }, school) => {
    const shared = common.get(municipality) ??
      createStream(seed, PURPOSE.intensity, 1, municipality).normal();
    common.set(municipality, shared);
    const own = createStream(seed, PURPOSE.intensity, 0, school).normal();
    const value = MIDDLE +
      SPREAD * (Math.sqrt(1 / 3) * shared + Math.sqrt(2 / 3) * own);
    return Math.round(100 * Math.min(1, Math.max(LOWEST, value))) / 100;
  });
}

/** Which scale and wave {@linkcode addDoseInPlace} adds to. */
export interface DoseSpec {
  /** Intensity of each school. */
  readonly intensity: Float64Array;
  /** Whose slope counts. */
  readonly scale: Pick<Scale, "id" | "group">;
  /** Index of the wave, 0–2. */
  readonly wave: number;
}

/**
 * Adds to people's values what their school's participation brings, measured from
 * the mean of the municipality's people, so that municipalities stay as they are.
 *
 * @param values In units of 100 points.
 */
export function addDoseInPlace(
  values: Float64Array,
  people: People,
  { intensity, scale, wave }: DoseSpec,
): void {
  const slope = doseSlope(scale) * (BY_WAVE[wave] ?? 1) / 100;
  if (slope === 0) return;
  const total: number[] = [], count: number[] = [];
  for (let row = 0; row < people.count; row++) {
    const m = people.municipality[row]!;
    total[m] = (total[m] ?? 0) + intensity[people.school[row]!]!;
    count[m] = (count[m] ?? 0) + 1;
  }
  for (let row = 0; row < people.count; row++) {
    const m = people.municipality[row]!;
    values[row]! += slope *
      (intensity[people.school[row]!]! - total[m]! / count[m]!);
  }
}
