import {
  empiricalBayes,
  type Estimate,
  makeEstimate,
} from "#lib/inference/mod.ts";

/** Fewest units among which a spread of developments can be estimated. */
const FEWEST_UNITS = 3;

/**
 * Draws the changes of several units, e.g. municipalities, towards their common mean
 * by how little is known of each.
 *
 * The link part of the uncertainty is the same drift of the scale for all units: it is
 * left out when the units are weighed against each other, and belongs to each result
 * again, which it does not move.
 *
 * @param changes One per unit; null where a unit has none.
 * @returns In the order given, null where there is no change or fewer than three are.
 */
export function shrinkChanges(
  changes: readonly (Estimate | null)[],
): readonly (Estimate | null)[] {
  const known = changes.flatMap((change, unit) =>
    change && ownVariance(change) > 0 ? [{ change, unit }] : []
  );
  const shrunken: (Estimate | null)[] = changes.map(() => null);
  if (known.length < FEWEST_UNITS) return shrunken;
  const { means, standardDeviations } = empiricalBayes(
    known.map(({ change }) => change.value),
    known.map(({ change }) => Math.sqrt(ownVariance(change))),
  );
  known.forEach(({ change, unit }, i) => {
    shrunken[unit] = makeEstimate({
      value: means[i]!,
      variance: {
        sampling: standardDeviations[i]! * standardDeviations[i]!,
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

/** Everything but the drift of the scale, which all units share. */
function ownVariance({ variance }: Estimate): number {
  return variance.sampling + variance.measurement + variance.missing;
}
