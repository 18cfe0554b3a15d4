import {
  jackknifeFromSums,
  type JackknifeStatistic,
} from "#lib/inference/mod.ts";
import {
  type ClusterMeans,
  clusterMeans,
  clusterSizes,
} from "./cluster_means.ts";
import {
  contrastCount,
  contrastSlots,
  contrastStatistics,
  contrastWidth,
} from "./contrasts.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { peopleByUnit } from "./people_by_unit.ts";
import { type LinkPart, linkPart, NO_LINK } from "./link_part.ts";
import { fromJackknife, resultRow } from "./result_row.ts";
import type { ScaleInput } from "../scale_input.ts";

/**
 * Means and changes of every school, and their difference from the
 * municipality. The school is given, its classes are draws: classes (persons
 * where there are no classes) are the clusters, stratified by wave; the other
 * schools of the municipality are the clusters of the comparison.
 */
export function estimateSchools(
  input: ScaleInput,
  firstSchool: number,
): EstimateRow[] {
  if (input.lowestLevel === "municipality") return [];
  const bySchool = clusterMeans(
    { ...input.people, cluster: input.school },
    { clusters: input.schools, waves: input.waves },
  );
  const schoolSizes = clusterSizes(bySchool.counts, input.waves);
  const own = clustersWithin(input);
  const rows: EstimateRow[] = [];
  for (let school = 0; school < input.schools; school++) {
    if (own.start[school] === own.start[school + 1]) continue;
    rows.push(
      ...schoolRows(input, {
        school,
        unit: firstSchool + school,
        own: ownClusters(input, own, school),
        bySchool,
        schoolSizes,
      }),
    );
  }
  return rows;
}

/** Classes, and persons without a class, of all schools: school s has those from start[s] to start[s + 1]. */
interface ClustersWithin extends ClusterMeans {
  readonly start: Int32Array;
  /** Wave of each cluster. */
  readonly wave: Uint8Array;
}

/** Numbers the clusters school by school, in the order of their first persons, and adds up. */
function clustersWithin(input: ScaleInput): ClustersWithin {
  const { schools, waves, classes } = input;
  const { classIndex, wave: waveOf } = input.people;
  const people = peopleByUnit(input.school, schools);
  const ofClass = new Int32Array(classes).fill(-1);
  const cluster = new Int32Array(classIndex.length).fill(-1);
  const start = new Int32Array(schools + 1);
  const wave: number[] = [];
  for (let school = 0; school < schools; school++) {
    for (let i = people.start[school]!; i < people.start[school + 1]!; i++) {
      const person = people.order[i]!, own = classIndex[person]!;
      let number = own < 0 ? -1 : ofClass[own]!;
      if (number < start[school]!) {
        number = wave.length;
        wave.push(waveOf[person]!);
        if (own >= 0) ofClass[own] = number;
      }
      cluster[person] = number;
    }
    start[school + 1] = wave.length;
  }
  const means = clusterMeans({ ...input.people, cluster }, {
    clusters: wave.length,
    waves,
  });
  return { ...means, start, wave: Uint8Array.from(wave) };
}

interface OwnClusters extends ClusterMeans {
  readonly clusters: number;
  /** Wave of each cluster. */
  readonly wave: Uint8Array;
  /** People and clusters per wave. */
  readonly people: Int32Array;
  readonly clustersInWave: Int32Array;
}

/** The clusters of one school. */
function ownClusters(
  input: ScaleInput,
  { start, wave, sums, counts }: ClustersWithin,
  school: number,
): OwnClusters {
  const { waves } = input, width = 2 * waves;
  const draws = input.people.points.length;
  const from = start[school]!, to = start[school + 1]!;
  const clusters = to - from;
  const own = new Float64Array(draws * clusters * width);
  for (let d = 0; d < draws; d++) {
    const first = (d * wave.length + from) * width;
    own.set(
      sums.subarray(first, first + clusters * width),
      d * clusters * width,
    );
  }
  const ownCounts = counts.subarray(from * waves, to * waves);
  const people = new Int32Array(waves), clustersInWave = new Int32Array(waves);
  ownCounts.forEach((n, i) => people[i % waves]! += n);
  for (let c = from; c < to; c++) clustersInWave[wave[c]!]!++;
  return {
    sums: own,
    counts: ownCounts,
    clusters,
    wave: wave.subarray(from, to),
    people,
    clustersInWave,
  };
}

interface School {
  readonly school: number;
  readonly unit: number;
  readonly own: OwnClusters;
  readonly bySchool: ClusterMeans;
  /** People of each school over all waves. */
  readonly schoolSizes: Float64Array;
}

function schoolRows(input: ScaleInput, school: School): EstimateRow[] {
  const { waves } = input, { own } = school;
  const draws = input.people.points.length;
  const result = contrastResult(input, school);
  const linkOf = (kind: string, from: number, to: number): LinkPart =>
    kind === "mean" && to >= 0
      ? linkPart(input.link, { statistic: "mean", from, to, level: NaN })
      : NO_LINK;
  return contrastSlots(waves).map(({ kind, wave, to, k }) => {
    const used = to < 0 ? [wave] : [wave, to];
    const people = used.map((w) => own.people[w]!);
    // One class cannot tell how much classes differ.
    const isLone = used.some((w) => own.clustersInWave[w]! === 1);
    return resultRow({
      unit: school.unit,
      scale: input.scaleIndex,
      wave,
      to,
      statistic: kind === "mean" ? "mean" : "versus-municipality",
      n: people.reduce((a, b) => a + b),
      dropped: 0,
    }, {
      result: isLone || result === null
        ? null
        : fromJackknife(result[k]!, draws, linkOf(kind, wave, to)),
      smallest: Math.min(...people),
    });
  });
}

function contrastResult(
  input: ScaleInput,
  { school, own, bySchool, schoolSizes }: School,
): readonly JackknifeStatistic[] | null {
  const { waves } = input;
  const draws = input.people.points.length;
  const municipality = input.municipalityOfSchool[school]!;
  const others: number[] = [];
  for (let s = 0; s < input.schools; s++) {
    const isOther = s !== school &&
      input.municipalityOfSchool[s] === municipality;
    if (isOther && schoolSizes[s]! > 0) others.push(s);
  }
  const clusters = own.clusters + others.length;
  if (clusters < 2) return null;
  const half = 2 * waves, width = contrastWidth(waves);
  const sums = new Float64Array(draws * clusters * width);
  for (let d = 0; d < draws; d++) {
    for (let c = 0; c < own.clusters; c++) {
      const from = (d * own.clusters + c) * half;
      const at = (d * clusters + c) * width;
      for (let k = 0; k < half; k++) {
        sums[at + k] = own.sums[from + k]!;
        sums[at + half + k] = own.sums[from + k]!;
      }
    }
    for (let i = 0; i < others.length; i++) {
      const from = (d * input.schools + others[i]!) * half;
      const at = (d * clusters + own.clusters + i) * width;
      for (let k = 0; k < half; k++) {
        sums[at + half + k] = bySchool.sums[from + k]!;
      }
    }
  }
  // A lone class joins the other schools: its wave's numbers are hidden above.
  const strata = new Int32Array(clusters).fill(waves);
  own.wave.forEach((w, c) => {
    if (own.clustersInWave[w]! > 1) strata[c] = w;
  });
  return jackknifeFromSums({
    draws,
    clusters,
    width,
    sums,
    strata,
    sizes: [
      ...clusterSizes(own.counts, waves),
      ...others.map((s) => schoolSizes[s]!),
    ],
    statistics: contrastStatistics(waves),
    count: contrastCount(waves),
  });
}
