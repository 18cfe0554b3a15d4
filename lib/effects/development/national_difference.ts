import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";

/** A mean of the whole country with its standard error. */
export interface CountryMean {
  /** Points. */
  readonly mean: number;
  /** Points. */
  readonly standardError: number;
  /** Whether it lies on the very scale of the programme, item drift included. */
  readonly sameScale: boolean;
}

/**
 * A unit's change minus the country's change over the same years.
 *
 * The country's two means are taken as independent of each other and of the unit. The
 * link part of the change stays unless both of the country's means lie on the
 * programme's own scale: only then does drift of the items move both alike and cancel.
 * The country's standard errors are stated as known: by Satterthwaite, the degrees of
 * freedom are those of the unit's change times (all variance / the unit's)².
 *
 * @param change Of the unit, points.
 */
export function nationalDifference(
  change: Estimate,
  { from, to }: { readonly from: CountryMean; readonly to: CountryMean },
): Estimate {
  const country = from.standardError * from.standardError +
    to.standardError * to.standardError;
  const cancels = from.sameScale && to.sameScale;
  const { sampling, measurement, missing } = change.variance;
  const link = cancels ? 0 : change.variance.link;
  const own = sampling + measurement + missing + link;
  const added = own > 0 ? 1 + country / own : 1;
  return makeEstimate({
    value: change.value - (to.mean - from.mean),
    variance: { sampling: sampling + country, measurement, missing, link },
    degreesOfFreedom: change.degreesOfFreedom * added * added,
    n: change.n,
    dropped: change.dropped,
    unit: change.unit,
    method: `${change.method}, minus the country's change`,
  });
}
