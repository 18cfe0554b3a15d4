import {
  addPersonInPlace,
  type ClusterSums,
  MOMENT_WIDTH,
  momentStatistics,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };

/** The people of the golden file as sums per school, two draws, without strata. */
export function goldenSums(): ClusterSums {
  const { school, weight, x, score } = golden.jackknife;
  const clusters = Math.max(...school);
  const sums = new Float64Array(2 * clusters * MOMENT_WIDTH);
  score.forEach((scores, draw) => {
    scores.forEach((value, i) => {
      const offset = (draw * clusters + school[i]! - 1) * MOMENT_WIDTH;
      addPersonInPlace(sums, offset, {
        weight: weight[i]!,
        score: value,
        background: x[i]!,
      });
    });
  });
  return {
    draws: 2,
    clusters,
    width: MOMENT_WIDTH,
    sums,
    strata: null,
    count: STATISTIC_COUNT,
    statistics: (values, out) => momentStatistics(values, 0, { out, at: 0 }),
  };
}

/** Stratum of each school of the golden file. */
export function goldenStrata(): number[] {
  const { school, stratum } = golden.jackknife;
  const strata: number[] = [];
  school.forEach((one, i) => strata[one - 1] = stratum[i]!);
  return strata;
}
