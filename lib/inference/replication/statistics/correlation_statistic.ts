import { one, score, type Term, variable, within } from "../factor.ts";
import type { GroupOptions } from "./moments.ts";
import type { ReplicateStatistic } from "./replicate_statistic.ts";

/** Options for {@linkcode correlationStatistic}. */
export interface CorrelationOptions extends GroupOptions {
  /** The other column; @default {the scores} */
  readonly with?: string;
}

/**
 * Covariance and correlation of a column with the scores or with another column.
 *
 * Covariance Σw (a − ā)(b − b̄) / Σw; the correlation divides it by both SDs.
 *
 * @param name Column of the data.
 */
export function correlationStatistic(
  name: string,
  { with: other, where }: CorrelationOptions = {},
): ReplicateStatistic {
  const a = variable(name);
  const b = other === undefined ? score : variable(other);
  const g = within(one, where), ga = within(a, where), gb = within(b, where);
  const terms: readonly Term[] = [
    [g, one],
    [g, a],
    [g, b],
    [ga, a],
    [ga, b],
    [gb, b],
  ];
  const label = `${other ?? "score"} and ${name}`;
  return {
    ...(where === undefined ? {} : { where }),
    outputs: [
      // A covariance has no unit of its own; of scores it is counted in points.
      { label: `covariance of ${label}`, unit: "points" },
      {
        label: `correlation of ${label}`,
        unit: "correlation",
        bounds: [-1, 1],
      },
    ],
    terms,
    percentiles: [],
    evaluate: (sums, out) => {
      const [w, sa, sb, saa, sab, sbb] = sums as unknown as readonly number[];
      const meanA = sa! / w!, meanB = sb! / w!;
      const covariance = sab! / w! - meanA * meanB;
      out[0] = covariance;
      out[1] = covariance /
        Math.sqrt((saa! / w! - meanA * meanA) * (sbb! / w! - meanB * meanB));
    },
  };
}
