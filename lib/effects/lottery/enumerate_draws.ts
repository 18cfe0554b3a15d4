/** Schools of one stratum and how many of them are drawn. */
export interface StratumDraw {
  /** Numbers of the schools. */
  readonly members: readonly number[];
  /** Schools drawn, 1 to members − 1. */
  readonly drawn: number;
}

/**
 * Number of ways to draw some of all: all! / (some! (all − some)!).
 *
 * Exact below 2^53.
 */
export function countDraws(all: number, some: number): number {
  let ways = 1;
  for (let k = 1; k <= some; k++) ways = ways * (all - some + k) / k;
  return Math.round(ways);
}

/** All draws within one stratum, in lexicographic order, as bits over all schools. */
function enumerateStratum(
  { members, drawn }: StratumDraw,
  bytesPerDraw: number,
): Uint8Array {
  const all = members.length;
  const draws = countDraws(all, drawn);
  const bits = new Uint8Array(draws * bytesPerDraw);
  const chosen = Array.from({ length: drawn }, (_, k) => k);
  const current = new Uint8Array(bytesPerDraw);
  const toggle = (k: number) => {
    const school = members[k]!;
    current[school >> 3]! ^= 1 << (school & 7);
  };
  for (const k of chosen) toggle(k);
  for (let draw = 0; draw < draws; draw++) {
    for (let b = 0; b < bytesPerDraw; b++) {
      bits[draw * bytesPerDraw + b] = current[b]!;
    }
    // The next combination: the last that can move moves, those after it follow.
    let last = drawn - 1;
    while (last >= 0 && chosen[last] === all - drawn + last) last--;
    if (last < 0) break;
    for (let k = last; k < drawn; k++) toggle(chosen[k]!);
    chosen[last]!++;
    for (let k = last + 1; k < drawn; k++) chosen[k] = chosen[k - 1]! + 1;
    for (let k = last; k < drawn; k++) toggle(chosen[k]!);
  }
  return bits;
}

/** Every draw of the first set with every draw of the second. */
function combine(
  first: Uint8Array,
  second: Uint8Array,
  bytesPerDraw: number,
): Uint8Array {
  const m = second.length / bytesPerDraw;
  const bits = new Uint8Array(first.length * m);
  for (let a = 0, out = 0; a < first.length; a += bytesPerDraw) {
    for (let b = 0; b < second.length; b += bytesPerDraw) {
      for (let k = 0; k < bytesPerDraw; k++) {
        bits[out++] = first[a + k]! | second[b + k]!;
      }
    }
  }
  return bits;
}

/** Lists every draw of a stratified lottery as bits; one stratum is a plain lottery. */
export function enumerateDraws(
  strata: readonly StratumDraw[],
  bytesPerDraw: number,
): Uint8Array {
  let bits: Uint8Array = new Uint8Array(bytesPerDraw);
  for (const stratum of strata) {
    bits = combine(bits, enumerateStratum(stratum, bytesPerDraw), bytesPerDraw);
  }
  return bits;
}
