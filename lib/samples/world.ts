import type {
  Codebook,
  Municipality,
  ProgrammeSpec,
  Scale,
} from "#lib/codebook/mod.ts";
import { hashString } from "#lib/numerics/mod.ts";
import type { Families } from "./families.ts";
import type { Flaws } from "./flaws.ts";
import type { PupilPopulation } from "./pupil_population.ts";
import type { SchoolPlan } from "./school_plan.ts";
import type { StaffPopulation } from "./staff_population.ts";

/** An effect that the simulation gives to some schools in one wave. */
export interface Treatment {
  /** Indices of the schools drawn. */
  readonly drawn: readonly number[];
  /** Indices of the schools that took part. */
  readonly schools: ReadonlySet<number>;
  /** Index of the wave that shows the effect. */
  readonly wave: number;
  /** Generating effect per scale id, in units of 100 points. */
  readonly effects: Readonly<Record<string, number>>;
}

/** Everything about a simulated programme before values and answers are drawn. */
export interface World {
  readonly seed: number;
  /** Seed of item parameters: the same for programmes that share the scales. */
  readonly itemSeed: number;
  readonly codebook: Codebook;
  readonly programme: ProgrammeSpec;
  readonly scales: readonly Scale[];
  readonly municipalities: readonly Municipality[];
  readonly schools: readonly SchoolPlan[];
  readonly pupils: PupilPopulation;
  /** Null where no staff is asked. */
  readonly staff: StaffPopulation | null;
  readonly families: Families;
  readonly flaws: Flaws;
  /** Schools that stay away from the first wave. */
  readonly absentAtFirst: ReadonlySet<number>;
  readonly treatment: Treatment | null;
  /** How intensely each school took part, 0–1; null where nobody wrote it down. */
  readonly intensity: Float64Array | null;
  /** Correlation of school parts over waves; the scale's own where absent. */
  readonly schoolPersistence?: number;
}

/** Receives each finished file. */
export type FileSink = (name: string, bytes: Uint8Array) => void;

/** Number of a scale in the random streams; the same in every reduced codebook. */
export function scaleNumber(scale: Scale): number {
  return hashString(scale.id);
}

/** Scales of the programme, in codebook order. */
export function scalesOf(
  codebook: Codebook,
  programme: ProgrammeSpec,
): readonly Scale[] {
  return codebook.scales.filter(({ id }) => programme.scales.includes(id));
}
