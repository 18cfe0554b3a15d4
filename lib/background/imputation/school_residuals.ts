/** How residuals lie by school. */
export interface SchoolResiduals {
  /** Variance between schools, 0 or more. */
  readonly between: number;
  /** Variance within schools. */
  readonly within: number;
  /** Per school: what its residuals say of it, drawn towards 0. */
  readonly mean: ReadonlyMap<number, number>;
  /** Per school: variance that is left of it; `between` for a school without residuals. */
  readonly left: ReadonlyMap<number, number>;
}

/**
 * Splits residuals by school, and shrinks each school's mean by what is known of it.
 *
 * With n_s residuals in school s, the variance between is
 * (Σ n_s r̄_s² − J s²) / (N − Σ n_s² / N), at least 0; school s keeps the part
 * λ = τ² / (τ² + s² / n_s) of its mean, and τ² (1 − λ) of the variance is left.
 *
 * @param residuals One per person.
 * @param school Any number per person.
 */
export function schoolResiduals(
  residuals: Float64Array,
  school: ArrayLike<number>,
): SchoolResiduals {
  const count = new Map<number, number>(), sum = new Map<number, number>();
  let squares = 0;
  residuals.forEach((r, i) => {
    const s = school[i]!;
    count.set(s, (count.get(s) ?? 0) + 1);
    sum.set(s, (sum.get(s) ?? 0) + r);
    squares += r * r;
  });
  const n = residuals.length;
  let ofSchools = 0, sizes = 0;
  for (const [s, size] of count) {
    ofSchools += sum.get(s)! * sum.get(s)! / size;
    sizes += size * size;
  }
  const inSchools = n - count.size;
  const within = inSchools > 0
    ? (squares - ofSchools) / inSchools
    : squares / n;
  const spread = n - sizes / n;
  const between = inSchools > 0 && spread > 0
    ? Math.max(0, (ofSchools - count.size * within) / spread)
    : 0;
  const mean = new Map<number, number>(), left = new Map<number, number>();
  for (const [s, size] of count) {
    const kept = between > 0 ? between / (between + within / size) : 0;
    mean.set(s, kept * sum.get(s)! / size);
    left.set(s, between * (1 - kept));
  }
  return { between, within, mean, left };
}
