import { hashBytes } from "./hash_bytes.ts";

/**
 * Numbers keys such as "E0012345" in the order in which they first occur,
 * straight from the bytes of a file: hundreds of thousands of keys are looked
 * up millions of times, and no string is made.
 */
export class KeyTable {
  #slots: Int32Array = new Int32Array(1 << 12).fill(-1);
  #offsets: Int32Array = new Int32Array(1 << 11);
  #pool: Uint8Array = new Uint8Array(1 << 15);
  #size = 0;

  /** Number of different keys. */
  get size(): number {
    return this.#size;
  }

  /** Number of a key; −1 if the table lacks it. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(bytes, start, end)]!;
  }

  /** Number of a key, which is added if the table lacks it. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end);
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    const id = this.#size++;
    this.#store(id, bytes.subarray(start, end));
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  /** All keys as text, element = number of the key. */
  keys(): string[] {
    const decoder = new TextDecoder();
    return Array.from(
      { length: this.#size },
      (_, id) => decoder.decode(this.#keyBytes(id)),
    );
  }

  /**
   * Rank of each key in the order of code units, so that numbers built on it
   * do not depend on the order of the rows in a file.
   */
  ranks(): Int32Array {
    const keys = this.keys();
    const order = Array.from(keys, (_, id) => id)
      .sort((a, b) => keys[a]! < keys[b]! ? -1 : 1);
    const ranks = new Int32Array(keys.length);
    order.forEach((id, rank) => ranks[id] = rank);
    return ranks;
  }

  #keyBytes(id: number): Uint8Array {
    return this.#pool.subarray(this.#offsets[id], this.#offsets[id + 1]);
  }

  /** Slot that holds the key, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashBytes(bytes, start, end) & mask;
    for (;;) {
      const id = this.#slots[slot]!;
      if (id < 0 || this.#equals(id, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[id]!;
    const length = end - start;
    if (this.#offsets[id + 1]! - from !== length) return false;
    const pool = this.#pool;
    for (let k = 0; k < length; k++) {
      if (pool[from + k] !== bytes[start + k]) return false;
    }
    return true;
  }

  #store(id: number, key: Uint8Array): void {
    const from = this.#offsets[id]!;
    if (id + 2 > this.#offsets.length) {
      const offsets = new Int32Array(this.#offsets.length * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    if (from + key.length > this.#pool.length) {
      const pool = new Uint8Array(this.#pool.length * 2 + key.length);
      pool.set(this.#pool);
      this.#pool = pool;
    }
    this.#pool.set(key, from);
    this.#offsets[id + 1] = from + key.length;
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (let id = 0; id < this.#size; id++) {
      const key = this.#keyBytes(id);
      this.#slots[this.#slotOf(key, 0, key.length)] = id;
    }
  }
}
