const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_1_LOW = 0x8d57;
const MULTIPLIER_1_HIGH = 0xcd9e;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** 2 to the power −52: the spacing of the uniform numbers. */
const SPACING = 2.220446049250313e-16;
const TWO_POWER_26 = 67108864;

/** Upper 32 bits of word × multiplier, in 16-bit halves: no product is rounded. */
function multiplyHigh(word: number, low: number, high: number): number {
  const wordLow = word & 0xffff;
  const wordHigh = word >>> 16;
  const middle1 = Math.imul(wordHigh, low);
  const middle2 = Math.imul(wordLow, high);
  const carry = (Math.imul(wordLow, low) >>> 16) + (middle1 & 0xffff) +
    (middle2 & 0xffff);
  return (Math.imul(wordHigh, high) + (middle1 >>> 16) + (middle2 >>> 16) +
    (carry >>> 16)) | 0;
}

/**
 * Writes the four random words of one counter and key into `out`, allocating nothing.
 *
 * This is Philox4x32-10: ten rounds of multiplication and exclusive or turn a
 * counter into 128 random bits, so that any number of any stream can be had
 * without those before it.
 *
 * @param out Receives four words, 0 to 2^32 − 1.
 * @see Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as
 * 1, 2, 3, SC11, doi:10.1145/2063384.2063405.
 */
export function philoxInto(
  out: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let a = counter0 | 0, b = counter1 | 0, c = counter2 | 0, d = counter3 | 0;
  let k0 = key0 | 0, k1 = key1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(a, MULTIPLIER_0_LOW, MULTIPLIER_0_HIGH);
    const high1 = multiplyHigh(c, MULTIPLIER_1_LOW, MULTIPLIER_1_HIGH);
    const low0 = Math.imul(a, MULTIPLIER_0);
    const low1 = Math.imul(c, MULTIPLIER_1);
    a = high1 ^ b ^ k0;
    b = low1;
    c = high0 ^ d ^ k1;
    d = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/**
 * Writes the four random words of a counter and a key into `out`.
 *
 * The same as {@linkcode philoxInto} with the words in arrays.
 *
 * @param out Receives four words, 0 to 2^32 − 1.
 * @param counter Four words.
 * @param key Two words.
 */
export function philox(
  out: Uint32Array,
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): void {
  const [c0, c1, c2, c3] = counter;
  philoxInto(out, c0, c1, c2, c3, key[0], key[1]);
}

/**
 * Turns two random words into a number strictly between 0 and 1.
 *
 * The first 26 bits of each word give k; the number is (k + ½) / 2^52, exact in
 * 53 bits, so neither 0 nor 1 can come out.
 */
export function uniformFromWords(first: number, second: number): number {
  return ((first >>> 6) * TWO_POWER_26 + (second >>> 6) + 0.5) * SPACING;
}

// Not state: written before every read, kept only to allocate nothing.
const scratch = new Uint32Array(4);

/**
 * The uniform number in (0, 1) that belongs to a key and a counter.
 *
 * It depends on these six words only, never on what was drawn before.
 */
export function uniform(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
): number {
  philoxInto(scratch, counter0, counter1, counter2, counter3, key0, key1);
  return uniformFromWords(scratch[0]!, scratch[1]!);
}
