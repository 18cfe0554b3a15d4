import type { Matrix } from "#lib/numerics/mod.ts";

/** A column of numbers and what to call it. */
export interface NamedColumn {
  /** e.g. "wave". */
  readonly name: string;
  /** Length n; centre it unless zero has a meaning. */
  readonly values: Float64Array;
}

/** One group of random effects: everything that varies between the levels of a factor. */
export interface MixedTerm {
  /** Name of the factor, e.g. "school" or "school × wave". */
  readonly name: string;
  /** Level of each row, 0 to levels − 1; length n. */
  readonly levels: Int32Array;
  /** Number of levels; those without rows are predicted as 0. @default {largest level + 1} */
  readonly levelCount?: number;
  /** Names of the levels, to be handed on with their effects. @default {none} */
  readonly levelNames?: readonly string[];
  /** Whether the level has an effect of its own. @default {true} */
  readonly intercept?: boolean;
  /** Columns whose slope varies between levels. @default {none} */
  readonly slopes?: readonly NamedColumn[];
  /** Whether intercept and slopes of a level may be correlated. @default {true} */
  readonly correlated?: boolean;
}

/**
 * Inverse inclusion probabilities level by level, for nested designs.
 *
 * A row's weight is conditional on its innermost level being in the sample, a
 * level's on the level around it being so, the outermost level's on nothing.
 */
export interface LevelWeights {
  /** Length n. @default {all 1} */
  readonly rows?: Float64Array;
  /** By name of term: one weight per level. @default {all 1} */
  readonly levels?: Readonly<Record<string, Float64Array>>;
  /**
   * A: weights within a level sum to the number of its members; B: to their
   * effective number, (Σ w)² / Σ w². The outermost weights stay as they are.
   * @default {"A"}
   */
  readonly scaling?: "A" | "B" | "none";
}

/** Rows, fixed columns and random terms of a linear mixed model. */
export interface MixedDesign {
  /** Length n. */
  readonly outcome: Float64Array;
  /** n × p, with a column of ones where wanted. */
  readonly fixed: Matrix;
  /** Length p. */
  readonly fixedNames: readonly string[];
  /** One or more. */
  readonly terms: readonly MixedTerm[];
  /** Precision of each row: its variance is σ² / weight; length n, above 0. @default {all 1} */
  readonly weights?: Float64Array;
  /** Sampling weights; another thing than `weights`. @default {none} */
  readonly levelWeights?: LevelWeights;
}

/** Number of levels of a term: as given, or the largest level + 1. */
export function countLevels(
  { levels, levelCount }: Pick<MixedTerm, "levels" | "levelCount">,
): number {
  if (levelCount !== undefined) return levelCount;
  let largest = -1;
  for (let i = 0; i < levels.length; i++) {
    if (levels[i]! > largest) largest = levels[i]!;
  }
  return largest + 1;
}
