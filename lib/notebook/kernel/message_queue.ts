/**
 * A first-in first-out queue whose reader waits; used where messages arrive
 * faster or slower than they are read.
 */
export class MessageQueue<T> {
  #items: T[] = [];
  #head = 0;
  #wake: (() => void) | null = null;
  #closed = false;

  /** Adds one item; ignored after {@linkcode close}. */
  push(item: T): void {
    if (this.#closed) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** Ends the queue: what is in it may still be taken, then null. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** True after {@linkcode close}; items may still be left. */
  isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Takes the next item. One reader at a time.
   *
   * @param timeoutMs Longest wait, milliseconds; `Infinity` waits for ever.
   * @returns The item; null when the time is up or the queue has ended.
   */
  async take(timeoutMs: number): Promise<T | null> {
    if (this.#isEmpty() && !this.#closed && timeoutMs > 0) {
      await this.#arrival(timeoutMs);
    }
    if (this.#isEmpty()) return null;
    const item = this.#items[this.#head] as T;
    this.#head += 1;
    if (this.#isEmpty()) {
      this.#items = [];
      this.#head = 0;
    }
    return item;
  }

  #isEmpty(): boolean {
    return this.#head >= this.#items.length;
  }

  #arrival(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(timeoutMs)
        ? setTimeout(() => this.#wake?.(), timeoutMs)
        : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
