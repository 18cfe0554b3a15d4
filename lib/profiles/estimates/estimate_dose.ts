import { doseResponse, partialR2, robustnessValue } from "#lib/effects/mod.ts";
import { makeEstimate, SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { type ClusterMeans, clusterMeans } from "./cluster_means.ts";
import type { DoseResults } from "../development_types.ts";
import { isTooFew } from "../disclosure.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "./sums.ts";

/** Level of the question how strong a confounder must be to leave nothing certain. */
const ALPHA = 0.05;

/**
 * How the schools' changes on one scale go with how intensely they took part, between
 * each pair of waves over the whole programme.
 *
 * @param scale Id of the scale.
 * @returns Empty where participation is unknown or too few schools can be compared.
 */
export function estimateDose(
  input: ScaleInput,
  scale: string,
): readonly DoseResults[] {
  const { intensity, schools, waves, years } = input;
  if (intensity === null) return [];
  const means = clusterMeans(
    { ...input.people, cluster: input.school },
    { clusters: schools, waves },
  );
  const within = varianceWithin(input, means);
  const draws = input.people.points.length;
  return wavePairs(waves).flatMap(([from, to]): DoseResults[] => {
    const count = (s: number, w: number): number =>
      means.counts[s * waves + w]!;
    const result = doseResponse({
      changes: input.people.points.map((_, draw) =>
        Float64Array.from({ length: schools }, (_, s) => {
          const isFew = isTooFew(Math.min(count(s, from), count(s, to)));
          return isFew
            ? NaN
            : meanOf(means, { draw, s, w: to, schools, waves }) -
              meanOf(means, { draw, s, w: from, schools, waves });
        })
      ),
      errorVariance: Float64Array.from(
        { length: schools },
        (_, s) => within * (1 / count(s, from) + 1 / count(s, to)),
      ),
      intensity,
      stratum: Int32Array.from(input.municipalityOfSchool),
    });
    if (typeof result === "string") return [];
    const slope = makeEstimate({
      value: result.slope,
      variance: {
        sampling: result.sampling,
        measurement: (1 + 1 / draws) * result.between,
      },
      degreesOfFreedom: result.degreesOfFreedom,
      n: result.schools,
      unit: "points",
      method:
        "regression of school changes within municipalities, HC2 with Satterthwaite degrees of freedom, pooled over plausible values",
    });
    const test = {
      t: slope.value / slope.standardError,
      degreesOfFreedom: result.residualDegreesOfFreedom,
    };
    return [{
      scale,
      from: years[from]!,
      to: years[to]!,
      slope,
      schools: result.schools,
      partialR2: partialR2(test),
      robustness: robustnessValue(test),
      robustnessOfSign: robustnessValue(test, { alpha: ALPHA }),
    }];
  });
}

function meanOf(
  { sums }: ClusterMeans,
  { draw, s, w, schools, waves }: {
    readonly draw: number;
    readonly s: number;
    readonly w: number;
    readonly schools: number;
    readonly waves: number;
  },
): number {
  const at = (draw * schools + s) * 2 * waves + 2 * w;
  return sums[at + 1]! / sums[at]!;
}

/** Variance between people of a school in a wave, pooled, of the first draw. */
function varianceWithin(
  { people: { points, wave }, school, schools, waves }: ScaleInput,
  means: ClusterMeans,
): number {
  const score = points[0]!;
  let squares = 0, people = 0;
  const seen = new Set<number>();
  for (let i = 0; i < score.length; i++) {
    const s = school[i]!, w = wave[i]!;
    const mean = meanOf(means, { draw: 0, s, w, schools, waves });
    const deviation = score[i]! - SCORE_ORIGIN - mean;
    squares += deviation * deviation;
    people++;
    seen.add(s * waves + w);
  }
  return squares / Math.max(1, people - seen.size);
}
