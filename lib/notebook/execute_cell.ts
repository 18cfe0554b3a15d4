import { awaitBarrier, type KernelError } from "./barrier.ts";
import type { KernelConnection } from "./kernel_connection.ts";
import type { NotebookOutput } from "./notebook_file.ts";
import { collectOutputs } from "./outputs.ts";
import type { WireMessage } from "./wire_message.ts";

/** How the execution of one piece of code ended. */
export type ExecutionStatus = "ok" | "error" | "timeout" | "flood" | "dead";

/** Result of {@linkcode executeCell}. */
export interface CellExecution {
  /** How it ended. */
  readonly status: ExecutionStatus;
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
}

/** Limits, and the way to enforce them. */
export interface InterruptibleLimits extends ExecutionLimits {
  /** Asks the kernel to stop the running cell. */
  readonly interrupt: () => void;
}

const FLOOD_CHECK_MS = 200;
const DRAIN_STEP_MS = 200;
const DRAIN_MS = 2000;

/**
 * Runs one cell and files every output under it.
 *
 * Deno's kernel reports a cell as finished before its outputs have left, and
 * names the wrong cell for late ones. Therefore a second, invisible cell shows a
 * marker once the reply has come; outputs travel in order, so everything before
 * the marker belongs to the cell, whatever it says about its parent.
 *
 * @param connection Channels of a live kernel.
 * @param code TypeScript.
 * @returns How it ended; it never throws for what the cell does.
 */
export async function executeCell(
  connection: KernelConnection,
  code: string,
  limits: InterruptibleLimits,
): Promise<CellExecution> {
  const started = performance.now();
  const id = requestExecution(connection, code);
  const { reply, ended } = await awaitReply(connection, id, limits);
  const milliseconds = performance.now() - started;
  if (reply === null) {
    const outputs = collectOutputs(await drain(connection));
    return {
      status: ended,
      outputs,
      error: null,
      executionCount: null,
      milliseconds,
    };
  }
  const { messages, isComplete, looseErrors } = await awaitBarrier(
    connection,
  );
  const error = ended === "ok"
    ? errorOf(reply) ?? looseErrors[0] ?? null
    : null;
  const status = !isComplete
    ? "dead"
    : ended !== "ok"
    ? ended
    : error === null
    ? "ok"
    : "error";
  const count = reply.content["execution_count"];
  return {
    status,
    outputs: collectOutputs(messages),
    error,
    executionCount: typeof count === "number" ? count : null,
    milliseconds,
  };
}

function requestExecution(connection: KernelConnection, code: string): string {
  return connection.request("shell", "execute_request", {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
}

interface AwaitedReply {
  /** Null when the kernel did not answer even to an interrupt. */
  readonly reply: WireMessage | null;
  readonly ended: "ok" | "timeout" | "flood" | "dead";
}

async function awaitReply(
  connection: KernelConnection,
  id: string,
  { timeoutMs, graceMs = 1000, floodBytes = 64 * 2 ** 20, interrupt }:
    InterruptibleLimits,
): Promise<AwaitedReply> {
  const end = performance.now() + timeoutMs;
  const most = connection.publishedBytes() + floodBytes;
  for (;;) {
    const left = Math.max(0, end - performance.now());
    const reply = await connection.reply(
      "shell",
      id,
      Math.min(left, FLOOD_CHECK_MS),
    );
    if (reply !== null) return { reply, ended: "ok" };
    if (connection.isClosed()) return { reply: null, ended: "dead" };
    const isFlood = connection.publishedBytes() > most;
    if (left > FLOOD_CHECK_MS && !isFlood) continue;
    interrupt();
    const late = await connection.reply("shell", id, graceMs);
    return { reply: late, ended: isFlood ? "flood" : "timeout" };
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

/** What has been published already, by a kernel that can no longer be asked. */
async function drain(
  connection: KernelConnection,
): Promise<readonly WireMessage[]> {
  const end = performance.now() + DRAIN_MS;
  const messages: WireMessage[] = [];
  while (performance.now() < end) {
    const message = await connection.published(DRAIN_STEP_MS);
    if (message === null) break;
    messages.push(message);
  }
  return messages;
}
