import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { MessageQueue } from "./message_queue.ts";
import { ZmtpDecoder } from "./zmtp_decoder.ts";
import {
  encodeMessage,
  type MessageParts,
  zmtpGreeting,
  zmtpReady,
} from "./zmtp_frames.ts";

/** An open ZeroMQ connection to one port of the same machine. */
export interface ZmtpSocket {
  /** Messages in the order in which they arrived; ends when the peer is gone. */
  readonly incoming: MessageQueue<MessageParts>;
  /** Bytes received so far; tells a flood before memory does. */
  bytesReceived(): number;
  /** What the peer sent that cannot be read; null when there is nothing. */
  problem(): string | null;
  send(parts: MessageParts): void;
  close(): void;
}

/** Options for {@linkcode openZmtpSocket}. */
export interface ZmtpSocketOptions {
  /** Keep trying this long, milliseconds; a kernel needs time to listen. @default {15000} */
  readonly deadlineMs?: number;
  /** Give up at once when this is aborted, e.g. because the kernel died. */
  readonly signal?: AbortSignal;
  /** Name of the socket for the peer; sockets of one client share it. @default {""} */
  readonly identity?: string;
  /** See {@linkcode ZmtpDecoderOptions}. @default {null} */
  readonly intruder?: Uint8Array | null;
}

const RETRY_MS = 10;

/**
 * Connects to a ZeroMQ peer on 127.0.0.1, trying until it listens.
 *
 * @param type DEALER for requests, SUB for everything published.
 * @param port TCP port.
 * @returns The socket, after both sides have said READY.
 * @throws {Error} If the peer does not answer in time or `signal` is aborted.
 * @see ZMTP 3.0 specification, rfc.zeromq.org/spec/23.
 */
export async function openZmtpSocket(
  type: "DEALER" | "SUB",
  port: number,
  { deadlineMs = 15_000, signal, ...ways }: ZmtpSocketOptions = {},
): Promise<ZmtpSocket> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await handshake(type, port, {
        ...ways,
        timeoutMs: end - performance.now(),
      });
    } catch (error) {
      if (performance.now() + RETRY_MS > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

type HandshakeOptions =
  & Pick<ZmtpSocketOptions, "identity" | "intruder">
  & { readonly timeoutMs: number };

function handshake(
  type: "DEALER" | "SUB",
  port: number,
  { timeoutMs, identity = "", intruder = null }: HandshakeOptions,
): Promise<ZmtpSocket> {
  return new Promise((resolve, reject) => {
    const tcp = connect({ port, host: "127.0.0.1", noDelay: true });
    const timer = setTimeout(
      () =>
        fail(
          new Error(
            `Cannot connect to port ${port}: no answer in ${
              Math.round(timeoutMs)
            } ms`,
          ),
        ),
      timeoutMs,
    );
    let problem: string | null = null;
    const socket = wrap(tcp, () => problem);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      if (error instanceof SyntaxError) problem ??= error.message;
      socket.close();
      reject(error);
    };
    const opened = (): void => {
      clearTimeout(timer);
      // A single 1 byte with no topic after it: subscribe to everything.
      if (type === "SUB") socket.send([Buffer.from([1])]);
      resolve(socket);
    };
    tcp.on("error", fail);
    tcp.on(
      "close",
      () => fail(new Error(`Cannot connect to port ${port}: the peer hung up`)),
    );
    tcp.on("connect", () => tcp.write(zmtpGreeting()));
    const decoder = new ZmtpDecoder({ intruder });
    const ready = zmtpReady(type, identity);
    receive(tcp, { ready, decoder, socket, opened, fail });
  });
}

function wrap(tcp: Socket, problem: () => string | null): ZmtpSocket {
  const incoming = new MessageQueue<MessageParts>();
  return {
    incoming,
    bytesReceived: () => tcp.bytesRead,
    problem,
    send: (parts) => void tcp.write(encodeMessage(parts)),
    close: () => {
      incoming.close();
      tcp.destroy();
    },
  };
}

interface Receiver {
  /** Our READY command. */
  readonly ready: Uint8Array;
  readonly decoder: ZmtpDecoder;
  readonly socket: ZmtpSocket;
  readonly opened: () => void;
  readonly fail: (error: Error) => void;
}

function receive(
  tcp: Socket,
  { ready: ourReady, decoder, socket, opened, fail }: Receiver,
): void {
  let saidReady = false;
  let isOpen = false;
  tcp.on("data", (bytes: Uint8Array) => {
    try {
      const { greeted, ready, messages } = decoder.push(bytes);
      if (greeted && !saidReady) {
        saidReady = true;
        tcp.write(ourReady);
      }
      if (ready && !isOpen) {
        isOpen = true;
        opened();
      }
      for (const message of messages) socket.incoming.push(message);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
