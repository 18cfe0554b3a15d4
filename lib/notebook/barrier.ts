import { randomUUID } from "node:crypto";
import type { KernelConnection } from "./kernel_connection.ts";
import type { WireMessage } from "./wire_message.ts";

/** What ended a cell, as the kernel tells it. */
export interface KernelError {
  /** e.g. "RangeError". */
  readonly name: string;
  /** Without the name in front. */
  readonly message: string;
  /** Lines as the kernel writes them, innermost call first. */
  readonly traceback: readonly string[];
}

/** Name under which the kernel keeps errors that no cell waited for. */
const LOOSE_ERRORS = "laeringsrapport.looseErrors";
const BARRIER_TYPE = "application/vnd.laeringsrapport.barrier+json";
const BARRIER_MS = 10_000;

/**
 * Code that a kernel runs before its first cell. It makes tracebacks long enough
 * to reach the cell through the library, gathers errors of promises
 * that nobody awaited, which the kernel would drop without a word, and ends the
 * kernel when the process that started it is gone.
 */
export const KERNEL_SETUP: string = `{
  Error.stackTraceLimit = 100;
  const errors = [];
  globalThis[Symbol.for("${LOOSE_ERRORS}")] = errors;
  const keep = (event) => {
    event.preventDefault();
    const thrown = event.reason ?? event.error ?? event.message;
    const isError = thrown instanceof Error;
    errors.push({
      name: isError ? thrown.name : "Error",
      message: isError ? thrown.message : String(thrown),
      traceback: isError ? String(thrown.stack).split("\\n") : [],
    });
  };
  addEventListener("unhandledrejection", keep);
  addEventListener("error", keep);
  const parent = Deno.ppid;
  Deno.unrefTimer(setInterval(() => { if (Deno.ppid !== parent) Deno.exit(1); }, 1000));
}
undefined`;

/** Everything published before the barrier. */
export interface Collected {
  readonly messages: readonly WireMessage[];
  /** False when the kernel went away before the marker came. */
  readonly isComplete: boolean;
  readonly looseErrors: readonly KernelError[];
}

/**
 * Shows a marker after a cell and waits for it. Outputs travel in order, so all
 * that was published before the marker belongs to the cell, whatever it says
 * about its parent.
 *
 * @param connection Channels of a kernel that has replied to the cell.
 */
export async function awaitBarrier(
  connection: KernelConnection,
): Promise<Collected> {
  const mark = randomUUID();
  const id = connection.request("shell", "execute_request", {
    code: barrierCode(mark),
    silent: false,
    store_history: false,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  });
  const messages: WireMessage[] = [];
  for (;;) {
    const message = await connection.published(BARRIER_MS);
    if (message === null) {
      return { messages, isComplete: false, looseErrors: [] };
    }
    const barrier = barrierOf(message);
    if (barrier?.mark === mark) {
      await connection.reply("shell", id, BARRIER_MS);
      return { messages, isComplete: true, looseErrors: barrier.errors };
    }
    messages.push(message);
  }
}

function barrierCode(mark: string): string {
  const bundle = `{ "${BARRIER_TYPE}": { mark: "${mark}", errors: ` +
    `(globalThis[Symbol.for("${LOOSE_ERRORS}")] ?? []).splice(0) } }`;
  return `Deno.jupyter.broadcast("display_data", { data: ${bundle}, metadata: {}, transient: {} });\nundefined`;
}

interface Barrier {
  readonly mark: string;
  readonly errors: readonly KernelError[];
}

function barrierOf(message: WireMessage): Barrier | null {
  if (message.type !== "display_data") return null;
  const data = message.content["data"] as
    | Readonly<Record<string, unknown>>
    | undefined;
  return (data?.[BARRIER_TYPE] as Barrier | undefined) ?? null;
}
