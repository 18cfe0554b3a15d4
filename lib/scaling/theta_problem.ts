import { appendDigits, rankKeys } from "./rank_keys.ts";
import type { ClusterPlan } from "./cluster_plan.ts";
import type { Conditioning } from "./conditioning.ts";
import type { PredictionPlan } from "./prediction_plan.ts";
import { exponentials, SHIFTS, type ThetaTables } from "./theta_tables.ts";
import { type TiltTables, tiltTables } from "./tilt_tables.ts";

/** Persons of a group who answered the same items. */
export interface ThetaSegment {
  readonly booklet: number;
  readonly group: number;
  /** Null where they are too few to be worth tables. */
  readonly tilts: TiltTables | null;
}

/** What the draws of θ need and does not change between iterations. */
export interface ThetaProblem {
  readonly conditioning: Conditioning;
  readonly plan: ClusterPlan;
  readonly prediction: PredictionPlan;
  readonly tables: ThetaTables;
  /** Likelihoods: e to the tables' logarithms. */
  readonly likelihoods: Float64Array;
  readonly segments: readonly ThetaSegment[];
  /** Segment of each person. */
  readonly segment: Int32Array;
  /** Weighted score of each person, beyond the tilt of the booklet's table. */
  readonly excess: Float64Array;
  readonly seed: number;
  readonly scaleNumber: number;
}

/** Fewer persons cost less one by one than the tables, most of which they would need. */
const FEWEST_FOR_TABLES = 1500;
/**
 * How far the tables reach beyond the scores, for prediction / variance, in units
 * of 1 / the group's standard deviation.
 */
const PREDICTION_REACH = 6;

/** What {@linkcode thetaProblem} puts together. */
export interface ThetaParts
  extends Omit<ThetaProblem, "likelihoods" | "segments" | "segment"> {
  /** Booklet of each person. */
  readonly booklet: Int32Array;
  /** Standard deviation of each group; NaN where nobody answered. */
  readonly deviations: readonly number[];
}

/** Numbers the segments and reserves the tables of the large ones. */
function planSegments(
  { conditioning, tables, booklet, excess, deviations }: ThetaParts,
): { segments: readonly ThetaSegment[]; segment: Int32Array } {
  const { persons, group, groupCount } = conditioning;
  const start = { keys: Float64Array.from(booklet), span: tables.tilts.length };
  const { ranks, count } = rankKeys(
    appendDigits(start, group, groupCount),
  );
  const sizes = new Int32Array(count);
  const reach = new Float64Array(count);
  const first = new Int32Array(count);
  for (let p = 0; p < persons; p++) {
    const s = ranks[p]!;
    sizes[s]! += 1;
    first[s] = p;
    reach[s] = Math.max(reach[s]!, Math.abs(excess[p]!));
  }
  const { nodes, step } = tables.grid;
  const segments = Array.from(sizes, (size, s): ThetaSegment => {
    const g = group[first[s]!]!;
    const tilts = size < FEWEST_FOR_TABLES ? null : tiltTables({
      nodes: SHIFTS * nodes,
      nodeStep: step / SHIFTS,
      deviation: step,
      reach: reach[s]! + PREDICTION_REACH / deviations[g]!,
    });
    return { booklet: booklet[first[s]!]!, group: g, tilts };
  });
  return { segments, segment: ranks };
}

/** Prepares the draws of θ. */
export function thetaProblem(parts: ThetaParts): ThetaProblem {
  const { conditioning, plan, prediction, tables, excess } = parts;
  return {
    conditioning,
    plan,
    prediction,
    tables,
    excess,
    seed: parts.seed,
    scaleNumber: parts.scaleNumber,
    likelihoods: exponentials(tables.logLikelihoods),
    ...planSegments(parts),
  };
}
