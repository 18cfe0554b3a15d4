import { Buffer } from "node:buffer";

/** The parts of one ZeroMQ message, in order. */
export type MessageParts = readonly Uint8Array[];

const HAS_MORE = 1;
const IS_LONG = 2;
const IS_COMMAND = 4;
const GREETING_LENGTH = 64;
const SHORT_LIMIT = 255;

/**
 * Makes the 64 bytes that open a ZMTP 3.0 connection with the NULL mechanism.
 *
 * @returns Signature, version 3.0, the word NULL and zeros, 64 bytes.
 * @see ZMTP 3.0 specification, rfc.zeromq.org/spec/23, "greeting".
 */
export function zmtpGreeting(): Uint8Array {
  const greeting = Buffer.alloc(GREETING_LENGTH);
  greeting[0] = 0xff;
  greeting[9] = 0x7f;
  greeting[10] = 3;
  greeting.write("NULL", 12, "ascii");
  return greeting;
}

/**
 * Makes the READY command that names the kind of socket.
 *
 * @param socketType ZeroMQ's name, e.g. "DEALER".
 * @returns The whole frame.
 */
export function zmtpReady(socketType: string): Uint8Array {
  const property = (name: string, value: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return [
      Buffer.from([name.length]),
      Buffer.from(name),
      length,
      Buffer.from(value),
    ];
  };
  const body = Buffer.concat([
    Buffer.from([5]),
    Buffer.from("READY"),
    ...property("Socket-Type", socketType),
    ...property("Identity", ""),
  ]);
  return encodeFrame(body, IS_COMMAND);
}

/**
 * Writes one message as frames; all but the last say that more follows.
 *
 * @param parts Parts of the message, at least one.
 * @returns Bytes for the wire.
 */
export function encodeMessage(parts: MessageParts): Uint8Array {
  const last = parts.length - 1;
  return Buffer.concat(
    parts.map((part, index) => encodeFrame(part, index < last ? HAS_MORE : 0)),
  );
}

function encodeFrame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length <= SHORT_LIMIT) {
    return Buffer.concat([Buffer.from([flags, body.length]), body]);
  }
  const head = Buffer.alloc(9);
  head[0] = flags | IS_LONG;
  head.writeBigUInt64BE(BigInt(body.length), 1);
  return Buffer.concat([head, body]);
}

/** What a stretch of received bytes turned out to hold. */
export interface DecodedBytes {
  /** The peer has sent a valid greeting, now or before. */
  readonly greeted: boolean;
  /** The peer has sent its READY command, now or before. */
  readonly ready: boolean;
  /** Messages completed by these bytes. */
  readonly messages: readonly MessageParts[];
}

/**
 * Turns the bytes of one connection into messages, whatever pieces they come
 * in. Bytes are kept as a list until a frame is whole, so a large message costs
 * one copy and not one per packet.
 */
export class ZmtpDecoder {
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #needed = GREETING_LENGTH;
  #greeted = false;
  #ready = false;
  #parts: Uint8Array[] = [];

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
      const buffer = Buffer.concat(this.#chunks);
      const rest = buffer.subarray(this.#readAll(buffer, messages));
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#buffered = rest.length;
    }
    return { greeted: this.#greeted, ready: this.#ready, messages };
  }

  /** Reads what is whole, sets how many bytes the next step needs, returns the bytes used. */
  #readAll(buffer: Buffer, messages: MessageParts[]): number {
    let offset = 0;
    if (!this.#greeted) {
      checkGreeting(buffer);
      this.#greeted = true;
      offset = GREETING_LENGTH;
    }
    for (;;) {
      const frame = readFrame(buffer, offset);
      this.#needed = frame.length;
      if (frame.body === null) return offset;
      offset += frame.length;
      this.#take(frame.flags, frame.body, messages);
    }
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
      if (name === "READY") this.#ready = true;
      return;
    }
    // Copied, so that a short part does not keep a large packet alive.
    this.#parts.push(new Uint8Array(body));
    if ((flags & HAS_MORE) !== 0) return;
    messages.push(this.#parts);
    this.#parts = [];
  }
}

function checkGreeting(buffer: Buffer): void {
  const isZmtp3 = buffer[0] === 0xff && buffer[9] === 0x7f &&
    (buffer[10] ?? 0) >= 3;
  const mechanism = buffer.toString("ascii", 12, 32).replace(/\0+$/, "");
  if (!isZmtp3 || mechanism !== "NULL") {
    throw new SyntaxError(
      `Cannot connect to the kernel: greeting ${
        buffer.toString("hex", 0, 16)
      } is not ZMTP 3 with the NULL mechanism`,
    );
  }
}

interface PendingFrame {
  readonly flags: number;
  /** Null while bytes are missing. */
  readonly body: Buffer | null;
  /** Bytes from the frame's start to its end, as far as its head tells. */
  readonly length: number;
}

function readFrame(buffer: Buffer, offset: number): PendingFrame {
  const flags = buffer[offset] ?? 0;
  const headLength = (flags & IS_LONG) !== 0 ? 9 : 2;
  if (buffer.length < offset + headLength) {
    return { flags, body: null, length: headLength };
  }
  const size = headLength === 9
    ? Number(buffer.readBigUInt64BE(offset + 1))
    : buffer.readUInt8(offset + 1);
  const length = headLength + size;
  const isWhole = buffer.length >= offset + length;
  const body = isWhole
    ? buffer.subarray(offset + headLength, offset + length)
    : null;
  return { flags, body, length };
}
