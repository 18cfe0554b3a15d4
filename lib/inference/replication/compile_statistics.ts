import type { ReplicateDesign } from "./designs/replicate_design.ts";
import type { ColumnSource, Factor, PercentileTerm, Term } from "./factor.ts";
import type { ReplicateStatistic } from "./statistics/replicate_statistic.ts";
import type { ColumnPair } from "./sum_products.ts";

/** Terms of all statistics, each once, and where each statistic finds its own. */
export interface CompiledStatistics {
  /** Distinct products. */
  readonly terms: readonly Term[];
  /** Distinct percentiles, by definition and rising share. */
  readonly percentiles: readonly PercentileTerm[];
  /** Per statistic: places of its terms. */
  readonly termPlaces: readonly (readonly number[])[];
  /** Per statistic: places of its percentiles. */
  readonly percentilePlaces: readonly (readonly number[])[];
}

/** A product does not depend on the order of its factors; the one without scores is first. */
function ordered([a, b]: Term): Term {
  return a.ofScores && !b.ofScores ? [b, a] : [a, b];
}

function termKey([a, b]: Term): string {
  return `${a.key} × ${b.key}`;
}

function percentileKey({ p, definition }: PercentileTerm): string {
  return `${definition} ${p}`;
}

/** Gathers what statistics need, each product and percentile once. */
export function compileStatistics(
  statistics: readonly ReplicateStatistic[],
): CompiledStatistics {
  const terms = new Map<string, Term>();
  const percentiles = new Map<string, PercentileTerm>();
  for (const statistic of statistics) {
    for (const term of statistic.terms.map(ordered)) {
      terms.set(termKey(term), term);
    }
    for (const one of statistic.percentiles) {
      percentiles.set(percentileKey(one), one);
    }
  }
  const places = [...terms.keys()];
  const sorted = [...percentiles.values()].sort((a, b) => a.p - b.p);
  const percentilePlaces = sorted.map(percentileKey);
  return {
    terms: [...terms.values()],
    percentiles: sorted,
    termPlaces: statistics.map((one) =>
      one.terms.map((term) => places.indexOf(termKey(ordered(term))))
    ),
    percentilePlaces: statistics.map((one) =>
      one.percentiles.map((p) => percentilePlaces.indexOf(percentileKey(p)))
    ),
  };
}

/** Makes columns, each once per plausible value, or once for all where scores do not enter. */
export class ColumnStore {
  readonly #fixed = new Map<string, Float64Array>();

  /** Pairs of columns for one plausible value. */
  pairsOf(terms: readonly Term[], source: ColumnSource): ColumnPair[] {
    const ofDraw = new Map<string, Float64Array>();
    const make = (factor: Factor): Float64Array => {
      const made = factor.ofScores ? ofDraw : this.#fixed;
      const column = made.get(factor.key) ?? factor.make(source);
      made.set(factor.key, column);
      return column;
    };
    return terms.map(([a, b]) => ({ left: make(a), right: make(b) }));
  }
}

/** Columns of the data, checked and centred by the full weights. */
export function columnSource(
  data: {
    readonly columns: Readonly<Record<string, ArrayLike<number>>>;
    readonly design: ReplicateDesign;
  },
): Omit<ColumnSource, "scores" | "origin"> {
  const { weights } = data.design;
  const checked = new Map<string, Float64Array>();
  const centres = new Map<string, number>();
  const column = (name: string): Float64Array => {
    const found = checked.get(name);
    if (found) return found;
    const values = data.columns[name];
    if (values?.length !== weights.length) {
      throw new RangeError(
        `Cannot use column "${name}": found ${
          values?.length ?? "no"
        } values, expected ${weights.length}`,
      );
    }
    const made = Float64Array.from(values);
    const missing = made.findIndex((x) => !Number.isFinite(x));
    if (missing >= 0) {
      throw new RangeError(
        `Cannot use column "${name}": found ${
          made[missing]
        } in row ${missing}, leave out rows without a value first`,
      );
    }
    checked.set(name, made);
    return made;
  };
  const centre = (name: string): number => {
    const found = centres.get(name);
    if (found !== undefined) return found;
    const made = weightedMean(column(name), weights);
    centres.set(name, made);
    return made;
  };
  return { column, centre };
}

/** Σwx / Σw. */
export function weightedMean(
  values: Float64Array,
  weights: Float64Array,
): number {
  let sum = 0, total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
