import { jackknifeFromSums } from "#lib/inference/mod.ts";
import { clusterMeans, clusterSizes } from "./cluster_means.ts";
import {
  contrastCount,
  contrastSlots,
  contrastStatistics,
  contrastWidth,
} from "./contrasts.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { fromJackknife, resultRow } from "./result_row.ts";
import type { ScaleInput } from "../scale_input.ts";

/**
 * Each municipality against the whole programme, per wave and in change, with
 * all schools as clusters: the municipality is part of the programme, and the
 * jackknife drops a school from both at once.
 */
export function estimateContrasts(input: ScaleInput): EstimateRow[] {
  const { schools: clusters, waves } = input;
  const { sums, counts } = clusterMeans(
    { ...input.people, cluster: input.school },
    { clusters, waves },
  );
  const draws = input.people.points.length;
  const own = 2 * waves, width = contrastWidth(waves);
  const strata = Int32Array.from(input.municipalityOfSchool);
  const sizes = clusterSizes(counts, waves);
  const rows: EstimateRow[] = [];
  for (let m = 0; m < input.municipalities; m++) {
    const both = new Float64Array(draws * clusters * width);
    const people = new Int32Array(waves);
    for (let c = 0; c < draws * clusters; c++) {
      const inside = input.municipalityOfSchool[c % clusters] === m;
      const from = sums.subarray(c * own, (c + 1) * own);
      if (inside) both.set(from, c * width);
      both.set(from, c * width + own);
      if (inside && c < clusters) {
        for (let w = 0; w < waves; w++) people[w]! += counts[c * waves + w]!;
      }
    }
    const result = jackknifeFromSums({
      draws,
      clusters,
      width,
      sums: both,
      strata,
      sizes,
      statistics: contrastStatistics(waves),
      count: contrastCount(waves),
    });
    for (const { kind, wave, to, k } of contrastSlots(waves)) {
      if (kind === "mean") continue;
      const behind = to < 0 ? [people[wave]!] : [people[wave]!, people[to]!];
      rows.push(resultRow({
        unit: 1 + m,
        scale: input.scaleIndex,
        wave,
        to,
        statistic: "versus-programme",
        n: behind.reduce((a, b) => a + b),
        dropped: 0,
      }, {
        result: fromJackknife(result[k]!, draws),
        smallest: Math.min(...behind),
      }));
    }
  }
  return rows;
}
