import { randomUUID } from "node:crypto";
import type { KernelConnection } from "./kernel_connection.ts";
import { BARRIER_TYPE } from "./kernel_program.ts";
import type { OutputLedger } from "./output_ledger.ts";
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

/** What a marker said, or why it cannot be trusted. */
export interface Passage {
  /** Errors of promises that nobody awaited. */
  readonly looseErrors: readonly KernelError[];
  /** Why outputs may be missing; null when all are there. */
  readonly loss: string | null;
}

/** Options for {@linkcode awaitBarrier}. */
export interface BarrierOptions {
  /** Where what is published is filed. */
  readonly ledger: OutputLedger;
  /** Longest silence before the marker, milliseconds. @default {10000} */
  readonly markerMs?: number;
}

/**
 * Shows a marker after a cell and waits for it. Outputs travel in order, so all
 * that was published before the marker has been filed when it comes.
 *
 * @param connection Channels of a kernel that has replied to the cell.
 */
export async function awaitBarrier(
  connection: KernelConnection,
  { ledger, markerMs = 10_000 }: BarrierOptions,
): Promise<Passage> {
  const mark = randomUUID();
  const id = connection.request("shell", "execute_request", {
    code: connection.program.barrier(mark),
    silent: false,
    store_history: false,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  });
  ledger.alias(id);
  for (;;) {
    const message = await connection.published(markerMs);
    if (message === null) {
      return {
        looseErrors: [],
        loss: `the marker after the cell did not come in ${markerMs / 1000} s`,
      };
    }
    const barrier = barrierOf(message);
    if (barrier?.mark === mark) {
      await connection.reply("shell", id, markerMs);
      return { looseErrors: barrier.errors, loss: lossOf(barrier, ledger) };
    }
    if (barrier === null) ledger.file(message);
  }
}

function lossOf({ sent }: Barrier, ledger: OutputLedger): string | null {
  if (sent === undefined || sent <= ledger.count()) return null;
  return `${ledger.count()} of the ${sent} that the kernel sent have come`;
}

/** A marker that has come through. */
export interface Barrier {
  readonly mark: string;
  readonly errors: readonly KernelError[];
  /** Outputs that the kernel has sent since its start, where it counts them. */
  readonly sent?: number;
}

/** The marker in a message; null when it is another message. */
export function barrierOf(message: WireMessage): Barrier | null {
  if (message.type !== "display_data") return null;
  const data = message.content["data"] as
    | Readonly<Record<string, unknown>>
    | undefined;
  return (data?.[BARRIER_TYPE] as Barrier | undefined) ?? null;
}
