/** Numbers of players put together, e.g. of pupil, family, class, school, municipality. */
export type Coalitions = readonly (readonly number[])[];

function bitsOf(subset: number): number {
  let count = 0;
  for (let rest = subset; rest > 0; rest &= rest - 1) count++;
  return count;
}

/** For a set of n: probability that exactly the given k others come before one. */
function orderWeights(n: number): Float64Array {
  const weights = new Float64Array(n);
  let ways = 1;
  for (let k = 0; k < n; k++) {
    weights[k] = 1 / (n * ways);
    ways *= (n - 1 - k) / (k + 1);
  }
  return weights;
}

/**
 * Shapley's shares: what each player adds, on average over all orders in which they can
 * come (of R²: the measure of Lindeman, Merenda and Gold).
 *
 * @param worth Of every subset, length 2^n; player j is in subset s when bit j is 1.
 * @returns Length n; they sum to the worth of all less that of nobody.
 * @see Shorrocks (2013), Journal of Economic Inequality 11, 99–126.
 */
export function shapleyShares(worth: Float64Array): Float64Array {
  const n = Math.round(bitsOf(worth.length - 1));
  const weights = orderWeights(n);
  const sizes = Uint8Array.from(worth, (_, s) => bitsOf(s));
  const shares = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const own = 1 << j;
    for (let s = 0; s < worth.length; s++) {
      if (s & own) continue;
      shares[j]! += weights[sizes[s]!]! * (worth[s | own]! - worth[s]!);
    }
  }
  return shares;
}

/** Every subset of the given players, as a number, with the players in it counted. */
function subsetsOf(
  players: readonly number[],
): readonly { readonly subset: number; readonly count: number }[] {
  return Array.from({ length: 1 << players.length }, (_, choice) => {
    let subset = 0;
    players.forEach((player, k) => {
      if (choice & (1 << k)) subset |= 1 << player;
    });
    return { subset, count: bitsOf(choice) };
  });
}

/**
 * Owen's shares: as Shapley's, over those orders only in which the players of a
 * coalition come together; a coalition's shares then sum to what it gets as one player.
 *
 * @param worth As for {@linkcode shapleyShares}.
 * @param coalitions Every player once.
 * @throws {RangeError} If a player is in no coalition or in two.
 * @see Owen (1977), in Henn and Moeschlin (eds.), Mathematical Economics and Game
 * Theory, 76–88.
 */
export function owenShares(
  worth: Float64Array,
  coalitions: Coalitions,
): Float64Array {
  const n = bitsOf(worth.length - 1);
  const players = coalitions.flat();
  if (players.length !== n || new Set(players).size !== n) {
    throw new RangeError(
      `Cannot share out between coalitions: found players ${
        players.join(", ")
      }, expected each of 0 to ${n - 1} once`,
    );
  }
  const masks = coalitions.map((one) =>
    one.reduce((mask, player) => mask | (1 << player), 0)
  );
  const outer = orderWeights(coalitions.length);
  const shares = new Float64Array(n);
  coalitions.forEach((coalition, own) => {
    const others = masks.filter((_, c) => c !== own);
    const inner = orderWeights(coalition.length);
    for (let choice = 0; choice < 1 << others.length; choice++) {
      let before = 0;
      others.forEach((mask, c) => {
        if (choice & (1 << c)) before |= mask;
      });
      const weight = outer[bitsOf(choice)]!;
      for (const player of coalition) {
        const rest = coalition.filter((one) => one !== player);
        for (const { subset, count } of subsetsOf(rest)) {
          const s = before | subset;
          shares[player]! += weight * inner[count]! *
            (worth[s | (1 << player)]! - worth[s]!);
        }
      }
    }
  });
  return shares;
}
