import type { BackgroundComponent } from "#lib/codebook/mod.ts";
import { normalQuantile } from "#lib/numerics/mod.ts";

/**
 * How one column of the parents' background arises: a standard normal number,
 * moved and stretched, is cut into codes.
 */
export interface ColumnModel {
  /** Allowed codes, lowest value first. */
  readonly codes: readonly number[];
  /** Value of each code in the index, ascending. */
  readonly values: readonly number[];
  /** Upper limit of each code but the last. */
  readonly cuts: readonly number[];
}

/** A component of the index with its fitted location and spread. */
export interface ComponentModel {
  readonly component: BackgroundComponent;
  readonly column: ColumnModel;
  readonly location: number;
  readonly spread: number;
}

/** Cumulated shares of the six education codes for one parent. */
const EDUCATION_SHARES = [0.2, 0.27, 0.6, 0.66, 0.9];

/** States the codes, values and cuts of a component's columns. */
export function toColumnModel(component: BackgroundComponent): ColumnModel {
  const { values, range, mean, standardDeviation } = component;
  if (values === null) {
    const codes = Array.from(
      { length: range[1] - range[0] + 1 },
      (_, index) => range[0] + index,
    );
    const cuts = codes.slice(0, -1).map((code) =>
      (code + 0.5 - mean) / standardDeviation
    );
    return { codes, values: codes, cuts };
  }
  const pairs = Object.entries(values)
    .map(([code, value]) => ({ code: Number(code), value }))
    .sort((a, b) => a.value - b.value);
  const last = pairs.length - 1;
  const shares = last === EDUCATION_SHARES.length
    ? EDUCATION_SHARES
    : pairs.slice(1).map((_, index) => (index + 1) / pairs.length);
  return {
    codes: pairs.map(({ code }) => code),
    values: pairs.map(({ value }) => value),
    cuts: shares.map((share) => normalQuantile(share)),
  };
}

/** Position of the code that a latent number of a column falls into. */
export function codeOf(model: ComponentModel, latent: number): number {
  const { column, location, spread } = model;
  const x = location + spread * latent;
  let k = 0;
  while (k < column.cuts.length && x > column.cuts[k]!) k++;
  return k;
}
