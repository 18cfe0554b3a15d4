import {
  changeSlot,
  PUPIL_STATISTICS,
  type PupilLayout,
  pupilLayout,
  pupilsBehind,
  pupilSlot,
  pupilStatistics,
} from "#lib/effects/mod.ts";
import { jackknifeFromSums, SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { linkPart, NO_LINK } from "./link_part.ts";
import { fromJackknife, hiddenRow, resultRow } from "./result_row.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "./sums.ts";

/**
 * Changes of the same grades, of the same year groups and of the same pupils, for
 * the programme and each municipality, with the schools as clusters over all waves
 * at once.
 *
 * A pupil counts as followed where the same municipality has answers from two waves,
 * and belongs there to the school of the earlier wave; a change of one pupil counts
 * by the mean of the pupil's weights. Groups that are not about pupils have no rows.
 */
export function estimatePupils(input: ScaleInput): EstimateRow[] {
  if (input.grades === null) return [];
  const { years } = input;
  const layout = pupilLayout({
    waves: input.waves,
    grades: input.grades,
    pairs: wavePairs(input.waves).map(([from, to]) => ({
      from,
      to,
      gap: years[to]! - years[from]!,
    })),
  });
  const places = placesOf(input, layout);
  const sums = pupilSums(input, layout, places);
  const counts = countPupils(input, layout, places);
  const rows: EstimateRow[] = [];
  for (let region = 0; region <= input.municipalities; region++) {
    rows.push(...regionRows(input, { region, layout, sums, counts }));
  }
  return rows;
}

/** Where each scored person's sums go. */
interface Places {
  /** Position in the sums of the person's school; −1 without a known grade. */
  readonly slot: Int32Array;
  /** Per pair of waves: numbers of the scored person in the earlier and later wave. */
  readonly pairs: readonly {
    readonly first: Int32Array;
    readonly second: Int32Array;
  }[];
}

function placesOf(input: ScaleInput, layout: PupilLayout): Places {
  const { person, grade, school, waves, municipalityOfSchool: place } = input;
  const { wave } = input.people;
  const n = person.length;
  const people = person.reduce((a, b) => Math.max(a, b), -1) + 1;
  const at = new Int32Array(people * waves).fill(-1);
  for (let i = 0; i < n; i++) at[person[i]! * waves + wave[i]!] = i;
  const inWave = (i: number, w: number): number => {
    const other = at[person[i]! * waves + w]!;
    const isHere = other >= 0 && place[school[other]!] === place[school[i]!];
    return isHere ? other : -1;
  };
  const slot = Int32Array.from({ length: n }, (_, i) => {
    let present = 0;
    for (let w = 0; w < waves; w++) {
      if (inWave(i, w) >= 0) present |= 1 << w;
    }
    return pupilSlot(layout, grade[i]!, { wave: wave[i]!, present });
  });
  const pairs = layout.pairs.map(({ from, to }) => {
    const first: number[] = [], second: number[] = [];
    for (let i = 0; i < n; i++) {
      const later = wave[i] === from ? inWave(i, to) : -1;
      if (later < 0) continue;
      first.push(i);
      second.push(later);
    }
    return { first: Int32Array.from(first), second: Int32Array.from(second) };
  });
  return { slot, pairs };
}

/** Sums per draw and school. */
function pupilSums(
  { people: { points, weight }, school, schools }: ScaleInput,
  layout: PupilLayout,
  { slot, pairs }: Places,
): Float64Array {
  const { width } = layout;
  const sums = new Float64Array(points.length * schools * width);
  const place = slot.map((at, i) => at < 0 ? -1 : school[i]! * width + at);
  points.forEach((score, draw) => {
    const offset = draw * schools * width;
    for (let i = 0; i < place.length; i++) {
      if (place[i]! < 0) continue;
      const k = offset + place[i]!;
      sums[k]! += weight[i]!;
      sums[k + 1]! += weight[i]! * (score[i]! - SCORE_ORIGIN);
    }
    pairs.forEach(({ first, second }, p) => {
      const change = offset + changeSlot(layout, p);
      for (let j = 0; j < first.length; j++) {
        const a = first[j]!, b = second[j]!;
        const own = (weight[a]! + weight[b]!) / 2;
        const k = change + school[a]! * width;
        sums[k]! += own;
        sums[k + 1]! += own * (score[b]! - score[a]!);
      }
    });
  });
  return sums;
}

/** Unweighted numbers of pupils per school, in the places of the weights. */
function countPupils(
  { school, schools }: ScaleInput,
  layout: PupilLayout,
  { slot, pairs }: Places,
): Float64Array {
  const { width } = layout;
  const counts = new Float64Array(schools * width);
  slot.forEach((at, i) => {
    if (at >= 0) counts[school[i]! * width + at]!++;
  });
  pairs.forEach(({ first }, p) => {
    for (const i of first) {
      counts[school[i]! * width + changeSlot(layout, p)]!++;
    }
  });
  return counts;
}

interface Region {
  /** 0 the programme, else 1 + municipality. */
  readonly region: number;
  readonly layout: PupilLayout;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

function regionRows(
  input: ScaleInput,
  { region, layout, sums, counts }: Region,
): EstimateRow[] {
  const { width } = layout;
  const draws = input.people.points.length;
  const total = new Float64Array(width);
  const members: number[] = [], sizes: number[] = [];
  for (let s = 0; s < input.schools; s++) {
    if (region > 0 && input.municipalityOfSchool[s] !== region - 1) continue;
    const own = counts.subarray(s * width, (s + 1) * width);
    const size = peopleIn(own, layout);
    if (size === 0) continue;
    members.push(s);
    sizes.push(size);
    own.forEach((n, k) => total[k]! += n);
  }
  const result = members.length < 2 ? null : jackknifeFromSums({
    draws,
    clusters: members.length,
    width,
    sums: membersOf(sums, members, { schools: input.schools, width, draws }),
    strata: members.map((s) => input.municipalityOfSchool[s]!),
    sizes,
    statistics: pupilStatistics(layout),
    count: layout.pairs.length * PUPIL_STATISTICS.length,
  });
  const behind = pupilsBehind(layout, total);
  return layout.pairs.flatMap(({ from, to }, p) =>
    PUPIL_STATISTICS.map((statistic, i): EstimateRow => {
      const k = p * PUPIL_STATISTICS.length + i;
      const { n, smallest } = behind[k]!;
      const label = {
        unit: region,
        scale: input.scaleIndex,
        wave: from,
        to,
        statistic,
        n,
        dropped: 0,
      };
      if (result?.[k]?.status === "no-value" && smallest > 0) {
        return hiddenRow(label, "no-answers");
      }
      const link = statistic.startsWith("followed-versus")
        ? NO_LINK
        : linkPart(input.link, { statistic, from, to, level: NaN });
      return resultRow(label, {
        result: result ? fromJackknife(result[k]!, draws, link) : null,
        smallest,
      });
    })
  );
}

/** Pupils of a school over all waves and grades. */
function peopleIn(counts: Float64Array, layout: PupilLayout): number {
  let people = 0;
  const end = changeSlot(layout, 0);
  for (let k = 0; k < end; k += 2) people += counts[k]!;
  return people;
}

function membersOf(
  sums: Float64Array,
  members: readonly number[],
  { schools, width, draws }: {
    readonly schools: number;
    readonly width: number;
    readonly draws: number;
  },
): Float64Array {
  const own = new Float64Array(draws * members.length * width);
  for (let d = 0; d < draws; d++) {
    members.forEach((s, i) => {
      const from = (d * schools + s) * width;
      own.set(
        sums.subarray(from, from + width),
        (d * members.length + i) * width,
      );
    });
  }
  return own;
}
