import process from "node:process";

/** Something that must not outlive this process. */
export interface Doomed {
  /** Ends it now, without waiting. */
  killNow(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Keeps track of running kernels and kills them when this process ends, by
 * itself or by a signal. A kernel does not notice that its client has gone, so
 * without this an interrupted run leaves processes behind.
 */
export class KernelRegistry {
  readonly #running: Set<Doomed> = new Set();
  readonly #killAll = (): void => {
    for (const kernel of this.#running) kernel.killNow();
    this.#running.clear();
  };
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.#killAll();
    this.#unlisten();
    // With our listener gone the signal ends the process as it would have
    // without us, with the exit code that shells expect.
    process.kill(process.pid, signal);
  };

  /** Adds a kernel; signals are listened to while there is at least one. */
  add(kernel: Doomed): void {
    if (this.#running.size === 0) this.#listen();
    this.#running.add(kernel);
  }

  /** Removes a kernel that has ended. */
  remove(kernel: Doomed): void {
    if (this.#running.delete(kernel) && this.#running.size === 0) {
      this.#unlisten();
    }
  }

  #listen(): void {
    process.on("exit", this.#killAll);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  #unlisten(): void {
    process.off("exit", this.#killAll);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }
}
