import type { ClusterSums } from "#lib/inference/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { MOMENTS, type StatisticsBlock } from "./statistics_block.ts";

/** The people of the golden file as sums per school, two draws, without strata. */
export function goldenSums(block: StatisticsBlock = MOMENTS): ClusterSums {
  const { school, weight, x, score } = golden.jackknife;
  const clusters = Math.max(...school);
  const sums = new Float64Array(2 * clusters * block.width);
  score.forEach((scores, draw) => {
    const people = scores.map((value, i) => ({
      weight: weight[i]!,
      score: value,
      background: x[i]!,
    }));
    for (let j = 0; j < clusters; j++) {
      const offset = (draw * clusters + j) * block.width;
      const own = people.filter((_, i) => school[i] === j + 1);
      block.addSchoolInPlace(sums, offset, own);
    }
  });
  return {
    draws: 2,
    clusters,
    width: block.width,
    sums,
    strata: null,
    count: block.count,
    statistics: block.statistics,
  };
}

/** Stratum of each school of the golden file. */
export function goldenStrata(): number[] {
  const { school, stratum } = golden.jackknife;
  const strata: number[] = [];
  school.forEach((one, i) => strata[one - 1] = stratum[i]!);
  return strata;
}
