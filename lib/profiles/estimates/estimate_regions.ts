import { jackknifeFromSums } from "#lib/inference/mod.ts";
import {
  clusterCounts,
  peopleBehind,
  peopleIn,
  totalCounts,
} from "./counts.ts";
import { type EstimateRow, NO_CHANGE } from "../estimate_table.ts";
import { linkPart, NO_LINK } from "./link_part.ts";
import { fromJackknife, resultRow } from "./result_row.ts";
import type { ScaleInput } from "../scale_input.ts";
import {
  CHANGE_STATISTICS,
  type Statistic,
  SUM_STATISTICS,
} from "../statistics.ts";
import {
  clusterSums,
  statisticCount,
  SUMS_PER_WAVE,
  sumStatistics,
  wavePairs,
} from "./sums.ts";

/**
 * All standard statistics of the programme and of each municipality, with the
 * schools as clusters: a school is left out of all waves at once, so that the
 * same schools and pupils recurring makes changes more certain, as it should.
 * The programme's schools are stratified by municipality.
 */
export function estimateRegions(input: ScaleInput): EstimateRow[] {
  const clusters = input.schools, waves = input.waves;
  const people = { ...input.people, cluster: input.school };
  const sums = clusterSums(people, { clusters, waves });
  const counts = clusterCounts(people, { clusters, waves });
  const rows: EstimateRow[] = [];
  for (let region = 0; region <= input.municipalities; region++) {
    const members = schoolsOf(input, region, counts);
    const sub = selectClusters(sums, members, {
      draws: people.points.length,
      clusters,
      width: waves * SUMS_PER_WAVE,
    });
    rows.push(...regionRows(input, { region, members, sums: sub, counts }));
  }
  return rows;
}

interface Region {
  /** 0 the programme, else 1 + municipality. */
  readonly region: number;
  /** Schools with answers. */
  readonly members: Int32Array;
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

function regionRows(input: ScaleInput, region: Region): EstimateRow[] {
  const { waves } = input;
  const total = totalCounts(region.counts, region.members, waves);
  const draws = input.people.points.length;
  const result = region.members.length < 2 ? null : jackknifeFromSums({
    draws,
    clusters: region.members.length,
    width: waves * SUMS_PER_WAVE,
    sums: region.sums,
    strata: Int32Array.from(
      region.members,
      (s) => input.municipalityOfSchool[s]!,
    ),
    sizes: Float64Array.from(
      region.members,
      (s) => peopleIn(region.counts, s, waves),
    ),
    statistics: sumStatistics(waves),
    count: statisticCount(waves),
  });
  const row = (
    statistic: Statistic,
    [wave, to]: readonly [number, number],
    k: number,
  ): EstimateRow => {
    const levelOf = (w: number): number =>
      result?.[w * SUM_STATISTICS.length + SUM_STATISTICS.indexOf(statistic)]
        ?.value ?? NaN;
    const behind = (to === NO_CHANGE ? [wave] : [wave, to])
      .map((w) => peopleBehind(total, w, statistic));
    return resultRow({
      unit: region.region,
      scale: input.scaleIndex,
      wave,
      to,
      statistic,
      n: behind.reduce((sum, b) => sum + b.n, 0),
      dropped: behind.reduce((sum, b) => sum + b.dropped, 0),
    }, {
      result: result
        ? fromJackknife(
          result[k]!,
          draws,
          to === NO_CHANGE ? NO_LINK : linkPart(input.link, {
            statistic,
            from: wave,
            to,
            level: (levelOf(wave) + levelOf(to)) / 2,
          }),
        )
        : null,
      smallest: Math.min(...behind.map((b) => b.smallest)),
    });
  };
  const rows: EstimateRow[] = [];
  for (let w = 0; w < waves; w++) {
    SUM_STATISTICS.forEach((s, i) =>
      rows.push(row(s, [w, NO_CHANGE], w * SUM_STATISTICS.length + i))
    );
  }
  wavePairs(waves).forEach(([from, to], p) =>
    CHANGE_STATISTICS.forEach((s, i) =>
      rows.push(
        row(
          s,
          [from, to],
          waves * SUM_STATISTICS.length + p * CHANGE_STATISTICS.length + i,
        ),
      )
    )
  );
  return rows;
}

function schoolsOf(
  input: ScaleInput,
  region: number,
  counts: Int32Array,
): Int32Array {
  const width = counts.length / input.schools;
  const members: number[] = [];
  for (let s = 0; s < input.schools; s++) {
    if (region > 0 && input.municipalityOfSchool[s] !== region - 1) continue;
    if (counts.subarray(s * width, (s + 1) * width).some((n) => n > 0)) {
      members.push(s);
    }
  }
  return Int32Array.from(members);
}

function selectClusters(
  sums: Float64Array,
  members: Int32Array,
  { draws, clusters, width }: {
    readonly draws: number;
    readonly clusters: number;
    readonly width: number;
  },
): Float64Array {
  const sub = new Float64Array(draws * members.length * width);
  for (let d = 0; d < draws; d++) {
    members.forEach((s, i) => {
      const from = (d * clusters + s) * width;
      sub.set(
        sums.subarray(from, from + width),
        (d * members.length + i) * width,
      );
    });
  }
  return sub;
}
