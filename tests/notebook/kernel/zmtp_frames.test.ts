import { expect, test } from "vitest";
import { ZmtpDecoder } from "../../../lib/notebook/kernel/zmtp_decoder.ts";
import {
  encodeMessage,
  type MessageParts,
  zmtpGreeting,
  zmtpReady,
} from "../../../lib/notebook/kernel/zmtp_frames.ts";

/** What a peer sends: greeting, READY and the messages given. */
function peerBytes(messages: readonly MessageParts[]): Uint8Array {
  const pieces = [
    zmtpGreeting(),
    zmtpReady("ROUTER"),
    ...messages.map(encodeMessage),
  ];
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

const text = (value: string) => new TextEncoder().encode(value);

test("zmtpGreeting() is the 64 bytes of the specification", () => {
  const greeting = zmtpGreeting();
  expect(greeting).toHaveLength(64);
  expect([...greeting.slice(0, 16)]).toEqual([
    0xff,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0x7f,
    3,
    0,
    78,
    85,
    76,
    76,
  ]);
});

test("encodeMessage() writes a short frame as flag, length, body", () => {
  expect([...encodeMessage([text("ab"), text("")])]).toEqual([
    1,
    2,
    97,
    98,
    0,
    0,
  ]);
});

test("encodeMessage() writes a body of more than 255 bytes with an 8-byte length", () => {
  const bytes = encodeMessage([new Uint8Array(256)]);
  expect([...bytes.slice(0, 9)]).toEqual([2, 0, 0, 0, 0, 0, 0, 1, 0]);
  expect(bytes).toHaveLength(265);
});

test.each([1, 2, 3, 7, 64, 1000])(
  "ZmtpDecoder reads messages that arrive %i bytes at a time",
  (size) => {
    const messages = [[text("a")], [text("b"), text("")], [
      new Uint8Array(300).fill(7),
    ]];
    const bytes = peerBytes(messages);
    const decoder = new ZmtpDecoder();
    const found: MessageParts[] = [];
    let isReady = false;
    for (let start = 0; start < bytes.length; start += size) {
      const { ready, messages: next } = decoder.push(
        bytes.slice(start, start + size),
      );
      isReady = ready;
      found.push(...next);
    }
    expect(isReady).toBe(true);
    expect(found.map((parts) => parts.map((part) => [...part]))).toEqual(
      messages.map((parts) => parts.map((part) => [...part])),
    );
  },
);

test("ZmtpDecoder throws when the peer speaks another protocol", () => {
  const bytes = text("HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(64, " "));
  expect(() => new ZmtpDecoder().push(bytes)).toThrow(SyntaxError);
});

const INTRUDER = text("\x01\x09<IDS|MSG>");
const short = encodeMessage([text("<IDS|MSG>"), text("kort")]);
const long = encodeMessage([
  text("<IDS|MSG>"),
  new Uint8Array(300).fill(97),
  text("z"),
]);

/** Parts of the messages, when a short one is written into a long one. */
function decodeMixed(at: number, size: number): readonly string[] {
  const bytes = [
    ...peerBytes([]),
    ...long.slice(0, at),
    ...short,
    ...long.slice(at),
    ...long,
  ];
  const decoder = new ZmtpDecoder({ intruder: INTRUDER });
  const found: MessageParts[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    const piece = Uint8Array.from(bytes.slice(start, start + size));
    found.push(...decoder.push(piece).messages);
  }
  return found.map((parts) =>
    parts.map((part) => new TextDecoder().decode(part)).join()
  );
}

test.each([1, 10, 1000])(
  "ZmtpDecoder takes a message out of the middle of another, %i bytes at a time",
  (size) => {
    const whole = `<IDS|MSG>,${"a".repeat(300)},z`;
    for (const at of [20, 21, 100, 318]) {
      expect(decodeMixed(at, size)).toEqual(["<IDS|MSG>,kort", whole, whole]);
    }
  },
);

test("ZmtpDecoder throws when a frame cannot be one", () => {
  const flags = new ZmtpDecoder();
  flags.push(peerBytes([]));
  expect(() => flags.push(Uint8Array.from([97, 98]))).toThrow(
    new SyntaxError(
      "Cannot read a message: a frame has the flags 97, expected 0 to 7",
    ),
  );
  const size = new ZmtpDecoder();
  size.push(peerBytes([]));
  expect(() => size.push(Uint8Array.from([2, 97, 97, 97, 97, 97, 97, 97, 97])))
    .toThrow(/a frame of \d+ bytes, fewer than 2147483648 are allowed/);
});
