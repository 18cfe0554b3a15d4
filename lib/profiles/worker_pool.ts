import type {
  ScaleOutcome,
  WorkerJob,
  WorkerReply,
  WorkerStart,
} from "./worker_messages.ts";

/** How a pool of workers is run. */
export interface PoolOptions {
  /** Workers at once, 1 or more. */
  readonly jobs: number;
  readonly onDone?: (outcome: ScaleOutcome) => void;
}

/**
 * Scores scales in worker threads, each worker taking the next scale when it
 * has finished one. Which worker does what leaves no trace in the results.
 *
 * @param scales Numbers of the scales, the heaviest first for an even load.
 * @returns Outcomes in the order of `scales`.
 * @throws {Error} The first failure, naming the scale; the workers are ended.
 */
export async function runWorkers(
  start: WorkerStart,
  scales: readonly number[],
  { jobs, onDone }: PoolOptions,
): Promise<ScaleOutcome[]> {
  const outcomes = new Map<number, ScaleOutcome>();
  const queue = [...scales];
  const workers = Array.from(
    { length: Math.min(jobs, scales.length) },
    () =>
      new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  );
  try {
    await Promise.all(workers.map((worker) =>
      drainQueue(worker, start, {
        queue,
        onOutcome: (outcome) => {
          outcomes.set(outcome.scaleIndex, outcome);
          onDone?.(outcome);
        },
      })
    ));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return scales.map((scale) => outcomes.get(scale)!);
}

function drainQueue(
  worker: Worker,
  start: WorkerStart,
  { queue, onOutcome }: {
    readonly queue: number[];
    readonly onOutcome: (outcome: ScaleOutcome) => void;
  },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const scaleIndex = queue.shift();
      if (scaleIndex === undefined) return resolve();
      worker.postMessage({ scaleIndex } satisfies WorkerJob);
    };
    worker.onmessage = ({ data: reply }: MessageEvent<WorkerReply>) => {
      if ("failed" in reply) return reject(new Error(reply.failed.message));
      onOutcome(reply.outcome);
      next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot score: a worker stopped: ${event.message}`));
    };
    worker.postMessage(start);
    next();
  });
}
