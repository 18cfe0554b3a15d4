import type { CrossCheck } from "#lib/effects/mod.ts";
import type { Provenance } from "../types.ts";

/** A school that took part in the lottery. */
export interface LotterySchool {
  /** Pseudonymous; never shown. */
  readonly id: string;
  /** Whether the school was drawn. */
  readonly treated: boolean;
  /** Whether the school took part; null where the record does not say. */
  readonly received: boolean | null;
  /** Stratum within which it was drawn; null where all were drawn from together. */
  readonly stratum: string | null;
  /** Pupils asked after the draw. */
  readonly invited: number;
  /** Pupils of them who answered. */
  readonly answered: number;
  /** Pupils behind the school's means after. */
  readonly n: number;
}

/** One outcome as means of the schools, in points, in the order of the schools. */
export interface LotteryOutcomeData {
  /** Scale id. */
  readonly scale: string;
  /** Danish name of the scale. */
  readonly label: string;
  /** Means before the draw took effect. */
  readonly before: readonly number[];
  /** Means after. */
  readonly after: readonly number[];
  /** Standard deviations of the pupils before, in points. */
  readonly spreadBefore: readonly number[];
  /** Standard deviations after. */
  readonly spreadAfter: readonly number[];
  /** Means after under which pupils who did not answer make the effect smallest. */
  readonly lowestAfter: readonly number[];
  /** Means after under which they make it largest. */
  readonly highestAfter: readonly number[];
  /** Share of the answers that these two leave out in the group that answered more. */
  readonly trimmedShare: number;
  /** Share of the pupils' variance before that lies between schools. */
  readonly intraclassCorrelation: number;
  /** The effect by regression over the pupils, for comparison. */
  readonly pupilRegression: CrossCheck;
}

/** The record of the draw. */
export interface LotteryDraw {
  /** Day, e.g. "2018-02-14". */
  readonly date: string;
  /** Seed of the draw. */
  readonly seed: number;
  /** Danish, how the draw was made. */
  readonly method: string;
}

/** A rule set beforehand: draws that did not pass it were drawn again. */
export interface DrawRule {
  /** Schools' values from before the draw, one array per covariate. */
  readonly covariates: readonly (readonly number[])[];
  /** Largest squared Mahalanobis distance between the groups' means that passed. */
  readonly largestDistance: number;
}

/** What the lottery's notebook opens. */
export interface LotteryReport {
  /** In the order of the data. */
  readonly schools: readonly LotterySchool[];
  /** In the order of the programme's scales. */
  readonly outcomes: readonly LotteryOutcomeData[];
  /** Scale id of the outcome that the codebook names as primary, or null. */
  readonly primaryScale: string | null;
  /** How the draw was made. */
  readonly draw: LotteryDraw;
  /** Rule by which draws were drawn again; null where the first draw stood. */
  readonly rule: DrawRule | null;
  /** Years before and after. */
  readonly years: readonly [before: number, after: number];
  /** Where the numbers come from. */
  readonly provenance: Provenance;
}
