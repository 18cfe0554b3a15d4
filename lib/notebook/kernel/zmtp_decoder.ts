import { Buffer } from "node:buffer";
import {
  checkGreeting,
  findIntruder,
  GREETING_LENGTH,
  HAS_MORE,
  IS_COMMAND,
  type MessageParts,
  readFrame,
  readMessage,
} from "./zmtp_frames.ts";

/** What a stretch of received bytes turned out to hold. */
export interface DecodedBytes {
  /** The peer has sent a valid greeting, now or before. */
  readonly greeted: boolean;
  /** The peer has sent its READY command, now or before. */
  readonly ready: boolean;
  /** The name that the peer gave itself, hexadecimal; "" while it has none. */
  readonly identity: string;
  /** Messages completed by these bytes. */
  readonly messages: readonly MessageParts[];
}

/** Options for {@linkcode ZmtpDecoder}. */
export interface ZmtpDecoderOptions {
  /**
   * How a message begins that the peer may have written into the middle of
   * another one; bytes that no message contains elsewhere. @default {null}
   */
  readonly intruder?: Uint8Array | null;
}

/**
 * Turns the bytes of one connection into messages, whatever pieces they come
 * in. Bytes are kept as a list until a frame is whole, so a large message costs
 * one copy and not one per packet.
 */
export class ZmtpDecoder {
  readonly #intruder: Uint8Array | null;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #needed = GREETING_LENGTH;
  #greeted = false;
  #ready = false;
  #identity = "";
  #parts: Uint8Array[] = [];

  /** Makes a decoder for a new connection. */
  constructor({ intruder = null }: ZmtpDecoderOptions = {}) {
    this.#intruder = intruder;
  }

  /**
   * Takes the next bytes from the wire.
   *
   * @throws {SyntaxError} If the peer does not speak ZMTP 3 or sends an error.
   */
  push(bytes: Uint8Array): DecodedBytes {
    this.#chunks.push(bytes);
    this.#buffered += bytes.length;
    const messages: MessageParts[] = [];
    while (this.#buffered >= this.#needed) {
      const rest = this.#readAll(Buffer.concat(this.#chunks), messages);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#buffered = rest.length;
    }
    return {
      greeted: this.#greeted,
      ready: this.#ready,
      identity: this.#identity,
      messages,
    };
  }

  /** Reads what is whole, sets how many bytes the next step needs, returns the rest. */
  #readAll(received: Buffer, messages: MessageParts[]): Buffer {
    let rest = received;
    if (!this.#greeted) {
      checkGreeting(rest);
      this.#greeted = true;
      rest = rest.subarray(GREETING_LENGTH);
    }
    for (;;) {
      const { flags, body, length } = readFrame(rest);
      this.#needed = length;
      if (body === null) return rest;
      const at = this.#intruderIn(rest, length - body.length, length);
      if (at < 0) {
        rest = rest.subarray(length);
        this.#take(flags, body, messages);
        continue;
      }
      const intruder = readMessage(rest.subarray(at));
      const end = at + intruder.length;
      this.#needed = Math.max(this.#needed, end);
      if (intruder.parts === null) return rest;
      messages.push(intruder.parts);
      rest = Buffer.concat([rest.subarray(0, at), rest.subarray(end)]);
    }
  }

  #intruderIn(rest: Buffer, start: number, end: number): number {
    const mark = this.#intruder;
    return mark === null ? -1 : findIntruder(rest, { start, end, mark });
  }

  #take(flags: number, body: Buffer, messages: MessageParts[]): void {
    if ((flags & IS_COMMAND) !== 0) {
      const name = body.toString("ascii", 1, 1 + (body[0] ?? 0));
      if (name === "ERROR") {
        throw new SyntaxError(
          `Cannot connect to the kernel: it answered ${
            body.toString("ascii", 7)
          }`,
        );
      }
      if (name === "READY") {
        this.#ready = true;
        this.#identity = identityOf(body);
      }
      return;
    }
    // Copied, so that a short part does not keep a large packet alive.
    this.#parts.push(new Uint8Array(body));
    if ((flags & HAS_MORE) !== 0) return;
    messages.push(this.#parts);
    this.#parts = [];
  }
}

/** The property "Identity" of a READY command, hexadecimal; "" when there is none. */
function identityOf(ready: Buffer): string {
  let offset = 1 + (ready[0] ?? 0);
  while (offset < ready.length) {
    const nameEnd = offset + 1 + (ready[offset] ?? 0);
    if (nameEnd + 4 > ready.length) break;
    const name = ready.toString("ascii", offset + 1, nameEnd);
    const end = nameEnd + 4 + ready.readUInt32BE(nameEnd);
    if (name.toLowerCase() === "identity") {
      return ready.toString("hex", nameEnd + 4, end);
    }
    offset = end;
  }
  return "";
}
