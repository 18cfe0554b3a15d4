/** {@linkcode parseCode} found nothing between the separators. */
export const BLANK = -1;
/** {@linkcode parseCode} found a whole number that is no code. */
export const NOT_A_CODE = -2;
/** {@linkcode parseCode} found something else than a whole number. */
export const NOT_A_NUMBER = -3;

const SPACE = 32;
const ZERO = 48;
const MINUS = 45;

/**
 * Reads the whole number 0–99 that stands in a range of bytes.
 *
 * @returns The code, or {@linkcode BLANK}, {@linkcode NOT_A_CODE} or
 * {@linkcode NOT_A_NUMBER}, all negative.
 */
export function parseCode(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const length = end - start;
  if (length === 1) {
    const digit = bytes[start]! - ZERO;
    if (digit >= 0 && digit <= 9) return digit;
  } else if (length === 2) {
    const tens = bytes[start]! - ZERO;
    const ones = bytes[start + 1]! - ZERO;
    if (tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9) {
      return tens * 10 + ones;
    }
  } else if (length === 0) return BLANK;
  return parseUnusual(bytes, start, end);
}

/** Spaces around the number, signs and long numbers. */
function parseUnusual(bytes: Uint8Array, start: number, end: number): number {
  let from = start;
  let to = end;
  while (from < to && bytes[from] === SPACE) from++;
  while (to > from && bytes[to - 1] === SPACE) to--;
  if (from === to) return BLANK;
  const negative = bytes[from] === MINUS;
  if (negative) from++;
  if (from === to) return NOT_A_NUMBER;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return NOT_A_NUMBER;
    value = value * 10 + digit;
  }
  return negative || value > 99 ? NOT_A_CODE : value;
}
