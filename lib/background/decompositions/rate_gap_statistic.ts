import {
  constantFactor,
  type ReplicateStatistic,
  scoreBeyond,
  type StatisticOutput,
  type Term,
  withinGroup,
} from "#lib/inference/mod.ts";

/** Two groups whose rates are compared over cells, e.g. of parents' education. */
export interface RateGapSpec {
  /** Names of two columns that are 1 for the people of a group; first less second is the gap. */
  readonly groups: readonly [first: string, second: string];
  /** Names of columns that are 1 for the people of a cell; everyone is in one. */
  readonly cells: readonly string[];
  /** What is counted: scores beyond a cut, in points, or a column of 0 and 1. */
  readonly rate:
    | { readonly side: "above" | "below"; readonly cut: number }
    | { readonly column: string };
}

/** A group's weight and counted weight in each cell. */
interface Cells {
  readonly weights: Float64Array;
  readonly counted: Float64Array;
}

function readCells(sums: Float64Array, at: number, cells: number): Cells {
  return {
    weights: sums.slice(at, at + cells),
    counted: sums.slice(at + cells, at + 2 * cells),
  };
}

/** A group's shares of the cells and rate in each; NaN where nobody is. */
function sharesAndRates({ weights, counted }: Cells) {
  const total = weights.reduce((a, b) => a + b, 0);
  return {
    rate: counted.reduce((a, b) => a + b, 0) / total,
    shares: weights.map((w) => w / total),
    rates: counted.map((c, k) => weights[k]! > 0 ? c / weights[k]! : NaN),
  };
}

/** A difference is counted at the mean of both groups; nobody's rate is the other group's. */
function writeParts(out: Float64Array, first: Cells, second: Cells): void {
  const a = sharesAndRates(first), b = sharesAndRates(second);
  const cells = a.shares.length;
  out[0] = a.rate;
  out[1] = b.rate;
  out[2] = a.rate - b.rate;
  out.fill(0, 3);
  for (let k = 0; k < cells; k++) {
    const p = Number.isNaN(a.rates[k]!) ? b.rates[k]! : a.rates[k]!;
    const q = Number.isNaN(b.rates[k]!) ? p : b.rates[k]!;
    if (Number.isNaN(p)) continue;
    const composition = (a.shares[k]! - b.shares[k]!) * (p + q) / 2;
    const rates = (p - q) * (a.shares[k]! + b.shares[k]!) / 2;
    out[3]! += composition;
    out[4]! += rates;
    out[5 + k] = composition;
    out[5 + cells + k] = rates;
  }
}

/**
 * Kitagawa's decomposition of a difference of rates into composition, from the groups
 * having other shares of the cells, and rates, from other rates in the same cells.
 *
 * composition = Σ (s₁ − s₂)(r₁ + r₂) / 2 and rates = Σ (r₁ − r₂)(s₁ + s₂) / 2, which
 * sum to the gap. In a cell that one group does not have, its rate counts as the
 * other's, so that the cell is all composition. Its numbers are both rates, the gap,
 * the two parts, then each cell's composition and each cell's rates.
 *
 * @throws {RangeError} If there are no cells or a name occurs twice.
 * @see Kitagawa (1955), Journal of the American Statistical Association 50, 1168–1194.
 */
export function rateGapStatistic(
  { groups, cells, rate }: RateGapSpec,
): ReplicateStatistic {
  if (cells.length === 0 || new Set(cells).size < cells.length) {
    throw new RangeError(
      `Cannot decompose rates: found cells "${
        cells.join('", "')
      }", expected at least 1, none twice`,
    );
  }
  const counted = "column" in rate
    ? withinGroup(constantFactor, rate.column)
    : scoreBeyond(rate.side, rate.cut);
  const count = cells.length;
  const labels = [
    `rate of ${groups[0]}`,
    `rate of ${groups[1]}`,
    "gap",
    "composition",
    "rates",
    ...cells.map((cell) => `composition: ${cell}`),
    ...cells.map((cell) => `rates: ${cell}`),
  ];
  return {
    outputs: labels.map((label): StatisticOutput => ({ label, unit: "share" })),
    terms: groups.flatMap((group) => {
      const inCell = cells.map((cell) =>
        withinGroup(withinGroup(constantFactor, cell), group)
      );
      return [
        ...inCell.map((cell): Term => [cell, constantFactor]),
        ...inCell.map((cell): Term => [cell, counted]),
      ];
    }),
    percentiles: [],
    evaluate: (sums, out) =>
      writeParts(
        out,
        readCells(sums, 0, count),
        readCells(sums, 2 * count, count),
      ),
  };
}
