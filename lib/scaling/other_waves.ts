/** Who is scored, when and where; all arrays have one element per scored person. */
export interface ScoredInWave {
  /** Provisional score, e.g. EAP in θ units. */
  readonly score: ArrayLike<number>;
  readonly wave: ArrayLike<number>;
  /** Pseudonymous person, the same number in all waves. */
  readonly person: ArrayLike<number>;
  readonly school: ArrayLike<number>;
}

/** Provisional scores in the other waves, centred within waves; 0 where there are none. */
export interface OtherWaves {
  /** Mean of the same person's scores in other waves. */
  readonly person: Float64Array;
  /** Mean of the school's scores in other waves. */
  readonly school: Float64Array;
}

/**
 * What the other waves say of each person and school, as auxiliary variables of
 * the conditioning model: without them plausible values of two waves are less
 * alike than the persons are, and every change looks less certain than it is.
 *
 * @param waves Number of waves.
 */
export function otherWaves(
  { score, wave, person, school }: ScoredInWave,
  waves: number,
): OtherWaves {
  const centred = centreWithin(score, wave, waves);
  const ofPerson = meanElsewhere(centred, wave, { unit: person, waves });
  const ofSchool = meanElsewhere(centred, wave, { unit: school, waves });
  return { person: ofPerson, school: ofSchool };
}

function centreWithin(
  score: ArrayLike<number>,
  wave: ArrayLike<number>,
  waves: number,
): Float64Array {
  const sum = new Float64Array(waves), n = new Float64Array(waves);
  for (let p = 0; p < score.length; p++) {
    sum[wave[p]!]! += score[p]!;
    n[wave[p]!]! += 1;
  }
  const centred = new Float64Array(score.length);
  for (let p = 0; p < centred.length; p++) {
    centred[p] = score[p]! - sum[wave[p]!]! / n[wave[p]!]!;
  }
  return centred;
}

/** Mean over a unit's scores in all waves but the person's own. */
function meanElsewhere(
  score: Float64Array,
  wave: ArrayLike<number>,
  { unit, waves }: { readonly unit: ArrayLike<number>; readonly waves: number },
): Float64Array {
  let units = 0;
  for (let p = 0; p < unit.length; p++) units = Math.max(units, unit[p]! + 1);
  const sum = new Float64Array(units * waves),
    n = new Float64Array(units * waves);
  for (let p = 0; p < score.length; p++) {
    if (unit[p]! < 0) continue;
    sum[unit[p]! * waves + wave[p]!]! += score[p]!;
    n[unit[p]! * waves + wave[p]!]! += 1;
  }
  const means = new Float64Array(score.length);
  for (let p = 0; p < means.length; p++) {
    if (unit[p]! < 0) continue;
    let total = 0, others = 0;
    for (let w = 0; w < waves; w++) {
      const cell = unit[p]! * waves + w;
      if (w === wave[p] || n[cell] === 0) continue;
      total += sum[cell]! / n[cell]!;
      others++;
    }
    if (others > 0) means[p] = total / others;
  }
  return means;
}
