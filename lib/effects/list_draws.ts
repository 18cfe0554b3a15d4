import {
  type DrawStatistics,
  drawStatistics,
  residualise,
} from "./draw_statistics.ts";
import { type Lottery, type LotteryData, toLottery } from "./lottery.ts";

/** A lottery with the statistics of all its draws, for several questions at once. */
export interface ListedDraws {
  /** The checked data. */
  readonly lottery: Lottery;
  /** One value per draw, 24 bytes for each of them in all. */
  readonly statistics: DrawStatistics;
}

/**
 * Lists all draws that could have been made, with the difference that each would
 * have shown if the programme did nothing.
 *
 * Listing is most of the work; a caller with more than one question lists once and
 * hands the list to each of {@linkcode randomisationTest},
 * {@linkcode adjustOverOutcomes} and {@linkcode drawDistribution}.
 *
 * @param data Schools, or draws listed before, which are given back.
 * @throws {RangeError} If lengths differ, values are missing, the baseline is
 * dependent or decides the draw, or there are more than 50 million draws.
 */
export function listDraws(data: LotteryData | ListedDraws): ListedDraws {
  if ("statistics" in data) return data;
  const lottery = toLottery(data);
  return { lottery, statistics: drawStatistics(lottery, residualise(lottery)) };
}
