/** Pupils with a score after the draw. */
export interface PupilScores {
  /** One score per pupil. */
  readonly scores: ArrayLike<number>;
  /** Weight of each pupil, above 0. */
  readonly weights: ArrayLike<number>;
  /** Number of each pupil's school. */
  readonly school: ArrayLike<number>;
}

/** Options for {@linkcode trimmedMeans}. */
export interface TrimmingOptions {
  /** 1 for drawn schools, 0 for the others, per school. */
  readonly treated: ArrayLike<number>;
  /** Share of the asked pupils of drawn schools who answered, 0–1. */
  readonly rateDrawn: number;
  /** The same in the other schools. */
  readonly rateOthers: number;
}

/** Means of schools once the group that answered more has been cut to the other's rate. */
export interface TrimmedMeans {
  /** Group that was cut; null if both answered alike. */
  readonly trimmed: "drawn" | "others" | null;
  /** Share of its answers that was cut. */
  readonly share: number;
  /** Means under which the effect is as low as the lost answers allow. */
  readonly lowest: Float64Array;
  /** Means under which it is as high as they allow. */
  readonly highest: Float64Array;
}

/** Weight kept of each pupil when a share of a group's weight is cut, first pupils first. */
function keptWeights(
  weights: ArrayLike<number>,
  order: readonly number[],
  share: number,
): Float64Array {
  const kept = Float64Array.from(weights);
  let left = share * order.reduce((total, i) => total + weights[i]!, 0);
  for (const i of order) {
    const cut = Math.min(left, kept[i]!);
    kept[i]! -= cut;
    left -= cut;
    if (left <= 0) break;
  }
  return kept;
}

function schoolMeans(
  { scores, school }: PupilScores,
  weights: Float64Array,
  schools: number,
): Float64Array {
  const sum = new Float64Array(schools), weight = new Float64Array(schools);
  weights.forEach((w, i) => {
    sum[school[i]!]! += w * scores[i]!;
    weight[school[i]!]! += w;
  });
  return sum.map((s, k) => {
    if (weight[k]! > 0) return s / weight[k]!;
    throw new RangeError(
      `Cannot trim the scores: nothing is left of school ${k}, both groups must have answered more alike`,
    );
  });
}

/**
 * Bounds what pupils who did not answer may have done to the effect.
 *
 * In the group that answered more, the share by which its rate exceeds the other's is
 * cut from the top, then from the bottom, of its scores. If being drawn made pupils
 * answer in one direction only, the effect on those who always answer lies between the
 * effects of the two.
 *
 * @throws {RangeError} If a rate is not above 0 and at most 1, or a school loses all pupils.
 * @see Lee (2009), Review of Economic Studies 76, 1071–1102.
 */
export function trimmedMeans(
  pupils: PupilScores,
  { treated, rateDrawn, rateOthers }: TrimmingOptions,
): TrimmedMeans {
  for (const rate of [rateDrawn, rateOthers]) {
    if (!(rate > 0 && rate <= 1)) {
      throw new RangeError(
        `Cannot trim the scores: response rate ${rate} is not above 0 and at most 1`,
      );
    }
  }
  const trimmed = rateDrawn > rateOthers
    ? "drawn"
    : rateOthers > rateDrawn
    ? "others"
    : null;
  const share = Math.abs(rateDrawn - rateOthers) /
    Math.max(rateDrawn, rateOthers);
  const mark = trimmed === "drawn" ? 1 : 0;
  const { scores, weights, school } = pupils;
  const rising = Array.from(scores, (_, i) => i)
    .filter((i) => treated[school[i]!] === mark)
    .sort((i, j) => scores[i]! - scores[j]!);
  const without = (order: readonly number[]) =>
    schoolMeans(pupils, keptWeights(weights, order, share), treated.length);
  const lower = without(rising), upper = without(rising.toReversed());
  return trimmed === "others"
    ? { trimmed, share, lowest: lower, highest: upper }
    : { trimmed, share, lowest: upper, highest: lower };
}
