import { Buffer } from "node:buffer";

/** The parts of one ZeroMQ message, in order. */
export type MessageParts = readonly Uint8Array[];

/** Flag of a frame that others of the same message follow. */
export const HAS_MORE = 1;
const IS_LONG = 2;
/** Flag of a frame for the connection itself. */
export const IS_COMMAND = 4;
/** Bytes of a greeting. */
export const GREETING_LENGTH = 64;
const RESERVED_FLAGS = 0xf8;
const SHORT_LIMIT = 255;
/** No message is as long; a frame that says so is not one. */
const LONGEST_FRAME = 2 ** 31;

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
 * @param identity Under which a ROUTER knows this socket; "" lets it choose.
 * @returns The whole frame.
 */
export function zmtpReady(socketType: string, identity = ""): Uint8Array {
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
    ...property("Identity", identity),
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

/**
 * Checks what the peer opens the connection with.
 *
 * @throws {SyntaxError} If the peer does not speak ZMTP 3 without encryption.
 */
export function checkGreeting(buffer: Buffer): void {
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

/** A frame, as far as it has come. */
export interface PendingFrame {
  /** Sum of the flags. */
  readonly flags: number;
  /** Null while bytes are missing. */
  readonly body: Buffer | null;
  /** Bytes from the frame's start to its end, as far as its head tells. */
  readonly length: number;
}

/**
 * Reads the frame at the start of some bytes.
 *
 * @throws {SyntaxError} If no frame begins so.
 */
export function readFrame(buffer: Buffer): PendingFrame {
  const flags = buffer[0] ?? 0;
  if ((flags & RESERVED_FLAGS) !== 0) {
    throw new SyntaxError(
      `Cannot read a message: a frame has the flags ${flags}, expected 0 to 7`,
    );
  }
  const headLength = (flags & IS_LONG) !== 0 ? 9 : 2;
  if (buffer.length < headLength) {
    return { flags, body: null, length: headLength };
  }
  const size = headLength === 9
    ? Number(buffer.readBigUInt64BE(1))
    : buffer.readUInt8(1);
  if (!(size < LONGEST_FRAME)) {
    throw new SyntaxError(
      `Cannot read a message: a frame of ${size} bytes, fewer than ${LONGEST_FRAME} are allowed`,
    );
  }
  const length = headLength + size;
  const body = buffer.length >= length
    ? buffer.subarray(headLength, length)
    : null;
  return { flags, body, length };
}

/** A message, as far as it has come. */
export interface PendingMessage {
  /** Null while bytes are missing. */
  readonly parts: MessageParts | null;
  /** Bytes from the message's start to its end, as far as its frames tell. */
  readonly length: number;
}

/** Reads the message at the start of some bytes. */
export function readMessage(buffer: Buffer): PendingMessage {
  const parts: Uint8Array[] = [];
  for (let length = 0;;) {
    const frame = readFrame(buffer.subarray(length));
    length += frame.length;
    if (frame.body === null) return { parts: null, length };
    parts.push(new Uint8Array(frame.body));
    if ((frame.flags & HAS_MORE) === 0) return { parts, length };
  }
}

/**
 * Finds where another message begins inside a frame's body.
 *
 * @param received Bytes with the frame; the other message may go past its end.
 * @param mark How messages begin; bytes that no body contains.
 * @returns Its place in `received`; -1 when there is none.
 */
export function findIntruder(
  received: Buffer,
  { start, end, mark }: {
    /** Where the body starts. */
    readonly start: number;
    /** Where the body ends if nothing is inside. */
    readonly end: number;
    readonly mark: Uint8Array;
  },
): number {
  const inside = received.subarray(start, end).indexOf(mark);
  if (inside >= 0) return start + inside;
  // The mark may go past the end, or still be on its way.
  for (let at = Math.max(start, end - mark.length + 1); at < end; at++) {
    const found = received.subarray(at, at + mark.length);
    if (found.equals(mark.subarray(0, found.length))) return at;
  }
  return -1;
}
