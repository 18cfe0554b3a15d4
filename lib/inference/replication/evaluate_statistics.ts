import type { CompiledStatistics } from "./compile_statistics.ts";
import { replicatePercentiles } from "./replicate_percentiles.ts";
import { rowWeights } from "./replicate_rows.ts";
import type { ReplicateStatistic } from "./statistics/replicate_statistic.ts";
import {
  type DrawColumns,
  type SumsOfDraws,
  sumsOfDraws,
} from "./sums_of_draws.ts";

/** Everything that the numbers of a statistic are made of. */
interface Ingredients extends SumsOfDraws {
  /** Per plausible value: percentiles × columns. */
  readonly percentiles: readonly Float64Array[];
}

/** Numbers of one statistic: draws × columns × outputs. */
function evaluate(
  statistic: ReplicateStatistic,
  { data, ingredients, terms, percentiles }: {
    readonly data: DrawColumns;
    readonly ingredients: Ingredients;
    readonly terms: readonly number[];
    readonly percentiles: readonly number[];
  },
): Float64Array {
  const { draws, design, source, origin } = data;
  const { columns, sums } = ingredients;
  const { outputs: { length: count }, direct } = statistic;
  const known = terms.length + percentiles.length;
  const atoms = new Float64Array(known + (direct?.count ?? 0));
  const numbers = new Float64Array(draws.length * columns * count);
  const origins = { score: origin, centre: source.centre };
  draws.forEach((scores, m) => {
    const places = terms.map((t) => ingredients.place(m, t));
    const ofDraw = ingredients.percentiles[m]!;
    for (let r = 0; r < columns; r++) {
      for (let t = 0; t < places.length; t++) atoms[t] = sums[places[t]! + r]!;
      for (let q = 0; q < percentiles.length; q++) {
        atoms[terms.length + q] = ofDraw[percentiles[q]! * columns + r]!;
      }
      if (direct) {
        const weights = rowWeights(design, r);
        const { column } = source;
        atoms.set(direct.compute({ scores, weights, column }), known);
      }
      const at = (m * columns + r) * count;
      statistic.evaluate(atoms, numbers.subarray(at, at + count), origins);
    }
  });
  return numbers;
}

/**
 * Computes the numbers of all statistics with all weights.
 *
 * @returns Per statistic: draws × (1 + R) × outputs, by rows.
 */
export function evaluateStatistics(
  statistics: readonly ReplicateStatistic[],
  compiled: CompiledStatistics,
  data: DrawColumns,
): readonly Float64Array[] {
  const { design, draws } = data;
  const sums = sumsOfDraws(compiled.terms, data);
  const percentiles = replicatePercentiles(draws, compiled.percentiles, {
    design,
    totals: sums.totals,
  });
  const ingredients: Ingredients = { ...sums, percentiles };
  return statistics.map((statistic, s) =>
    evaluate(statistic, {
      data,
      ingredients,
      terms: compiled.termPlaces[s]!,
      percentiles: compiled.percentilePlaces[s]!,
    })
  );
}
