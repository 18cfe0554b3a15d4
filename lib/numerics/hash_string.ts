const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Turns a text into a whole number from 0 to 2^32 − 1, e.g. an id into a number
 * of a stream's path.
 *
 * This is the 32-bit FNV-1a hash of the text's UTF-8 bytes. Two of n ids collide
 * with probability near n² / 2^33: use it for hundreds of ids, not for pupils.
 *
 * @see Fowler, Noll & Vo: offset basis 2166136261, prime 16777619.
 */
export function hashString(text: string): number {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, PRIME);
  }
  return hash >>> 0;
}
