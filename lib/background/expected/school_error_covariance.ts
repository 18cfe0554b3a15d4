/** One wave's pupils and what is left of their scores; arrays of length n. */
export interface WaveResiduals {
  /** Points, one array per plausible value. */
  readonly residuals: readonly ArrayLike<number>[];
  /** Number of the pupil, the same in all waves. */
  readonly person: ArrayLike<number>;
  /** 0 or more. */
  readonly weight: ArrayLike<number>;
  /** 0 … schools − 1. */
  readonly school: ArrayLike<number>;
  /** Number of schools. */
  readonly schools: number;
}

/**
 * How much of the chance in a school's mean is the same in two waves because some of
 * its pupils are: what a pupil has beyond background lasts, and cancels in a change.
 *
 * With c the mean product of both waves' residuals, each from its school's mean, over
 * the pupils who are at the same school in both, the covariance is c Σ w w′ / (W W′),
 * the sum over those of the school. Pooled over all schools, as the variance is.
 *
 * @returns One covariance per school, points², mean over the draws; 0 where nobody is
 * in both waves.
 */
export function schoolErrorCovariance(
  from: WaveResiduals,
  to: WaveResiduals,
): Float64Array {
  const { schools } = from;
  const both = sameSchool(from, to);
  const shared = new Float64Array(schools);
  let total = 0;
  for (const [i, j] of both) {
    const product = from.weight[i]! * to.weight[j]!;
    shared[from.school[i]!]! += product;
    total += product;
  }
  const early = schoolWeights(from), late = schoolWeights(to);
  let covariance = 0;
  from.residuals.forEach((residual, d) => {
    const a = centred(residual, from, early);
    const b = centred(to.residuals[d]!, to, late);
    for (const [i, j] of both) {
      covariance += from.weight[i]! * to.weight[j]! * a[i]! * b[j]! / total /
        from.residuals.length;
    }
  });
  return shared.map((sum, s) =>
    sum === 0 ? 0 : covariance * sum / (early[s]! * late[s]!)
  );
}

/** Rows in both waves of pupils who are at the same school in both. */
function sameSchool(
  from: WaveResiduals,
  to: WaveResiduals,
): readonly (readonly [i: number, j: number])[] {
  const rowOf = new Map<number, number>();
  for (let i = 0; i < from.person.length; i++) rowOf.set(from.person[i]!, i);
  const rows: [number, number][] = [];
  for (let j = 0; j < to.person.length; j++) {
    const i = rowOf.get(to.person[j]!);
    if (i !== undefined && from.school[i] === to.school[j]) rows.push([i, j]);
  }
  return rows;
}

function schoolWeights(
  { weight, school, schools }: WaveResiduals,
): Float64Array {
  const sum = new Float64Array(schools);
  for (let i = 0; i < weight.length; i++) sum[school[i]!]! += weight[i]!;
  return sum;
}

/** Residuals minus the mean of their school. */
function centred(
  residual: ArrayLike<number>,
  { weight, school, schools }: WaveResiduals,
  weights: Float64Array,
): Float64Array {
  const sum = new Float64Array(schools);
  for (let i = 0; i < residual.length; i++) {
    sum[school[i]!]! += weight[i]! * residual[i]!;
  }
  return Float64Array.from(
    residual,
    (e, i) => e - sum[school[i]!]! / weights[school[i]!]!,
  );
}
