import { randomUUID } from "node:crypto";
import type { KernelConnection } from "./kernel_connection.ts";
import { BARRIER_TYPE } from "./kernel_program.ts";
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

const BARRIER_MS = 10_000;

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
    code: connection.program.barrier(mark),
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

/** A marker that has come through. */
export interface Barrier {
  readonly mark: string;
  readonly errors: readonly KernelError[];
}

/** The marker in a message; null when it is another message. */
export function barrierOf(message: WireMessage): Barrier | null {
  if (message.type !== "display_data") return null;
  const data = message.content["data"] as
    | Readonly<Record<string, unknown>>
    | undefined;
  return (data?.[BARRIER_TYPE] as Barrier | undefined) ?? null;
}
