import { ln } from "#lib/numerics/mod.ts";
import {
  countLevels,
  type MixedDesign,
  type MixedTerm,
} from "./mixed_design.ts";

/** Weights as the likelihood uses them. */
export interface CumulativeWeights {
  /** Precision × sampling weight of each row; `null` when all are 1. */
  readonly rows: Float64Array | null;
  /** Per term: the product of its levels' weights from the outermost inwards. */
  readonly levels: readonly (Float64Array | null)[];
  /** Rows, or the sum of the sampling weights of the rows. */
  readonly effectiveRows: number;
  /** Σ sampling weight × log precision. */
  readonly logPrecision: number;
}

/** Members (rows, or levels of an inner term) with their weight and what holds them. */
interface Members {
  readonly weights: Float64Array;
  /** Level of the outer term; −1 for members without rows. */
  readonly outer: Int32Array;
}

/** Makes the weights within each outer level sum to their number (A) or effective number (B). */
function rescale(
  { weights, outer }: Members,
  scaling: "A" | "B" | "none",
): Float64Array {
  if (scaling === "none") return weights;
  const size = outer.reduce((a, b) => a > b ? a : b) + 1;
  const count = new Float64Array(size);
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  weights.forEach((w, i) => {
    const level = outer[i]!;
    if (level < 0) return;
    count[level]! += 1;
    sum[level]! += w;
    squares[level]! += w * w;
  });
  return weights.map((w, i) => {
    const level = outer[i]!;
    if (level < 0) return w;
    return scaling === "A"
      ? w * count[level]! / sum[level]!
      : w * sum[level]! / squares[level]!;
  });
}

/** For each level of the inner term the level of the outer one around it. */
function outerLevels(inner: MixedTerm, outer: MixedTerm): Int32Array {
  const found = new Int32Array(countLevels(inner)).fill(-1);
  inner.levels.forEach((level, i) => {
    const around = outer.levels[i]!;
    if (found[level] === -1) found[level] = around;
    if (found[level] !== around) {
      throw new RangeError(
        `Cannot fit a mixed model: level ${level} of "${inner.name}" lies in two levels of "${outer.name}", level weights need nested terms`,
      );
    }
  });
  return found;
}

/**
 * Multiplies the weights of all levels around a row or level.
 *
 * The pseudo-likelihood raises a level's contribution to its weight; because a
 * level's contribution is made of those of its members, a member's term counts
 * with the product of all weights around it.
 *
 * @throws {RangeError} If sampling weights are given and the terms are not nested.
 * @see Rabe-Hesketh & Skrondal (2006), Journal of the Royal Statistical Society A 169,
 * 805–827; Asparouhov (2006), Communications in Statistics 35, 439–460, for A and B.
 */
export function cumulativeWeights(design: MixedDesign): CumulativeWeights {
  const { terms, weights: precision, levelWeights, fixed: { rows: n } } =
    design;
  const none = terms.map(() => null);
  let logPrecision = 0;
  if (levelWeights === undefined) {
    precision?.forEach((w) => logPrecision += ln(w));
    return {
      rows: precision ?? null,
      levels: none,
      effectiveRows: n,
      logPrecision,
    };
  }
  const { scaling = "A", levels: given = {} } = levelWeights;
  const outermostFirst = terms.map((_, t) => t)
    .sort((a, b) => countLevels(terms[a]!) - countLevels(terms[b]!));
  const levels: Float64Array[] = [];
  let around:
    | { readonly term: MixedTerm; readonly total: Float64Array }
    | null = null;
  for (const t of outermostFirst) {
    const term: MixedTerm = terms[t]!;
    let total: Float64Array = given[term.name] ??
      new Float64Array(countLevels(term)).fill(1);
    if (around) {
      const outer = outerLevels(term, around.term);
      const outerTotal: Float64Array = around.total;
      total = rescale({ weights: total, outer }, scaling)
        .map((w, l) => outer[l]! < 0 ? w : w * outerTotal[outer[l]!]!);
    }
    levels[t] = total;
    around = { term, total };
  }
  const inner = around!;
  const rows = rescale({
    weights: levelWeights.rows ?? new Float64Array(n).fill(1),
    outer: inner.term.levels,
  }, scaling).map((w, i) => w * inner.total[inner.term.levels[i]!]!);
  let effectiveRows = 0;
  rows.forEach((w, i) => {
    effectiveRows += w;
    if (precision) logPrecision += w * ln(precision[i]!);
  });
  return {
    rows: precision ? rows.map((w, i) => w * precision[i]!) : rows,
    levels,
    effectiveRows,
    logPrecision,
  };
}
