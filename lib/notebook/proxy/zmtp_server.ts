import { createServer, type Socket } from "node:net";
import { ZmtpDecoder } from "../kernel/zmtp_decoder.ts";
import {
  encodeMessage,
  type MessageParts,
  zmtpGreeting,
  zmtpReady,
} from "../kernel/zmtp_frames.ts";

/** One client of a server socket. */
export interface ZmtpPeer {
  /** Name that the client gave itself, hexadecimal; its sockets share it. */
  readonly identity: string;
  send(parts: MessageParts): void;
}

/** A ZeroMQ socket that others connect to. */
export interface ZmtpServer {
  /** Sends to everybody who is connected. */
  broadcast(parts: MessageParts): void;
  /** Everybody who is connected. */
  peers(): readonly ZmtpPeer[];
}

/** Options for {@linkcode listenZmtp}. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Called with every message and who sent it. @default {nothing} */
  readonly onMessage?: (parts: MessageParts, peer: ZmtpPeer) => void;
  /** Called when a client has hung up. @default {nothing} */
  readonly onGone?: (peer: ZmtpPeer) => void;
}

/**
 * Listens as a ZeroMQ socket. Answers go to the peer that asked, so routing
 * identities are not needed.
 *
 * @param type Name of the socket, e.g. "ROUTER".
 * @throws {Error} If the port is taken.
 * @see ZMTP 3.0 specification, rfc.zeromq.org/spec/23.
 */
export function listenZmtp(
  type: "ROUTER" | "PUB" | "REP",
  { host, port, onMessage = () => {}, onGone = () => {} }: ListenOptions,
): Promise<ZmtpServer> {
  const peers = new Set<ZmtpPeer>();
  const server = createServer({ noDelay: true }, (tcp) => {
    tcp.on("error", () => tcp.destroy());
    tcp.write(zmtpGreeting());
    serve(tcp, {
      type,
      opened: (peer) => {
        peers.add(peer);
        tcp.on("close", () => {
          peers.delete(peer);
          onGone(peer);
        });
      },
      onMessage,
    });
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, host, () =>
      resolve({
        broadcast: (parts) => {
          for (const peer of peers) peer.send(parts);
        },
        peers: () => [...peers],
      }));
  });
}

interface Session {
  readonly type: string;
  readonly opened: (peer: ZmtpPeer) => void;
  readonly onMessage: (parts: MessageParts, peer: ZmtpPeer) => void;
}

function serve(tcp: Socket, { type, opened, onMessage }: Session): void {
  const decoder = new ZmtpDecoder();
  let saidReady = false;
  let peer: ZmtpPeer | null = null;
  tcp.on("data", (bytes: Uint8Array) => {
    try {
      const { greeted, ready, identity, messages } = decoder.push(bytes);
      if (greeted && !saidReady) {
        saidReady = true;
        tcp.write(zmtpReady(type));
      }
      if (ready && peer === null) {
        const send = (parts: MessageParts) =>
          void tcp.write(encodeMessage(parts));
        opened(peer = { identity, send });
      }
      if (peer === null) return;
      for (const message of messages) onMessage(message, peer);
    } catch {
      // Not a ZeroMQ peer, or one that gave up; others are served on.
      tcp.destroy();
    }
  });
}
