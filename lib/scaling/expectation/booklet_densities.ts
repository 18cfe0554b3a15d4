import { exp } from "#lib/numerics/mod.ts";
import type { TiltBase } from "./tilt_cells.ts";
import type { RowModel } from "./add_part.ts";

/** Largest half-range of scores × half-width of the grid at which products stay normal numbers. */
const LARGEST_PRODUCT = 300;

/** Sum of the items' log-denominators, and the tilt in the middle of the scores. */
export function bookletBase(
  model: RowModel,
  items: readonly number[],
  out: Float64Array,
): number {
  out.fill(0);
  for (const item of items) {
    const { logDenominators } = model.curves[item]!;
    for (let q = 0; q < out.length; q++) out[q]! -= logDenominators[q]!;
  }
  return middleTilt(model, items);
}

function middleTilt(
  { itemRanges }: RowModel,
  items: readonly number[],
): number {
  let range = 0;
  for (const item of items) range += itemRanges[item]!;
  return range / 2;
}

/** Density of a group's persons with a score in the middle of a booklet. */
export interface BookletDensity extends TiltBase {
  /** The weighted score that the density already holds. */
  readonly middle: number;
}

/**
 * Prepares prior · e^(middle · θ) / Π D_i(θ) on the nodes for every booklet and group.
 *
 * Products of e^(range_i / 2 · θ) / D_i(θ), which lies between 0 and 1 or little above:
 * one exponential per item and node, none per booklet. Only where so many items could
 * leave the range of doubles are the logarithms added up; only there are tilts large
 * enough to need them.
 *
 * @returns Gives the density of a booklet in a group; it is valid until the next call.
 */
export function bookletDensities(
  model: RowModel,
): (items: readonly number[], group: number) => BookletDensity {
  const { nodes, step, curves, itemRanges, logPriors } = model;
  const Q = nodes.length;
  const halfWidth = ((Q - 1) >> 1) * step;
  const factors: (Float64Array | undefined)[] = new Array(curves.length);
  const priors: (Float64Array | undefined)[] = [];
  const factorOf = (item: number): Float64Array =>
    factors[item] ??= curves[item]!.logDenominators.map((log, q) =>
      exp(itemRanges[item]! / 2 * nodes[q]! - log)
    );
  const priorOf = (group: number): Float64Array =>
    priors[group] ??= logPriors.slice(group * Q, (group + 1) * Q).map((log) =>
      exp(log)
    );
  const base = new Float64Array(Q), logBase = new Float64Array(Q);
  const product = new Float64Array(Q);
  let known: readonly number[] | null = null;
  const fromLogs = (
    items: readonly number[],
    group: number,
  ): BookletDensity => {
    const middle = bookletBase(model, items, logBase);
    let top = -Infinity;
    for (let q = 0; q < Q; q++) {
      logBase[q]! += logPriors[group * Q + q]! + middle * nodes[q]!;
      if (logBase[q]! > top) top = logBase[q]!;
    }
    for (let q = 0; q < Q; q++) base[q] = exp(logBase[q]! - top);
    return { base, logBase, logScale: top, step, middle };
  };
  return (items, group) => {
    const middle = middleTilt(model, items);
    // Not finite, as parameters far off may be, is not small either.
    if (!(middle * halfWidth <= LARGEST_PRODUCT)) return fromLogs(items, group);
    if (items !== known) {
      known = items;
      product.fill(1);
      for (const item of items) {
        const factor = factorOf(item);
        for (let q = 0; q < Q; q++) product[q]! *= factor[q]!;
      }
    }
    const prior = priorOf(group);
    for (let q = 0; q < Q; q++) base[q] = product[q]! * prior[q]!;
    return { base, logBase, logScale: 0, step, middle };
  };
}
