import type { ProgrammeData } from "#lib/data/mod.ts";
import type { DoseResults } from "../development_types.ts";
import type { EstimateTable } from "../estimate_table.ts";
import type { BackgroundOutcome } from "../expected/background_outcome.ts";
import type { ScaleQuality } from "../types.ts";

/** What scoring any scale needs. */
export interface ScoringStart {
  readonly data: ProgrammeData;
  readonly folder: string;
  readonly seed: number;
}

/** Parts of the work on a scale, in the order in which they are done. */
export const PHASES = ["score", "document", "estimate", "write"] as const;

/** Name of a part of the work on a scale. */
export type Phase = (typeof PHASES)[number];

/** Seconds of a thread per part of the work; shown, never used. */
export type PhaseSeconds = Readonly<Record<Phase, number>>;

/** What comes back for one scale. */
export interface ScaleOutcome {
  readonly scaleIndex: number;
  readonly table: EstimateTable;
  readonly quality: ScaleQuality;
  /** Participation against development. */
  readonly dose: readonly DoseResults[];
  /** Expected results, and what the comparison across scales needs. */
  readonly background: BackgroundOutcome;
  readonly seconds: PhaseSeconds;
}
