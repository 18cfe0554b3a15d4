/** Most players whose 2^p subsets are gone through. */
export const MOST_PLAYERS = 18;

/** What is left of a column by those before it, relative, that counts as nothing. */
const NOTHING_LEFT = 1e-12;

/** A step on the way through the subsets: what is left when some columns are taken out. */
interface Left {
  /** Covariances of the remaining columns and, last, of the scores; size × size by rows. */
  readonly matrix: Float64Array;
  readonly size: number;
}

/** Takes the first column out: what it explains of the others is subtracted. */
function pivot({ matrix, size }: Left, least: number): Left {
  const next = size - 1;
  const rest = new Float64Array(next * next);
  const diagonal = matrix[0]!;
  const usable = diagonal > least;
  for (let i = 0; i < next; i++) {
    const share = usable ? matrix[(i + 1) * size]! / diagonal : 0;
    for (let j = 0; j <= i; j++) {
      const value = matrix[(i + 1) * size + j + 1]! -
        share * matrix[(j + 1) * size]!;
      rest[i * next + j] = value;
      rest[j * next + i] = value;
    }
  }
  return { matrix: rest, size: next };
}

/** Leaves the first column aside. */
function skip({ matrix, size }: Left, count: number): Left {
  const next = size - count;
  const rest = new Float64Array(next * next);
  for (let i = 0; i < next; i++) {
    const from = (i + count) * size + count;
    rest.set(matrix.subarray(from, from + next), i * next);
  }
  return { matrix: rest, size: next };
}

/**
 * R² of the regressions of the scores on every subset of players, a player being one
 * column or several.
 *
 * Columns are swept out of the covariance matrix one after the other; subsets that begin
 * alike share the beginning, so that each costs little more than one small sweep. A
 * column that follows from those before it explains nothing more.
 *
 * @param covariance Of all columns in the order of the players and, last, of the scores;
 * by rows.
 * @param sizes Number of columns of each player.
 * @returns Length 2^players; player j belongs to subset number s when bit j of s is 1.
 * @throws {RangeError} If there are more than {@linkcode MOST_PLAYERS} players.
 * @see Goodnight (1979), The American Statistician 33, 149–158.
 */
export function subsetFits(
  covariance: Float64Array,
  sizes: readonly number[],
): Float64Array {
  const players = sizes.length;
  if (!(players >= 1 && players <= MOST_PLAYERS)) {
    throw new RangeError(
      `Cannot share out R²: found ${players} players, allowed are 1 to ${MOST_PLAYERS}; put columns together`,
    );
  }
  const size = sizes.reduce((total, one) => total + one, 1);
  const total = covariance[size * size - 1]!;
  const least = Float64Array.from(
    { length: size },
    (_, j) => NOTHING_LEFT * covariance[j * size + j]!,
  );
  const fits = new Float64Array(1 << players);
  const visit = (player: number, subset: number, left: Left): void => {
    if (player === players) {
      fits[subset] = 1 - left.matrix[0]! / total;
      return;
    }
    const count = sizes[player]!;
    if (left.size === 2) {
      // Half of all subsets end here, so no matrix is made for them.
      const own = left.matrix[0]!, shared = left.matrix[1]!;
      fits[subset] = 1 - left.matrix[3]! / total;
      fits[subset | (1 << player)] = fits[subset]! +
        (own > least[size - 2]! ? shared * shared / own / total : 0);
      return;
    }
    visit(player + 1, subset, skip(left, count));
    let taken = left;
    for (let k = 0; k < count; k++) {
      taken = pivot(taken, least[size - taken.size]!);
    }
    visit(player + 1, subset | (1 << player), taken);
  };
  visit(0, 0, { matrix: covariance, size });
  return fits;
}
