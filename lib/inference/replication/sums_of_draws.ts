import { ColumnStore } from "./compile_statistics.ts";
import type { ReplicateDesign } from "./designs/replicate_design.ts";
import { type ColumnSource, one, type Term } from "./factor.ts";
import { type ColumnPair, sumProducts } from "./sum_products.ts";

/** Weighted sums of products, for all plausible values and all replicates. */
export interface SumsOfDraws {
  /** 1 + R: with the full weights, then with each replicate's. */
  readonly columns: number;
  /** All sums; those of one product follow each other. */
  readonly sums: Float64Array;
  /** Where the sums of a product begin for a plausible value. */
  place(draw: number, term: number): number;
  /** Sums of weights, length `columns`. */
  readonly totals: Float64Array;
}

/** What {@linkcode sumsOfDraws} sums. */
export interface DrawColumns {
  /** Scores of each plausible value. */
  readonly draws: readonly Float64Array[];
  /** Weights and replicate weights. */
  readonly design: ReplicateDesign;
  /** Other columns. */
  readonly source: Omit<ColumnSource, "scores" | "origin">;
  /** Taken from the scores before they are multiplied, points. */
  readonly origin: number;
}

/** A loop, since `map` takes several times as long. */
function shifted(values: Float64Array, origin: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < result.length; i++) result[i] = values[i]! - origin;
  return result;
}

/**
 * Sums products of columns for all plausible values and replicates in one pass;
 * products without scores are summed once.
 */
export function sumsOfDraws(
  terms: readonly Term[],
  { draws, design, source, origin }: DrawColumns,
): SumsOfDraws {
  const isOfScores = terms.map(([a, b]) => a.ofScores || b.ofScores);
  const fixed: Term[] = [[one, one]], ofScores: Term[] = [];
  const places = terms.map((term, t) =>
    (isOfScores[t] ? ofScores : fixed).push(term) - 1
  );
  const store = new ColumnStore();
  const pairs: ColumnPair[] = [];
  draws.forEach((draw, m) => {
    const ofDraw: ColumnSource = {
      ...source,
      origin,
      scores: shifted(draw, origin),
    };
    if (m === 0) pairs.push(...store.pairsOf(fixed, ofDraw));
    pairs.push(...store.pairsOf(ofScores, ofDraw));
  });
  const sums = sumProducts(pairs, design);
  const columns = 1 + design.replicates;
  return {
    columns,
    sums,
    place: (draw, term) =>
      columns *
      (isOfScores[term]
        ? fixed.length + draw * ofScores.length + places[term]!
        : places[term]!),
    totals: sums.subarray(0, columns),
  };
}
