/**
 * FNV-1a hash of a range of bytes, 32 bits, with the high bits folded in so
 * that the low ones may index a table.
 */
export function hashBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
