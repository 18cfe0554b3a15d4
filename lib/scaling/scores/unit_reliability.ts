/** How well the mean of a unit (class, school) tells units apart. */
export interface UnitReliability {
  /** Units with at least one score. */
  readonly units: number;
  /** Persons with a score. */
  readonly persons: number;
  /** Variance between units, 0 or more. */
  readonly between: number;
  /** Variance within units, measurement error included. */
  readonly within: number;
  /** between / (between + within): the reliability of one person as a measure of the unit. */
  readonly intraclassCorrelation: number;
  /** between / (between + within / typical size): the reliability of a typical unit's mean. */
  readonly reliability: number;
  /** The size that makes the estimate unbiased; a little below the mean size. */
  readonly typicalSize: number;
  /** Reliability of each unit's mean at its own size; 0 for a unit without scores. */
  readonly byUnit: Float64Array;
}

/**
 * Reliability of the means of units, from one-way analysis of variance.
 *
 * With mean squares MSB and MSW and typical size n₀ = (N − Σ n² / N) / (J − 1), the
 * variance between is max(0, (MSB − MSW) / n₀). Given scores of single persons
 * (WLE), the variance within holds their measurement error as well; that is the
 * error a unit's mean really has.
 *
 * @param scores One per person; NaN is left out.
 * @param unit Unit of each person from 0; −1 is left out.
 * @throws {RangeError} If there are fewer than two units, no unit with two persons,
 * or no variance.
 * @see Searle, Casella & McCulloch (1992), Variance Components, ch. 3.
 */
export function unitReliability(
  scores: ArrayLike<number>,
  unit: ArrayLike<number>,
): UnitReliability {
  const { size, mean, persons, grand } = unitMeans(scores, unit);
  const units = size.filter((n) => n > 0).length;
  let withinSquares = 0;
  for (let p = 0; p < scores.length; p++) {
    if (!(unit[p]! >= 0 && Number.isFinite(scores[p]!))) continue;
    const distance = scores[p]! - mean[unit[p]!]!;
    withinSquares += distance * distance;
  }
  let betweenSquares = 0;
  let sizes = 0;
  for (let j = 0; j < size.length; j++) {
    const distance = size[j]! > 0 ? mean[j]! - grand : 0;
    betweenSquares += size[j]! * distance * distance;
    sizes += size[j]! * size[j]!;
  }
  if (!(units >= 2 && persons > units && withinSquares + betweenSquares > 0)) {
    throw new RangeError(
      `Cannot compute the reliability of unit means: ${units} units with ${persons} scores, expected at least two units, more scores than units, and scores that differ`,
    );
  }
  const within = withinSquares / (persons - units);
  const typicalSize = (persons - sizes / persons) / (units - 1);
  const between = Math.max(
    0,
    (betweenSquares / (units - 1) - within) / typicalSize,
  );
  return {
    units,
    persons,
    between,
    within,
    typicalSize,
    intraclassCorrelation: between / (between + within),
    reliability: between / (between + within / typicalSize),
    byUnit: size.map((n) => n > 0 ? between / (between + within / n) : 0),
  };
}

interface UnitMeans {
  readonly size: Float64Array;
  readonly mean: Float64Array;
  readonly persons: number;
  readonly grand: number;
}

function unitMeans(
  scores: ArrayLike<number>,
  unit: ArrayLike<number>,
): UnitMeans {
  let units = 0;
  for (let p = 0; p < scores.length; p++) units = Math.max(units, unit[p]! + 1);
  const size = new Float64Array(units);
  const mean = new Float64Array(units);
  let persons = 0;
  let grand = 0;
  for (let p = 0; p < scores.length; p++) {
    if (!(unit[p]! >= 0 && Number.isFinite(scores[p]!))) continue;
    const j = unit[p]!;
    size[j]! += 1;
    persons += 1;
    // Running means: no sum of large numbers is subtracted from another.
    mean[j]! += (scores[p]! - mean[j]!) / size[j]!;
    grand += (scores[p]! - grand) / persons;
  }
  return { size, mean, persons, grand };
}
