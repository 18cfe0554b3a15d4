import type { StudyRow } from "../study.ts";

/** Where the share of 95 % intervals that hold the truth must lie for a choice that is said to fail. */
export const FAILS: StudyRow["band"] = [0, 0.9];

/** What a study of intervals simulates. */
export interface ChoiceOptions {
  /** Number of schools. */
  readonly schools: number;
  /** Simulated samples. */
  readonly replications: number;
}

/** What {@linkcode countShares} repeats. */
export interface ShareCount {
  /** Circumstances, in Danish. */
  readonly setting: string;
  /** Simulated samples. */
  readonly replications: number;
  /** One sample: which of the named claims came true in it; the same names each time. */
  readonly replicate: (
    replication: number,
  ) => Readonly<Record<string, boolean>>;
  /** By name, where the share must lie; a name that is left out is for comparison. */
  readonly bands: Readonly<Record<string, StudyRow["band"]>>;
}

/** Share of simulated samples in which each named claim came true, in order of naming. */
export function countShares(
  { setting, replications, replicate, bands }: ShareCount,
): readonly StudyRow[] {
  const counts = new Map<string, number>();
  for (let replication = 0; replication < replications; replication++) {
    for (const [name, isTrue] of Object.entries(replicate(replication))) {
      counts.set(name, (counts.get(name) ?? 0) + (isTrue ? 1 : 0));
    }
  }
  return [...counts].map(([quantity, count]) => ({
    quantity,
    setting,
    value: count / replications,
    trials: replications,
    band: bands[quantity] ?? null,
  }));
}

/** Sizes that every choice is tried at, and how they are named. */
export function schoolsLabel(schools: number): string {
  return `${schools} skoler`;
}
