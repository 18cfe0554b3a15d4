/** Keys stay exact whole numbers below this. */
const LARGEST_KEY = 9007199254740992;
const SMALLEST_TABLE = 4096;
/** 2^32 / golden ratio, odd: spreads neighbouring keys over the table. */
const SPREAD = 0x9e3779b1;

/** Keys of persons while columns are appended to them. */
export interface KeyState {
  /** Non-negative whole numbers; two persons share one when all columns agree. */
  readonly keys: Float64Array;
  /** Upper bound of the keys, exclusive. */
  readonly span: number;
}

/** Ranks of keys: equal keys share a rank, smaller keys come first. */
export interface RankedKeys {
  readonly ranks: Int32Array;
  /** Number of distinct keys. */
  readonly count: number;
}

/**
 * Appends a digit to every key, so that the order is lexicographic.
 *
 * When the keys grow beyond exact whole numbers they are replaced by their ranks,
 * which keeps their order.
 *
 * @param digits Added to column by column, 0 to base − 1, one per key.
 */
export function appendDigits(
  state: KeyState,
  digits: ArrayLike<number>,
  base: number,
): KeyState {
  let { keys, span } = state;
  if (span * base > LARGEST_KEY) {
    const ranked = rankKeys(state);
    keys = Float64Array.from(ranked.ranks);
    span = ranked.count;
  }
  const next = new Float64Array(keys.length);
  for (let p = 0; p < keys.length; p++) next[p] = keys[p]! * base + digits[p]!;
  return { keys: next, span: span * base };
}

function hashOf(key: number, mask: number): number {
  const high = (key / 4294967296) >>> 0;
  const mixed = Math.imul((key >>> 0) ^ Math.imul(high, 0x85ebca6b), SPREAD);
  return (mixed ^ (mixed >>> 15)) & mask;
}

/** First position of each key among the distinct ones, in order of appearance. */
function numberKeys(
  keys: Float64Array,
): {
  readonly ids: Int32Array;
  readonly distinct: number[];
  readonly table: Int32Array;
} {
  const ids = new Int32Array(keys.length);
  const distinct: number[] = [];
  let size = SMALLEST_TABLE;
  let table = new Int32Array(size).fill(-1);
  for (let p = 0; p < keys.length; p++) {
    const key = keys[p]!;
    let slot = hashOf(key, size - 1);
    while (table[slot]! >= 0 && distinct[table[slot]!] !== key) {
      slot = (slot + 1) & (size - 1);
    }
    if (table[slot]! < 0) {
      table[slot] = distinct.length;
      distinct.push(key);
      if (distinct.length * 2 > size) {
        size *= 4;
        table = rebuildTable(distinct, size);
        slot = hashOf(key, size - 1);
        while (distinct[table[slot]!] !== key) slot = (slot + 1) & (size - 1);
      }
    }
    ids[p] = table[slot]!;
  }
  return { ids, distinct, table };
}

function rebuildTable(
  distinct: readonly number[],
  size: number,
): Int32Array<ArrayBuffer> {
  const table = new Int32Array(size).fill(-1);
  distinct.forEach((key, id) => {
    let slot = hashOf(key, size - 1);
    while (table[slot]! >= 0) slot = (slot + 1) & (size - 1);
    table[slot] = id;
  });
  return table;
}

/** Ranks keys of a short range by marking those that occur. */
function rankByTable(keys: Float64Array, span: number): RankedKeys {
  const rankOf = new Int32Array(span);
  for (let p = 0; p < keys.length; p++) rankOf[keys[p]!] = 1;
  let count = 0;
  for (let key = 0; key < span; key++) {
    if (rankOf[key]! > 0) rankOf[key] = count++;
  }
  const ranks = new Int32Array(keys.length);
  for (let p = 0; p < keys.length; p++) ranks[p] = rankOf[keys[p]!]!;
  return { ranks, count };
}

/**
 * Ranks keys by size, independent of the order in which they come.
 *
 * @param state.keys Non-negative whole numbers.
 * @param state.span Upper bound, exclusive; where it is short, no key is hashed or sorted.
 * @returns One rank per key, 0 to count − 1.
 */
export function rankKeys({ keys, span }: KeyState): RankedKeys {
  if (span <= SMALLEST_TABLE + 4 * keys.length) return rankByTable(keys, span);
  const { ids, distinct, table } = numberKeys(keys);
  const sorted = Float64Array.from(distinct).sort();
  const rankOfId = new Int32Array(distinct.length);
  const mask = table.length - 1;
  for (let rank = 0; rank < sorted.length; rank++) {
    let slot = hashOf(sorted[rank]!, mask);
    while (distinct[table[slot]!] !== sorted[rank]) slot = (slot + 1) & mask;
    rankOfId[table[slot]!] = rank;
  }
  const ranks = new Int32Array(keys.length);
  for (let p = 0; p < keys.length; p++) ranks[p] = rankOfId[ids[p]!]!;
  return { ranks, count: distinct.length };
}
