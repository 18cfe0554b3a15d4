import { randomUUID } from "node:crypto";
import type { ConnectionInfo } from "./connection_file.ts";
import type { KernelProgram } from "./kernel_program.ts";
import {
  decodeMessage,
  encodeRequest,
  type JsonObject,
  type WireMessage,
} from "./wire_message.ts";
import { openZmtpSocket, type ZmtpSocket } from "./zmtp_socket.ts";

/** Where requests may go. */
export type RequestChannel = "shell" | "control";

/** The open channels of one kernel. */
export interface KernelConnection {
  /** What runs at the other end. */
  readonly program: KernelProgram;
  /** Sends a request and returns its id. */
  request(channel: RequestChannel, type: string, content: JsonObject): string;
  /**
   * Waits for the reply to one request; replies to others are dropped.
   *
   * @returns The reply; null when the time is up or the kernel is gone.
   */
  reply(
    channel: RequestChannel,
    id: string,
    timeoutMs: number,
  ): Promise<WireMessage | null>;
  /** Takes the next published message; null when the time is up or the kernel is gone. */
  published(timeoutMs: number): Promise<WireMessage | null>;
  /** Takes what the kernel asks its user next; null when the time is up or the kernel is gone. */
  asked(timeoutMs: number): Promise<WireMessage | null>;
  /** Answers what the kernel asked last; null is no answer. */
  answer(value: string | null): void;
  /** Why what the kernel sends cannot be read; null when it can. */
  problem(): string | null;
  /** Bytes published so far. */
  publishedBytes(): number;
  /** True when the kernel has hung up. */
  isClosed(): boolean;
  close(): void;
}

const PROBE_MS = 300;
const START_MS = 20_000;

/** Options for {@linkcode connectToKernel}. */
export interface ConnectOptions {
  readonly program: KernelProgram;
  /** Aborted when the kernel process dies. */
  readonly signal: AbortSignal;
  /** Called when something came that cannot be read; nothing more is read then. @default {nothing} */
  readonly onProblem?: () => void;
}

/**
 * Opens a kernel's channels and waits until published messages come through.
 *
 * A subscriber that joins late misses messages without a sign, so the kernel is
 * asked for its info until the `idle` of such a question is seen.
 *
 * @param info Ports and key of the connection file.
 * @throws {Error} If the kernel does not answer within 20 seconds.
 */
export async function connectToKernel(
  info: ConnectionInfo,
  { program, signal, onProblem = () => {} }: ConnectOptions,
): Promise<KernelConnection> {
  // A kernel asks questions of the socket that has the requester's name.
  const identity = randomUUID();
  const { intruder } = program;
  const opened = await Promise.allSettled([
    openZmtpSocket("SUB", info.iopubPort, { signal, intruder }),
    openZmtpSocket("DEALER", info.shellPort, { signal, identity }),
    openZmtpSocket("DEALER", info.controlPort, { signal, identity }),
    openZmtpSocket("DEALER", info.stdinPort, { signal, identity }),
  ]);
  const sockets = opened.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : []
  );
  const [iopub, shell, control, stdin] = sockets;
  if (stdin === undefined) {
    for (const socket of sockets) socket.close();
    throw opened.find((result) => result.status === "rejected")?.reason;
  }
  const connection = wrap({
    iopub: iopub as ZmtpSocket,
    shell: shell as ZmtpSocket,
    control: control as ZmtpSocket,
    stdin,
  }, { program, key: info.key, onProblem });
  await waitUntilLive(connection);
  return connection;
}

interface Channels {
  readonly iopub: ZmtpSocket;
  readonly shell: ZmtpSocket;
  readonly control: ZmtpSocket;
  readonly stdin: ZmtpSocket;
}

interface WrapOptions {
  readonly program: KernelProgram;
  readonly key: string;
  readonly onProblem: () => void;
}

function wrap(
  channels: Channels,
  { program, key, onProblem }: WrapOptions,
): KernelConnection {
  const { iopub, shell, control, stdin } = channels;
  const sockets = [iopub, shell, control, stdin];
  const envelope = { key, session: randomUUID() };
  let unreadable: string | null = null;
  const problem = () =>
    unreadable ?? sockets.map((socket) => socket.problem())
      .find((text) => text !== null) ??
      null;
  const close = () => sockets.forEach((socket) => socket.close());
  const giveUp = (text: string): null => {
    unreadable ??= text;
    close();
    onProblem();
    return null;
  };
  const take = async (socket: ZmtpSocket, timeoutMs: number) => {
    const parts = await socket.incoming.take(timeoutMs);
    try {
      if (parts !== null) return decodeMessage(parts, key);
    } catch (error) {
      return giveUp(error instanceof Error ? error.message : String(error));
    }
    const text = unreadable === null ? problem() : null;
    return text === null ? null : giveUp(text);
  };
  return {
    program,
    request: (channel, type, content) => {
      const { id, parts } = encodeRequest(type, content, envelope);
      channels[channel].send(parts);
      return id;
    },
    reply: async (channel, id, timeoutMs) => {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const message = await take(
          channels[channel],
          Math.max(0, end - performance.now()),
        );
        if (message === null || message.parentId === id) return message;
      }
    },
    published: (timeoutMs) => take(iopub, timeoutMs),
    asked: (timeoutMs) => take(stdin, timeoutMs),
    answer: (value) =>
      stdin.send(encodeRequest("input_reply", { value }, envelope).parts),
    problem,
    publishedBytes: () => iopub.bytesReceived(),
    isClosed: () => shell.incoming.isClosed(),
    close,
  };
}

async function waitUntilLive(connection: KernelConnection): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    const id = connection.request("shell", "kernel_info_request", {});
    const reply = await connection.reply("shell", id, end - performance.now());
    if (reply === null) break;
    if (await sawIdle(connection, id)) return;
  }
  connection.close();
  const problem = connection.problem();
  throw problem === null
    ? new Error("no answer to kernel_info_request")
    : new SyntaxError(problem);
}

async function sawIdle(
  connection: KernelConnection,
  id: string,
): Promise<boolean> {
  const end = performance.now() + PROBE_MS;
  for (;;) {
    const message = await connection.published(
      Math.max(0, end - performance.now()),
    );
    if (message === null) return false;
    if (
      message.parentId === id && message.content["execution_state"] === "idle"
    ) return true;
  }
}
