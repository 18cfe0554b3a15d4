import { awaitBarrier, type KernelError } from "./barrier.ts";
import type { KernelConnection } from "./kernel_connection.ts";
import type { NotebookOutput } from "../notebook_file.ts";
import type { OutputLedger } from "./output_ledger.ts";
import type { WireMessage } from "./wire_message.ts";

/** How the execution of one piece of code ended. */
export type ExecutionStatus =
  | "ok"
  /** The code threw. */
  | "error"
  /** No end within the time limit. */
  | "timeout"
  /** More was published than is allowed. */
  | "flood"
  /** The code asks for input. */
  | "input"
  /** Messages of the kernel did not come. */
  | "lost"
  /** A message of the kernel cannot be read. */
  | "damaged"
  /** The kernel is gone. */
  | "dead";

/** Result of {@linkcode executeCell}. */
export interface CellExecution {
  /** Id of the request. */
  readonly id: string;
  /** How it ended. */
  readonly status: ExecutionStatus;
  /** More about it in words, e.g. what was asked; null when there is nothing. */
  readonly detail: string | null;
  /** Everything that came out before the kernel passed the barrier. */
  readonly outputs: readonly NotebookOutput[];
  /** What was thrown; null when nothing was. */
  readonly error: KernelError | null;
  /** The kernel's own count; null without a reply. */
  readonly executionCount: number | null;
  /** From request to reply. */
  readonly milliseconds: number;
}

/** Limits of {@linkcode executeCell}. */
export interface ExecutionLimits {
  /** Longest time for the cell, milliseconds. */
  readonly timeoutMs: number;
  /** How long an interrupted cell may take to stop, milliseconds. @default {1000} */
  readonly graceMs?: number;
  /** Most bytes that one cell may publish. @default {67108864} */
  readonly floodBytes?: number;
  /** How long the reply may follow the kernel's word that it is done, milliseconds. @default {5000} */
  readonly replyMs?: number;
  /** Longest silence before the marker after the cell, milliseconds. @default {10000} */
  readonly markerMs?: number;
}

/** Limits, the way to enforce them, and where outputs go. */
export interface ExecutionContext extends ExecutionLimits {
  /** Asks the kernel to stop the running cell. */
  readonly interrupt: () => void;
  /** Where what is published is filed. */
  readonly ledger: OutputLedger;
}

const STEP_MS = 200;
const DRAIN_MS = 2000;

/**
 * Runs one cell and files every output under it.
 *
 * Deno's kernel reports a cell as finished before its outputs have left.
 * Therefore a second, invisible cell shows a marker once the reply has come;
 * outputs travel in order, so all of them are there when the marker is.
 *
 * @param connection Channels of a live kernel.
 * @param code TypeScript.
 * @returns How it ended; it never throws for what the cell or the kernel does.
 */
export async function executeCell(
  connection: KernelConnection,
  code: string,
  context: ExecutionContext,
): Promise<CellExecution> {
  const { ledger } = context;
  const started = performance.now();
  const id = requestExecution(connection, code);
  ledger.begin(id);
  const { reply, ...awaited } = await awaitReply(connection, id, context);
  const milliseconds = performance.now() - started;
  const passage = reply === null
    ? await drain(connection, ledger)
    : await awaitBarrier(connection, context);
  const thrown = reply === null
    ? null
    : errorOf(reply) ?? passage?.looseErrors[0] ?? null;
  const ending = judge(connection, {
    ...awaited,
    thrown,
    loss: passage?.loss ?? null,
  });
  const count = reply?.content["execution_count"];
  return {
    id,
    ...ending,
    outputs: ledger.outputs(id),
    error: ending.status === "error" ? thrown : null,
    executionCount: typeof count === "number" ? count : null,
    milliseconds,
  };
}

type Ending = Pick<CellExecution, "status" | "detail">;

/** A fault of the connection explains all others; a stopped cell is no error. */
function judge(
  connection: KernelConnection,
  { status, detail, thrown, loss }: Ending & {
    readonly thrown: KernelError | null;
    readonly loss: string | null;
  },
): Ending {
  const problem = connection.problem();
  if (problem !== null) return { status: "damaged", detail: problem };
  if (connection.isClosed()) return { status: "dead", detail: null };
  if (status !== "ok") return { status, detail };
  if (loss !== null) return { status: "lost", detail: loss };
  return { status: thrown === null ? "ok" : "error", detail: null };
}

function requestExecution(connection: KernelConnection, code: string): string {
  return connection.request("shell", "execute_request", {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    // Without it Deno answers questions itself, with nothing.
    allow_stdin: true,
    stop_on_error: true,
  });
}

interface AwaitedReply extends Ending {
  /** Null when the kernel did not answer even to an interrupt. */
  readonly reply: WireMessage | null;
}

async function awaitReply(
  connection: KernelConnection,
  id: string,
  context: ExecutionContext,
): Promise<AwaitedReply> {
  const { timeoutMs, graceMs = 1000, replyMs = 5000, ledger } = context;
  const { floodBytes = 64 * 2 ** 20, interrupt } = context;
  const end = performance.now() + timeoutMs;
  const most = connection.publishedBytes() + floodBytes;
  let endOfIdle = Infinity;
  for (;;) {
    const left = Math.max(0, end - performance.now());
    const reply = await connection.reply("shell", id, Math.min(left, STEP_MS));
    if (reply !== null) return { reply, status: "ok", detail: null };
    if (connection.isClosed()) {
      return { reply: null, status: "dead", detail: null };
    }
    const question = await connection.asked(0);
    if (question !== null) {
      const detail = String(question.content["prompt"] ?? "");
      return { reply: null, status: "input", detail };
    }
    await fileArrived(connection, ledger);
    if (ledger.sawIdle(id)) {
      endOfIdle = Math.min(endOfIdle, performance.now() + replyMs);
    }
    if (performance.now() > endOfIdle) {
      const detail = "the kernel is done with the cell but did not reply";
      return { reply: null, status: "lost", detail };
    }
    const isFlood = connection.publishedBytes() > most;
    if (performance.now() < end && !isFlood) continue;
    interrupt();
    const late = await connection.reply("shell", id, graceMs);
    return { reply: late, status: isFlood ? "flood" : "timeout", detail: null };
  }
}

async function fileArrived(
  connection: KernelConnection,
  ledger: OutputLedger,
): Promise<void> {
  for (;;) {
    const message = await connection.published(0);
    if (message === null) return;
    ledger.file(message);
  }
}

function errorOf({ content }: WireMessage): KernelError | null {
  if (content["status"] === "ok") return null;
  const traceback = content["traceback"];
  return {
    name: String(content["ename"] ?? "Error"),
    message: String(content["evalue"] ?? content["status"]),
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}

/** Files what has been published already, by a kernel that can no longer be asked. */
async function drain(
  connection: KernelConnection,
  ledger: OutputLedger,
): Promise<null> {
  const end = performance.now() + DRAIN_MS;
  while (performance.now() < end) {
    const message = await connection.published(STEP_MS);
    if (message === null) break;
    ledger.file(message);
  }
  return null;
}
