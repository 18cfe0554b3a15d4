/**
 * Results held against the pupils' background, and what goes with a flatter gradient.
 * @module
 */
import type { NoSlopeCondition, Verdict } from "#lib/background/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { Cell } from "../types.ts";

/** One unit on one scale in one wave, or from one wave to a later one. */
export interface ExpectedResults {
  /** Number of the unit in the results' list. */
  readonly unit: number;
  /** Scale id. */
  readonly scale: string;
  /** Year; the earlier one of a change. */
  readonly wave: number;
  /** Later year of a change, null for one wave. */
  readonly to: number | null;
  /** The unit's mean, points; in a change hidden as "level". */
  readonly observed: Cell;
  /** What pupils of the same background score in the other units, points; likewise. */
  readonly expected: Cell;
  /** Observed minus expected, or how that has changed, points. */
  readonly deviation: Cell;
  /** The deviation drawn towards that of all units by how little is known of this one. */
  readonly shrunken: Cell;
  /** Null where the deviation is hidden. */
  readonly verdict: Verdict | null;
}

/** An expected result with the name of its unit. */
export interface LabelledExpected extends ExpectedResults {
  /** Danish, e.g. "Billund Kommune". */
  readonly label: string;
}

/** How many of the schools fall to each verdict; no school is named, none is ranked. */
export interface VerdictCounts {
  /** Scale id. */
  readonly scale: string;
  /** Year. */
  readonly wave: number;
  /** Schools whose result may be shown. */
  readonly schools: number;
  /** Of these, above what their pupils' background leads to expect. */
  readonly above: number;
  /** Of these, below it. */
  readonly below: number;
  /** Schools too small to be judged. */
  readonly hidden: number;
}

/** How schools' gradients go with one part of the learning environment, over the programme. */
export interface ConditionResults {
  /** Scale of the gradient. */
  readonly outcome: string;
  /** Scale of the learning environment. */
  readonly condition: string;
  /** Levels in all waves, or changes from the first to the last wave. */
  readonly kind: "level" | "change";
  /** Points per SD of background for a condition one SD higher; negative is flatter. */
  readonly slope: Estimate | NoSlopeCondition;
  /** Of no association, adjusted for all conditions and outcomes of the kind; null without a slope. */
  readonly adjustedP: number | null;
}
