import type { NamedDesign } from "#lib/inference/mod.ts";
import { createMatrix } from "#lib/numerics/mod.ts";
import type { DrawSet } from "./draw_set.ts";

/** The same effect with another kind of uncertainty. */
export interface CrossCheck {
  /** Effect in the unit of the outcome. */
  readonly effect: number;
  /** 95 % interval. */
  readonly interval: readonly [lower: number, upper: number];
  /** Two-sided. */
  readonly pValue: number;
  /** Degrees of freedom; NaN where none are used. */
  readonly degreesOfFreedom: number;
  /** For the reader. */
  readonly method: string;
}

/** Name of the coefficient that is the effect. */
export const DRAWN = "drawn";

/**
 * The regression behind the cross-checks: outcome on draw, strata and baseline.
 *
 * @param rows School of each row: every school once, or the school of each pupil.
 */
export function lotteryRegression(
  rows: ArrayLike<number>,
  { treated, stratum, strata }: Pick<DrawSet, "treated" | "stratum" | "strata">,
  baseline: readonly ArrayLike<number>[],
): NamedDesign {
  const columns: readonly ArrayLike<number>[] = [
    treated,
    ...Array.from(
      { length: strata },
      (_, s) => Float64Array.from(stratum, (one) => one === s ? 1 : 0),
    ),
    ...baseline,
  ];
  const matrix = createMatrix({ rows: rows.length, columns: columns.length });
  columns.forEach((values, k) => {
    for (let i = 0; i < rows.length; i++) {
      matrix.values[i * columns.length + k] = values[rows[i]!]!;
    }
  });
  return {
    matrix,
    names: columns.map((_, k) => k === 0 ? DRAWN : `column ${k}`),
  };
}
