import type {
  ReplicateStatistic,
  StatisticOutput,
  WeightedRows,
} from "./replicate_statistic.ts";

/**
 * A function of several statistics, computed replicate by replicate, so that what the
 * statistics have in common is in its variance.
 *
 * @param parts Statistics without rows of their own (see {@linkcode directStatistic}).
 * @param combine Writes the numbers from those of all parts, one after the other.
 * @throws {RangeError} If a part is computed from all rows.
 */
export function combinedStatistic(
  parts: readonly ReplicateStatistic[],
  { outputs, combine }: {
    readonly outputs: readonly StatisticOutput[];
    readonly combine: (values: Float64Array, out: Float64Array) => void;
  },
): ReplicateStatistic {
  if (parts.some(({ direct }) => direct !== undefined)) {
    throw new RangeError(
      "Cannot combine statistics: found one that is computed from all rows, only functions of sums and percentiles are allowed",
    );
  }
  const counts = parts.map(({ outputs }) => outputs.length);
  const values = new Float64Array(counts.reduce((a, b) => a + b, 0));
  const terms = parts.flatMap((part) => part.terms);
  const percentiles = parts.flatMap((part) => part.percentiles);
  return {
    outputs,
    terms,
    percentiles,
    evaluate: (atoms, out, origins) => {
      let sum = 0, percentile = terms.length, at = 0;
      parts.forEach((part, k) => {
        const own = Float64Array.of(
          ...atoms.subarray(sum, sum += part.terms.length),
          ...atoms.subarray(percentile, percentile += part.percentiles.length),
        );
        part.evaluate(own, values.subarray(at, at += counts[k]!), origins);
      });
      combine(values, out);
    },
  };
}

/** The first number of one statistic less that of another, e.g. of two waves. */
export function differenceStatistic(
  minuend: ReplicateStatistic,
  subtrahend: ReplicateStatistic,
): ReplicateStatistic {
  const [a] = minuend.outputs, [b] = subtrahend.outputs;
  const place = minuend.outputs.length;
  return combinedStatistic([minuend, subtrahend], {
    outputs: [{ label: `${a!.label} − ${b!.label}`, unit: a!.unit }],
    combine: (values, out) => {
      out[0] = values[0]! - values[place]!;
    },
  });
}

/**
 * A statistic computed from all rows for every replicate and plausible value; slow, for
 * what is no function of sums and percentiles, e.g. a logistic regression.
 *
 * @param compute Gives one number per output from scores and weights.
 */
export function directStatistic(
  outputs: readonly StatisticOutput[],
  compute: (rows: WeightedRows) => ArrayLike<number>,
): ReplicateStatistic {
  return {
    outputs,
    terms: [],
    percentiles: [],
    evaluate: (atoms, out) => out.set(atoms),
    direct: { count: outputs.length, compute },
  };
}
