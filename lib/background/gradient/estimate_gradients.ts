import {
  jackknifeFromSums,
  type JackknifeStatistic,
} from "#lib/inference/mod.ts";
import {
  type BackgroundPeople,
  backgroundSumsInPlace,
} from "./background_sums.ts";
import { gradientCount, gradientStatistics } from "./gradient_measures.ts";
import { BACKGROUND_WIDTH } from "./layout.ts";
import { type GradientNumber, poolGradients } from "./pool_gradients.ts";

/** Which completion of the background it is. */
export interface CompletionPlace {
  /** Number of the plausible value. */
  readonly draw: number;
  /** Number of the completion within it. */
  readonly imputation: number;
}

/** What {@linkcode estimateGradients} computes the measures from. */
export interface GradientInput {
  /** Pupils of all schools and waves. */
  readonly people: BackgroundPeople;
  /** Plausible values, points. */
  readonly points: readonly ArrayLike<number>[];
  /**
   * Index of social background for a plausible value: one column as observed, or
   * several completed ones. As many for every plausible value.
   */
  readonly background: (draw: number) => readonly ArrayLike<number>[];
  /**
   * Education groups that go with a completed index, where unknown ones are completed
   * too. @default {those of the people}
   */
  readonly education?: (
    background: ArrayLike<number>,
    place: CompletionPlace,
  ) => ArrayLike<number>;
  /** Number of waves. */
  readonly waves: number;
  /** Earlier and later wave of each change. */
  readonly pairs: readonly (readonly [from: number, to: number])[];
  /** Number of schools. */
  readonly schools: number;
  /** Stratum of each school. */
  readonly stratum: ArrayLike<number>;
  /** The schools of each unit; schools without pupils may be among them. */
  readonly units: readonly Int32Array[];
}

/**
 * Computes all measures of social background with their uncertainty, for several units
 * of schools at once.
 *
 * Everything follows from sums per school and wave: they are made once per plausible
 * value (and imputation), then every school of a unit is left out of all its waves in
 * turn, so quarters and ranks are cut anew each time.
 *
 * @returns Per unit the numbers of `gradientStatistics`, in its order; a unit of fewer
 * than two schools with pupils has status "no-uncertainty" or "no-value".
 */
export function estimateGradients(input: GradientInput): GradientNumber[][] {
  const { points, people, waves, schools, units } = input;
  const width = waves * BACKGROUND_WIDTH;
  const sums = new Float64Array(schools * width);
  const sizes = schoolSizes(people, schools);
  const members = units.map((unit) => unit.filter((s) => sizes[s]! > 0));
  const results: JackknifeStatistic[][][][] = units.map(() => []);
  points.forEach((score, draw) => {
    const columns = input.background(draw);
    results.forEach((ofUnit) => ofUnit.push([]));
    for (const [imputation, background] of columns.entries()) {
      const education = input.education?.(background, { draw, imputation }) ??
        people.education;
      backgroundSumsInPlace(sums, { ...people, education }, {
        draw: { points: score, background },
        sizes: { schools, waves },
      });
      members.forEach((own, u) =>
        results[u]![draw]!.push(jackknife(input, { sums, own, sizes }))
      );
    }
  });
  return results.map(poolGradients);
}

/** Pupils of each school over all waves. */
function schoolSizes(
  { school }: BackgroundPeople,
  schools: number,
): Float64Array {
  const sizes = new Float64Array(schools);
  for (let i = 0; i < school.length; i++) {
    if (school[i]! >= 0) sizes[school[i]!]!++;
  }
  return sizes;
}

function jackknife(
  { waves, pairs, stratum }: GradientInput,
  { sums, own, sizes }: {
    readonly sums: Float64Array;
    readonly own: Int32Array;
    readonly sizes: Float64Array;
  },
): JackknifeStatistic[] {
  const width = waves * BACKGROUND_WIDTH;
  const count = gradientCount({ waves, pairs });
  if (own.length === 0) return Array.from({ length: count }, () => NOBODY);
  const ofOwn = new Float64Array(own.length * width);
  own.forEach((s, i) =>
    ofOwn.set(sums.subarray(s * width, (s + 1) * width), i * width)
  );
  return [...jackknifeFromSums({
    draws: 1,
    clusters: own.length,
    width,
    sums: ofOwn,
    strata: Int32Array.from(own, (s) => stratum[s]!),
    sizes: Float64Array.from(own, (s) => sizes[s]!),
    statistics: gradientStatistics({ waves, pairs }),
    count,
  })];
}

const NOBODY: JackknifeStatistic = {
  status: "no-value",
  value: NaN,
  sampling: NaN,
  between: NaN,
  degreesOfFreedom: NaN,
  clusters: 0,
};
