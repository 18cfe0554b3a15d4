import type { Cell } from "../types.ts";

/** Levels between which the explained share is shared out. */
export type ShareLevel =
  | "pupil"
  | "family"
  | "class"
  | "school"
  | "municipality";

/** A development and what it is made of; the parts add up to the total. */
export interface ChangeSplit {
  /** Change from the first to the last wave, points. */
  readonly total: Cell;
  /** From other pupils: background, gender, grade. */
  readonly composition: Cell;
  /** What is left with pupils alike. */
  readonly remainder: Cell;
}

/** A gap between homes and what it is made of; the parts add up to the total. */
export interface HomesSplit {
  /** Highest minus lowest group of parents' education, points. */
  readonly total: Cell;
  /** Goes with attending schools with other pupils, and with gender and grade. */
  readonly schools: Cell;
  /** Is there among pupils of like schools. */
  readonly remainder: Cell;
}

/** Change in the share of weak results; composition and rates add up to the total. */
export interface WeakSplit {
  /** Change in the share under 400 points, −1 to 1. */
  readonly total: Cell;
  /** From the groups of parents' education having other sizes. */
  readonly composition: Cell;
  /** From other shares within the same groups. */
  readonly rates: Cell;
}

/** The development and the gap between homes at one percentile of the scores. */
export interface PercentileSplit {
  /** Of the percentile, 0 to 1. */
  readonly share: number;
  /** From the first to the last wave. */
  readonly change: ChangeSplit;
  /** In the last wave. */
  readonly homes: HomesSplit;
}

/** How the gap between homes shrinks when pupils alike in other things are compared. */
export interface HomesExplained {
  /** Highest minus lowest group of parents' education, points. */
  readonly alone: Cell;
  /** The same among pupils alike in everything below. */
  readonly withAll: Cell;
  /**
   * What goes with each: "pupil" (gender and grade), the other components of the index
   * by their id, and "surroundings" (mean background of class, school and municipality).
   * They add up to `alone` less `withAll`.
   */
  readonly parts: Readonly<Record<string, Cell>>;
}

/** What only the programme has pupils enough for. */
export interface DeeperResults {
  /** At the tenth, the middle and the ninetieth percentile. */
  readonly percentiles: readonly PercentileSplit[];
  /** Of the last wave. */
  readonly homes: HomesExplained;
  /** Change in the gap between homes from the first to the last wave. */
  readonly homesChange: HomesSplit;
}

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
  /** Of the mean. */
  readonly change: ChangeSplit;
  /** Of the mean in the last wave. */
  readonly homes: HomesSplit;
  /** Share of the differences between pupils that goes with each level in the last wave. */
  readonly shares: Readonly<Partial<Record<ShareLevel | "total", Cell>>>;
  /** Of the share of weak results. */
  readonly weak: WeakSplit;
  /** Null for a municipality. */
  readonly deeper: DeeperResults | null;
}
