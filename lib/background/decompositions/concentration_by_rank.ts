import {
  type Estimate,
  estimatesByRow,
  type NoEstimate,
  type ReplicateData,
} from "#lib/inference/mod.ts";
import {
  checkConcentration,
  type ConcentrationIndex,
  concentrationOf,
  type OutcomeScale,
  rankMoments,
  unitOfConcentration,
  weightRanks,
} from "./concentration.ts";
import {
  fractionalRanks,
  type RankOrder,
  rankOrder,
} from "./fractional_rank.ts";

/** Whose outcomes are ranked by what, and how their unevenness is counted. */
export interface ConcentrationSpec {
  /** Name of the column that people are ranked by, low first. */
  readonly rankBy: string;
  /** Which index. */
  readonly index: ConcentrationIndex;
  /** What the numbers of the outcome mean. */
  readonly scale: OutcomeScale;
  /** Name of the outcome's column. @default {the scores} */
  readonly outcome?: string;
  /**
   * Names of columns that are 1 for the people of a group, e.g. two waves; people are
   * ranked within their group. @default {everyone is one group}
   */
  readonly groups?: readonly string[];
}

/** An index in each group, and its changes. */
export interface Concentration {
  /** In each group, in order. */
  readonly groups: readonly (Estimate | NoEstimate)[];
  /** From each group to the next: later less earlier, with what they have in common in its error. */
  readonly changes: readonly (Estimate | NoEstimate)[];
}

/** A group's rows, ordered, and its scores in that order. */
interface RankedGroup {
  readonly rows: Uint32Array;
  readonly order: RankOrder;
}

function columnNamed({ columns = {} }: ReplicateData, name: string) {
  const column = columns[name];
  if (column === undefined) {
    throw new RangeError(
      `Cannot compute a concentration index: found no column "${name}", allowed are ${
        Object.keys(columns).join(", ")
      }`,
    );
  }
  return column;
}

/** Rows are put in the order of rank once, so that later passes read them one after another. */
function rankedGroup(
  rankBy: ArrayLike<number>,
  member: ArrayLike<number> | null,
): RankedGroup {
  const own = Uint32Array.from(
    { length: rankBy.length },
    (_, i) => i,
  ).filter((i) => member === null || member[i] === 1);
  const { order, starts } = rankOrder(
    Float64Array.from(own, (i) => rankBy[i]!),
  );
  return {
    rows: order.map((k) => own[k]!),
    order: { order: Uint32Array.from(order, (_, k) => k), starts },
  };
}

function pick(column: ArrayLike<number>, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) picked[k] = column[rows[k]!]!;
  return picked;
}

/**
 * Concentration of scores, or of another outcome, over the ranks by background, with
 * plausible values and replicates; ranks are computed anew in every replicate.
 *
 * @throws {RangeError} If the index means nothing on the outcome's scale, or a column is
 * absent or has missing values.
 * @see Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77, 87–103.
 */
export function concentrationByRank(
  data: ReplicateData,
  { rankBy, index, scale, outcome, groups: names }: ConcentrationSpec,
): Concentration {
  checkConcentration(index, scale);
  const ranking = columnNamed(data, rankBy);
  const groups = names === undefined
    ? [rankedGroup(ranking, null)]
    : names.map((name) => rankedGroup(ranking, columnNamed(data, name)));
  const fixed = outcome === undefined ? null : columnNamed(data, outcome);
  const outcomes = groups.map(({ rows }) =>
    fixed
      ? data.values.map(() => pick(fixed, rows))
      : data.values.map((scores) => pick(scores, rows))
  );
  const unit = unitOfConcentration(index);
  const label = (name: string) => ({ label: `${index} index ${name}`, unit });
  const labels = names ?? ["of everyone"];
  const found = estimatesByRow({
    outputs: [...labels, ...labels.slice(1).map((name) => `change to ${name}`)]
      .map(label),
    n: groups.reduce((total, { rows }) => total + rows.length, 0),
    prepare: (weights) => {
      const ranked = groups.map(({ rows, order }) => {
        const own = pick(weights, rows);
        return weightRanks(fractionalRanks(order, own), own);
      });
      return (_, draw) => {
        const values = ranked.map((ranks, g) =>
          concentrationOf(
            rankMoments(outcomes[g]![draw]!, ranks, { index }),
            { index, scale },
          )
        );
        return [
          ...values,
          ...values.slice(1).map((value, g) => value - values[g]!),
        ];
      };
    },
  }, data).map(({ estimate }) => estimate);
  return {
    groups: found.slice(0, groups.length),
    changes: found.slice(groups.length),
  };
}
