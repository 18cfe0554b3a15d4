import {
  combinedDegreesOfFreedom,
  type JackknifeStatistic,
  type JackknifeStatus,
  poolNestedImputations,
  poolPlausibleValues,
} from "#lib/inference/mod.ts";

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
 * Pools the numbers of one unit over plausible values, and over completions of the
 * background within each: see `poolNestedImputations`, whose nests are the plausible
 * values here, so that its "missing" part is that of the scores.
 *
 * @param draws Per plausible value, per completion: all numbers.
 */
export function poolGradients(
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
