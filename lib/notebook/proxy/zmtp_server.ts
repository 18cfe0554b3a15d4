import { createServer, type Socket } from "node:net";
import { ZmtpDecoder } from "../zmtp_decoder.ts";
import {
  encodeMessage,
  type MessageParts,
  zmtpGreeting,
  zmtpReady,
} from "../zmtp_frames.ts";

/** One client of a server socket. */
export interface ZmtpPeer {
  send(parts: MessageParts): void;
}

/** A ZeroMQ socket that others connect to. */
export interface ZmtpServer {
  /** Sends to everybody who is connected. */
  broadcast(parts: MessageParts): void;
}

/** Options for {@linkcode listenZmtp}. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Called with every message and who sent it. @default {nothing} */
  readonly onMessage?: (parts: MessageParts, peer: ZmtpPeer) => void;
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
  { host, port, onMessage = () => {} }: ListenOptions,
): Promise<ZmtpServer> {
  const peers = new Set<ZmtpPeer>();
  const server = createServer({ noDelay: true }, (tcp) => {
    const peer: ZmtpPeer = {
      send: (parts) => void tcp.write(encodeMessage(parts)),
    };
    tcp.on("error", () => tcp.destroy());
    tcp.on("close", () => peers.delete(peer));
    tcp.write(zmtpGreeting());
    serve(tcp, {
      type,
      ready: () => peers.add(peer),
      onMessage: (parts) => onMessage(parts, peer),
    });
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, host, () =>
      resolve({
        broadcast: (parts) => {
          for (const peer of peers) peer.send(parts);
        },
      }));
  });
}

interface Session {
  readonly type: string;
  readonly ready: () => void;
  readonly onMessage: (parts: MessageParts) => void;
}

function serve(tcp: Socket, { type, ready, onMessage }: Session): void {
  const decoder = new ZmtpDecoder();
  let saidReady = false;
  let isReady = false;
  tcp.on("data", (bytes: Uint8Array) => {
    try {
      const decoded = decoder.push(bytes);
      if (decoded.greeted && !saidReady) {
        saidReady = true;
        tcp.write(zmtpReady(type));
      }
      if (decoded.ready && !isReady) {
        isReady = true;
        ready();
      }
      for (const message of decoded.messages) onMessage(message);
    } catch {
      // Not a ZeroMQ peer, or one that gave up; others are served on.
      tcp.destroy();
    }
  });
}
