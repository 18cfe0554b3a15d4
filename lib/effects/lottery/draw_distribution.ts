import type { DrawSet } from "./draw_set.ts";
import { drawStatistics, WIDTH } from "./draw_statistics.ts";
import { recordedDraw, type StatisticKind } from "./extreme_polynomials.ts";
import { type LotteryOutcome, prepareOutcome } from "./lottery_outcome.ts";

/** How the difference between the groups falls over all possible draws. */
export interface DrawDistribution {
  /** Limits of the bins in the unit of the outcome, multiples of a round width, one more than counts. */
  readonly edges: ArrayLike<number>;
  /** Draws from each edge up to the next, that one not included. */
  readonly counts: ArrayLike<number>;
  /** Difference of the recorded draw. */
  readonly observed: number;
}

/** Options for {@linkcode drawDistribution}. */
export interface DrawDistributionOptions {
  /** Bins wanted; round widths make it a few less, or one more. @default {30} */
  readonly bins?: number;
  /**
   * "plain" counts differences. "studentised" counts each draw's difference over its
   * own standard error, times that of the recorded draw: in the same unit, and as far
   * out as that test finds it. @default {"plain"}
   */
  readonly kind?: StatisticKind;
}

/** A difference closer than this to an edge, in widths, lies on it. */
const ROUNDING = 1e-9;

/** The smallest of 1, 2, 5, 10, 20, … and their tenths that is not below. */
function roundWidth(smallest: number): number {
  if (smallest === 0) return 1;
  let unit = 1;
  while (unit > smallest) unit /= 10;
  while (unit * 10 <= smallest) unit *= 10;
  return [1, 2, 5].map((step) => step * unit)
    .find((width) => width >= smallest) ?? 10 * unit;
}

function differences(
  outcome: LotteryOutcome,
  draws: DrawSet,
  kind: StatisticKind,
): Float64Array {
  const statistics = drawStatistics(prepareOutcome(outcome, draws), draws);
  const { values, recorded, size } = statistics;
  const variance = values[WIDTH * recorded + 2]!;
  if (kind === "studentised" && !(recordedDraw(statistics).variance > 0)) {
    throw new RangeError(
      "Cannot count draws: the recorded draw has no standard error, count plain differences",
    );
  }
  return Float64Array.from({ length: size }, (_, z) => {
    const a = values[WIDTH * z]!;
    return kind === "plain" || a === 0
      ? a
      : a * Math.sqrt(variance / values[WIDTH * z + 2]!);
  });
}

/**
 * Counts the draws by the difference they would have shown if the programme did
 * nothing: the distribution that the p-value of `randomisationTest` is read from.
 *
 * The difference is that of the (residual) means, drawn minus others.
 *
 * @throws {RangeError} If `bins` is not at least 1, there is no standard error for
 * "studentised", and as `randomisationTest`.
 */
export function drawDistribution(
  outcome: LotteryOutcome,
  draws: DrawSet,
  { bins = 30, kind = "plain" }: DrawDistributionOptions = {},
): DrawDistribution {
  if (!(bins >= 1)) {
    throw new RangeError(
      `Cannot count draws: found ${bins} bins, at least 1 is needed`,
    );
  }
  const difference = differences(outcome, draws, kind);
  let low = Infinity, high = -Infinity;
  for (let z = 0; z < difference.length; z++) {
    low = Math.min(low, difference[z]!);
    high = Math.max(high, difference[z]!);
  }
  const width = roundWidth((high - low) / bins);
  const binOf = (value: number) => Math.floor(value / width + ROUNDING);
  const first = binOf(low);
  const counts = new Float64Array(binOf(high) - first + 1);
  for (let z = 0; z < difference.length; z++) {
    counts[binOf(difference[z]!) - first]!++;
  }
  return {
    edges: Float64Array.from(
      { length: counts.length + 1 },
      (_, i) => (first + i) * width,
    ),
    counts,
    observed: difference[draws.recorded]!,
  };
}
