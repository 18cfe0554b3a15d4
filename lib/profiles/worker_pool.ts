/** A worker's answer to one item. */
type Reply<Outcome> =
  | { readonly outcome: Outcome }
  | { readonly failed: string };

/** What a worker is sent: what all items need, once; then one item at a time. */
type Message<Start, Item> =
  | { readonly start: Start }
  | { readonly item: Item };

/** How a pool of workers is run. */
export interface PoolOptions<Start, Outcome> {
  /** Module that calls {@linkcode serveItems}. */
  readonly module: URL;
  /** Sent once to each worker. */
  readonly start: Start;
  /** Workers at once, 1 or more. */
  readonly jobs: number;
  /** Called as each item ends. */
  readonly onDone?: (outcome: Outcome) => void;
}

/**
 * Works through items in worker threads, each worker taking the next item when
 * it has finished one. Which worker does what leaves no trace in the results.
 *
 * @param items The heaviest first for an even load.
 * @returns Outcomes in the order of `items`.
 * @throws {Error} The first failure; the workers are ended.
 */
export async function runWorkers<Start, Item, Outcome>(
  items: readonly Item[],
  { module, start, jobs, onDone }: PoolOptions<Start, Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = [...items.entries()];
  const workers = Array.from(
    { length: Math.min(jobs, items.length) },
    () => new Worker(module, { type: "module" }),
  );
  try {
    await Promise.all(workers.map((worker) => {
      worker.postMessage({ start });
      return drainQueue<Item, Outcome>(worker, queue, (index, outcome) => {
        outcomes[index] = outcome;
        onDone?.(outcome);
      });
    }));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return outcomes;
}

function drainQueue<Item, Outcome>(
  worker: Worker,
  queue: [index: number, item: Item][],
  onOutcome: (index: number, outcome: Outcome) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let current = 0;
    const next = (): void => {
      const entry = queue.shift();
      if (entry === undefined) return resolve();
      current = entry[0];
      worker.postMessage({ item: entry[1] });
    };
    worker.onmessage = ({ data: reply }: MessageEvent<Reply<Outcome>>) => {
      if ("failed" in reply) return reject(new Error(reply.failed));
      onOutcome(current, reply.outcome);
      next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot compute: a worker stopped: ${event.message}`));
    };
    next();
  });
}

/**
 * Makes the module that calls it a worker of {@linkcode runWorkers}.
 *
 * @param work Computes one item; what it throws ends the whole run.
 */
export function serveItems<Start, Item, Outcome>(
  work: (start: Start, item: Item) => Outcome | Promise<Outcome>,
): void {
  const port = self as unknown as Worker;
  let start: Start;
  port.onmessage = async (
    { data: message }: MessageEvent<Message<Start, Item>>,
  ): Promise<void> => {
    if ("start" in message) {
      start = message.start;
      return;
    }
    try {
      port.postMessage({ outcome: await work(start, message.item) });
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      port.postMessage({ failed });
    }
  };
}
