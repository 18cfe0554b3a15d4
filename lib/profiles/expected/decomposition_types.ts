import type { Cell } from "../types.ts";

/** Levels between which the explained share is shared out. */
export type ShareLevel =
  | "pupil"
  | "family"
  | "class"
  | "school"
  | "municipality";

/** What the programme's or a municipality's differences on one scale are made of. */
export interface DecompositionResults {
  /** Number of the unit in the results' list. */
  readonly unit: number;
  /** Scale id. */
  readonly scale: string;
  /** Year of the first wave. */
  readonly from: number;
  /** Year of the last wave. */
  readonly to: number;
  /** Change of the mean from the first to the last wave; the parts add up to it. */
  readonly change: {
    readonly total: Cell;
    /** From other pupils: background, gender, grade. */
    readonly composition: Cell;
    /** What is left with pupils alike. */
    readonly remainder: Cell;
  };
  /** Highest minus lowest group of parents' education in the last wave; the parts add up to it. */
  readonly homes: {
    readonly total: Cell;
    /** Goes with attending schools with other pupils, and with gender and grade. */
    readonly schools: Cell;
    /** Is there among pupils of like schools. */
    readonly remainder: Cell;
  };
  /** Share of the differences between pupils that goes with each level in the last wave. */
  readonly shares: Readonly<Partial<Record<ShareLevel | "total", Cell>>>;
}
