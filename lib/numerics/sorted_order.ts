const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
const LARGEST_KEY = 4294967295;
/** Moves per value after which the keys are taken to be too coarse. */
const MOVES_ALLOWED = 4;

/** Replaces `from` by `to`, stably ordered by one 16-bit digit of the keys. */
function passInPlace(
  keys: Uint32Array,
  shift: number,
  { from, to }: { readonly from: Uint32Array; readonly to: Uint32Array },
): void {
  const places = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < from.length; i++) {
    places[((keys[i]! >>> shift) & (DIGITS - 1)) + 1]!++;
  }
  for (let d = 1; d <= DIGITS; d++) places[d]! += places[d - 1]!;
  for (let k = 0; k < from.length; k++) {
    const i = from[k]!;
    to[places[(keys[i]! >>> shift) & (DIGITS - 1)]!++] = i;
  }
}

/** Puts values with equal keys in order; false when that would take too long. */
function insertInPlace(order: Uint32Array, values: Float64Array): boolean {
  let moves = MOVES_ALLOWED * order.length;
  for (let k = 1; k < order.length; k++) {
    const i = order[k]!, value = values[i]!;
    let at = k;
    while (at > 0 && values[order[at - 1]!]! > value) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = i;
    moves -= k - at;
    if (moves < 0) return false;
  }
  return true;
}

/** Keys from 0 to 2³² − 1 that rise with the values. */
function keysOf(values: Float64Array): Uint32Array {
  let least = Infinity, most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const step = most > least ? LARGEST_KEY / (most - least) : 0;
  const keys = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (values[i]! - least) * step;
  return keys;
}

/**
 * The places of the values in ascending order; equal values keep their order.
 *
 * Values are mapped to 32-bit keys that are ordered by two counting passes; what the
 * keys cannot tell apart is then put right by insertion, or all is compared where
 * that is too much, e.g. with one value far away from all others.
 *
 * @param values Finite; not changed.
 * @returns Places, length of values: the first is that of the least value.
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.5.
 */
export function sortedOrder(values: Float64Array): Uint32Array {
  const keys = keysOf(values);
  const first = new Uint32Array(values.length);
  for (let i = 0; i < first.length; i++) first[i] = i;
  const second = new Uint32Array(values.length);
  passInPlace(keys, 0, { from: first, to: second });
  passInPlace(keys, DIGIT_BITS, { from: second, to: first });
  if (insertInPlace(first, values)) return first;
  return first.sort((a, b) => values[a]! - values[b]! || a - b);
}
