import type { Kernel } from "./kernel.ts";

/** Starts kernels before they are needed, so that nobody waits for them. */
export class KernelPool {
  readonly #start: (folder: string) => Promise<Kernel>;
  readonly #warm: Map<string, Promise<Kernel>[]> = new Map();

  /**
   * Makes an empty pool.
   *
   * @param start Starts a kernel in a folder.
   */
  constructor(start: (folder: string) => Promise<Kernel>) {
    this.#start = start;
  }

  /** Starts a kernel for the next who works in a folder. */
  warm(folder: string): void {
    const kernel = this.#start(folder);
    // Whoever takes it is told.
    kernel.catch(() => {});
    this.#warm.set(folder, [...this.#warm.get(folder) ?? [], kernel]);
  }

  /** Gives a kernel that has been started for the folder, or starts one. */
  take(folder: string): Promise<Kernel> {
    return this.#warm.get(folder)?.shift() ?? this.#start(folder);
  }

  /** Ends the kernels that nobody took. */
  async close(): Promise<void> {
    const left = [...this.#warm.values()].flat();
    this.#warm.clear();
    await Promise.all(
      left.map((kernel) => kernel.then(({ kill }) => kill(), () => {})),
    );
  }
}
