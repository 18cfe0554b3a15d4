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
import type { EstimateRow } from "./estimate_table.ts";
import { peopleByUnit } from "./people_by_unit.ts";
import { type LinkPart, linkPart, NO_LINK } from "./link_part.ts";
import { fromJackknife, resultRow } from "./result_row.ts";
import type { ScaleInput } from "./scale_input.ts";

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
  const people = peopleByUnit(input.school, input.schools);
  const rows: EstimateRow[] = [];
  for (let school = 0; school < input.schools; school++) {
    const members = people.order.subarray(
      people.start[school]!,
      people.start[school + 1]!,
    );
    if (members.length === 0) continue;
    const own = ownClusters(input, members);
    rows.push(
      ...schoolRows(input, {
        school,
        unit: firstSchool + school,
        own,
        bySchool,
      }),
    );
  }
  return rows;
}

interface OwnClusters extends ClusterMeans {
  readonly clusters: number;
  /** Wave of each cluster. */
  readonly wave: Uint8Array;
  /** People and clusters per wave. */
  readonly people: Int32Array;
  readonly clustersInWave: Int32Array;
}

function ownClusters(input: ScaleInput, members: Int32Array): OwnClusters {
  const { waves } = input;
  const numberOf = new Map<number, number>();
  const wave: number[] = [];
  const cluster = Int32Array.from(members, (person) => {
    const inClass = input.people.classIndex[person]!;
    const key = inClass >= 0 ? inClass : -1 - person;
    let number = numberOf.get(key);
    if (number === undefined) {
      number = wave.length;
      numberOf.set(key, number);
      wave.push(input.people.wave[person]!);
    }
    return number;
  });
  const means = clusterMeans({
    points: input.people.points.map((p) =>
      Float32Array.from(members, (i) => p[i]!)
    ),
    weight: Float64Array.from(members, (i) => input.people.weight[i]!),
    wave: Uint8Array.from(members, (i) => input.people.wave[i]!),
    cluster,
  }, { clusters: wave.length, waves });
  const people = new Int32Array(waves), clustersInWave = new Int32Array(waves);
  for (const person of members) people[input.people.wave[person]!]!++;
  for (const w of wave) clustersInWave[w]!++;
  return {
    ...means,
    clusters: wave.length,
    wave: Uint8Array.from(wave),
    people,
    clustersInWave,
  };
}

interface School {
  readonly school: number;
  readonly unit: number;
  readonly own: OwnClusters;
  readonly bySchool: ClusterMeans;
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
  { school, own, bySchool }: School,
): readonly JackknifeStatistic[] | null {
  const { waves } = input;
  const draws = input.people.points.length;
  const municipality = input.municipalityOfSchool[school]!;
  const others: number[] = [];
  for (let s = 0; s < input.schools; s++) {
    const isOther = s !== school &&
      input.municipalityOfSchool[s] === municipality;
    const hasPeople = bySchool.counts.subarray(s * waves, (s + 1) * waves).some(
      (n) => n > 0,
    );
    if (isOther && hasPeople) others.push(s);
  }
  const clusters = own.clusters + others.length;
  if (clusters < 2) return null;
  const half = 2 * waves, width = contrastWidth(waves);
  const sums = new Float64Array(draws * clusters * width);
  for (let d = 0; d < draws; d++) {
    for (let c = 0; c < own.clusters; c++) {
      const from = (d * own.clusters + c) * half;
      const at = (d * clusters + c) * width;
      sums.set(own.sums.subarray(from, from + half), at);
      sums.set(own.sums.subarray(from, from + half), at + half);
    }
    others.forEach((s, i) => {
      const from = (d * input.schools + s) * half;
      const at = (d * clusters + own.clusters + i) * width;
      sums.set(bySchool.sums.subarray(from, from + half), at + half);
    });
  }
  const otherSizes = clusterSizes(bySchool.counts, waves);
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
      ...others.map((s) => otherSizes[s]!),
    ],
    statistics: contrastStatistics(waves),
    count: contrastCount(waves),
  });
}
