import type {
  ReplicateStatistic,
  StatisticOutput,
} from "#lib/inference/mod.ts";
import { checkBlocks, type ColumnBlock, columnsOf } from "./column_block.ts";
import { owenShares, shapleyShares } from "./fair_shares.ts";
import {
  type GroupMoments,
  momentTerms,
  readMoments,
} from "./group_moments.ts";
import { MOST_PLAYERS, subsetFits } from "./subset_fits.ts";

/** Whose share of R² is wanted. */
export interface FitSharesSpec {
  /** The players: each a column or several, whose share is given as one. */
  readonly blocks: readonly ColumnBlock[];
  /**
   * Names of blocks that come together, e.g. by level: pupil, family, class, school,
   * municipality. @default {every block by itself}
   */
  readonly coalitions?: Readonly<Record<string, readonly string[]>>;
  /** Name of a column that is 1 for the people it is about. @default {everyone} */
  readonly where?: string;
}

/** Covariances of the columns and, last, of the scores. */
function covarianceOf(
  { cross, columns: p, withScores, scoreSquare }: GroupMoments,
): Float64Array {
  const weight = cross[0]!, covariance = new Float64Array(p * p);
  const meanScore = withScores[0]! / weight, last = p - 1;
  for (let i = 1; i < p; i++) {
    const mean = cross[i]! / weight;
    for (let j = 1; j < p; j++) {
      covariance[(i - 1) * p + j - 1] = cross[i * p + j]! / weight -
        mean * cross[j]! / weight;
    }
    const withScore = withScores[i]! / weight - mean * meanScore;
    covariance[(i - 1) * p + last] = withScore;
    covariance[last * p + i - 1] = withScore;
  }
  covariance[last * p + last] = scoreSquare / weight - meanScore * meanScore;
  return covariance;
}

/** Numbers of the blocks of each coalition. */
function numbersOf(
  { blocks, coalitions }: FitSharesSpec,
): readonly (readonly number[])[] | null {
  if (coalitions === undefined) return null;
  return Object.entries(coalitions).map(([coalition, names]) =>
    names.map((name) => {
      const found = blocks.findIndex((block) => block.name === name);
      if (found < 0) {
        throw new RangeError(
          `Cannot share out R²: "${name}" of "${coalition}" is none of ${
            blocks.map((block) => block.name).join(", ")
          }`,
        );
      }
      return found;
    })
  );
}

/**
 * Shares out R² between blocks of columns, by Shapley or, where blocks come together in
 * coalitions, by Owen, exactly over all subsets, as a function of weighted sums.
 *
 * Its numbers are R², each block's share, and each coalition's; shares sum to R². They
 * say what goes with scores, not what would change them.
 *
 * @throws {RangeError} If there are no columns, one occurs twice, there are too many
 * blocks, or coalitions do not hold every block once.
 */
export function fitSharesStatistic(spec: FitSharesSpec): ReplicateStatistic {
  const { blocks, coalitions = {}, where } = spec;
  checkBlocks(blocks);
  const names = columnsOf(blocks), numbers = numbersOf(spec);
  const sizes = blocks.map(({ columns }) => columns.length);
  if (blocks.length > MOST_PLAYERS) {
    throw new RangeError(
      `Cannot share out R²: found ${blocks.length} blocks, allowed are 1 to ${MOST_PLAYERS}`,
    );
  }
  if (numbers) owenShares(new Float64Array(1 << blocks.length), numbers);
  const labels = [
    ...blocks.map(({ name }) => name),
    ...Object.keys(coalitions),
  ];
  return {
    ...(where === undefined ? {} : { where }),
    outputs: [
      { label: "R²", unit: "r2", bounds: [0, 1] },
      ...labels.map((label): StatisticOutput => ({ label, unit: "r2" })),
    ],
    terms: momentTerms(names, where),
    percentiles: [],
    evaluate: (sums, out) => {
      const moments = readMoments(sums, 0, { columns: names.length + 1 });
      const worth = subsetFits(covarianceOf(moments), sizes);
      const shares = numbers
        ? owenShares(worth, numbers)
        : shapleyShares(worth);
      out[0] = worth.at(-1)!;
      out.set(shares, 1);
      numbers?.forEach((members, c) => {
        out[1 + blocks.length + c] = members.reduce(
          (total, b) => total + shares[b]!,
          0,
        );
      });
    },
  };
}
