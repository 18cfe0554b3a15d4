import {
  type Estimate,
  estimateBetweenVariance,
  makeEstimate,
} from "#lib/inference/mod.ts";

/** Fewest units among which a spread of developments can be estimated. */
const FEWEST_UNITS = 4;

/**
 * Draws the changes of several units, e.g. municipalities, towards their common mean
 * by how little is known of each.
 *
 * The link part of the uncertainty is the same drift of the scale for all units: it is
 * left out when the units are weighed against each other, and belongs to each result
 * again, which it does not move.
 *
 * The spread of developments is itself estimated from few units, and often as 0. With
 * A its variance (REML), V a unit's error variance, k units and their weighted mean,
 * B = (k − 3)/(k − 1) · V/(V + A) is drawn to the mean, and the variance is
 * V (1 − (k − 1)/k · B) + 2/(k − 3) · (V̄ + A)/(V + A) · B² · (distance from the mean)²,
 * V̄ being the mean of V weighted by 1/(V + A).
 *
 * @param changes One per unit; null where a unit has none.
 * @returns In the order given, null where there is no change or fewer than four are.
 * @see Morris (1983), Journal of the American Statistical Association 78, 47–55.
 */
export function shrinkChanges(
  changes: readonly (Estimate | null)[],
): readonly (Estimate | null)[] {
  const known = changes.flatMap((change, unit) =>
    change && ownVariance(change) > 0 ? [{ change, unit }] : []
  );
  const shrunken: (Estimate | null)[] = changes.map(() => null);
  if (known.length < FEWEST_UNITS) return shrunken;
  const posteriors = shrink(known.map(({ change }) => ({
    value: change.value,
    variance: ownVariance(change),
  })));
  known.forEach(({ change, unit }, i) => {
    shrunken[unit] = makeEstimate({
      value: posteriors[i]!.value,
      variance: {
        sampling: posteriors[i]!.variance,
        link: change.variance.link,
      },
      degreesOfFreedom: change.degreesOfFreedom,
      n: change.n,
      dropped: change.dropped,
      unit: change.unit,
      method: "empirical Bayes over the units",
    });
  });
  return shrunken;
}

/** A number with its variance. */
interface Known {
  readonly value: number;
  readonly variance: number;
}

function shrink(units: readonly Known[]): readonly Known[] {
  const k = units.length;
  const { variance: spread, mean } = estimateBetweenVariance(
    units.map(({ value }) => value),
    units.map(({ variance }) => Math.sqrt(variance)),
  );
  let weights = 0, weighted = 0;
  for (const { variance } of units) {
    weights += 1 / (variance + spread);
    weighted += variance / (variance + spread);
  }
  const usual = weighted / weights;
  return units.map(({ value, variance }) => {
    const drawn = (k - 3) / (k - 1) * variance / (variance + spread);
    const distance = value - mean;
    const doubt = 2 / (k - 3) * (usual + spread) / (variance + spread);
    return {
      value: value - drawn * distance,
      variance: variance * (1 - (k - 1) / k * drawn) +
        doubt * drawn * drawn * distance * distance,
    };
  });
}

/** Everything but the drift of the scale, which all units share. */
function ownVariance({ variance }: Estimate): number {
  return variance.sampling + variance.measurement + variance.missing;
}
