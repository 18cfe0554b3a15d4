import {
  combinedDegreesOfFreedom,
  jackknifeFromSums,
  type JackknifeStatistic,
  type JackknifeStatus,
  poolNestedImputations,
  poolPlausibleValues,
} from "#lib/inference/mod.ts";
import {
  type BackgroundPeople,
  backgroundSumsInPlace,
} from "./background_sums.ts";
import { gradientCount, gradientStatistics } from "./gradient_measures.ts";
import { BACKGROUND_WIDTH } from "./layout.ts";

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

/** One number of one unit, before its label. */
export interface GradientNumber {
  /** Whether it has a value and an uncertainty. */
  readonly status: JackknifeStatus;
  /** Mean over all draws. */
  readonly value: number;
  /** Variances by source, squared units; NaN unless the status is "ok". */
  readonly variance: {
    /** Schools being draws. */
    readonly sampling: number;
    /** Scores being drawn. */
    readonly measurement: number;
    /** Background being imputed. */
    readonly missing: number;
  };
  /** Of the sum of the three. */
  readonly degreesOfFreedom: number;
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
    for (const background of columns) {
      backgroundSumsInPlace(sums, people, {
        draw: { points: score, background },
        sizes: { schools, waves },
      });
      members.forEach((own, u) =>
        results[u]![draw]!.push(jackknife(input, { sums, own, sizes }))
      );
    }
  });
  return results.map(poolUnit);
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

/** @param draws Per plausible value, per imputation: all statistics. */
function poolUnit(
  draws: readonly (readonly JackknifeStatistic[][])[],
): GradientNumber[] {
  const count = draws[0]?.[0]?.length ?? 0;
  return Array.from(
    { length: count },
    (_, s) => pool(draws.map((ofDraw) => ofDraw.map((one) => one[s]!))),
  );
}

function pool(
  nests: readonly (readonly JackknifeStatistic[])[],
): GradientNumber {
  const all = nests.flat();
  const value = all.reduce((sum, one) => sum + one.value / all.length, 0);
  const wrong = all.find(({ status }) => status !== "ok");
  if (wrong) {
    return {
      status: Number.isFinite(value) ? "no-uncertainty" : "no-value",
      value,
      variance: { sampling: NaN, measurement: NaN, missing: NaN },
      degreesOfFreedom: NaN,
    };
  }
  const complete = all.reduce(
    (sum, one) => sum + one.degreesOfFreedom / all.length,
    0,
  );
  const variance = nests[0]!.length > 1
    ? poolCompleted(nests)
    : poolObserved(all);
  const degreesOfFreedom = combine(variance, {
    complete,
    draws: nests.length,
    imputations: nests[0]!.length,
  });
  const { sampling, measurement, missing } = variance;
  return {
    status: "ok",
    value,
    variance: { sampling, measurement, missing },
    degreesOfFreedom,
  };
}

type Variances = GradientNumber["variance"] & {
  /** Between plausible values, before it is told from imputation. */
  readonly outer: number;
  /** Within plausible values. */
  readonly inner: number;
};

function poolObserved(all: readonly JackknifeStatistic[]): Variances {
  const sampling = all.reduce((sum, one) => sum + one.sampling, 0) / all.length;
  if (all.length < 2) {
    return { sampling, measurement: 0, missing: 0, outer: 0, inner: 0 };
  }
  const { between } = poolPlausibleValues(
    all.map((one) => one.value),
    all.map((one) => one.sampling),
  );
  const measurement = (1 + 1 / all.length) * between;
  return { sampling, measurement, missing: 0, outer: measurement, inner: 0 };
}

function poolCompleted(
  nests: readonly (readonly JackknifeStatistic[])[],
): Variances {
  if (nests.length < 2) {
    // One score, several completions: all that varies is the completion.
    const { sampling, measurement } = poolObserved(nests[0]!);
    return {
      sampling,
      measurement: 0,
      missing: measurement,
      outer: 0,
      inner: measurement,
    };
  }
  const nested = poolNestedImputations(
    nests.map((nest) => nest.map((one) => one.value)),
    nests.map((nest) => nest.map((one) => one.sampling)),
  );
  const { sampling, missing: ofScores, measurement: ofBackground } =
    nested.variance;
  return {
    sampling,
    measurement: ofScores,
    missing: ofBackground,
    outer: (1 + 1 / nests.length) * nested.betweenNests,
    inner: (1 - 1 / nests[0]!.length) * nested.withinNests,
  };
}

/** T² / Σ (v² / df) over sampling, the spread of nests and that within them. */
function combine(
  { sampling, outer, inner }: Variances,
  { complete, draws, imputations }: {
    readonly complete: number;
    readonly draws: number;
    readonly imputations: number;
  },
): number {
  if (!(inner > 0)) {
    return combinedDegreesOfFreedom({
      within: sampling,
      between: outer / (1 + 1 / draws),
      draws,
      completeDegreesOfFreedom: complete,
    });
  }
  const total = sampling + outer + inner;
  return total * total / (
    sampling * sampling / complete +
    (draws > 1 ? outer * outer / (draws - 1) : 0) +
    inner * inner / (draws * (imputations - 1))
  );
}
