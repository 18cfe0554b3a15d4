import { Buffer } from "node:buffer";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { MessageParts } from "./zmtp_frames.ts";

/** A JSON object from the wire; its fields are checked where they are read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One message of Jupyter's protocol. */
export interface WireMessage {
  /** e.g. "execute_reply". */
  readonly type: string;
  readonly id: string;
  /** Id of the request that this answers; "" when there is none. */
  readonly parentId: string;
  readonly content: JsonObject;
}

/** What a request needs beside its content. */
export interface WireEnvelope {
  /** Secret of the connection file. */
  readonly key: string;
  /** Names this client for the kernel's whole life. */
  readonly session: string;
}

const DELIMITER = "<IDS|MSG>";
const PROTOCOL_VERSION = "5.3";

/** A request ready for the wire and the id that its reply will name. */
export interface OutgoingRequest {
  readonly id: string;
  readonly parts: MessageParts;
}

/**
 * Writes one request with its HMAC-SHA256 signature.
 *
 * @param type e.g. "execute_request".
 * @param content The request's fields.
 * @see Jupyter client documentation, "Messaging in Jupyter", the wire protocol.
 */
export function encodeRequest(
  type: string,
  content: JsonObject,
  { key, session }: WireEnvelope,
): OutgoingRequest {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session,
    username: "laeringsrapport",
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const body = [header, {}, {}, content].map((part) =>
    Buffer.from(JSON.stringify(part))
  );
  return {
    id,
    parts: [Buffer.from(DELIMITER), Buffer.from(sign(body, key)), ...body],
  };
}

/**
 * Reads one message and checks its signature.
 *
 * @param parts Parts as they came, with or without leading identities.
 * @param key Secret of the connection file.
 * @throws {SyntaxError} If the message is not Jupyter's or the signature is wrong.
 */
export function decodeMessage(parts: MessageParts, key: string): WireMessage {
  const at = parts.findIndex((part) => text(part) === DELIMITER);
  const body = parts.slice(at + 2, at + 6);
  const signature = parts[at + 1];
  if (at < 0 || body.length < 4 || signature === undefined) {
    throw new SyntaxError(
      `Cannot read a kernel message: ${parts.length} parts, expected a delimiter, a signature and 4 parts`,
    );
  }
  if (!isSame(text(signature), sign(body, key))) {
    throw new SyntaxError(
      "Cannot read a kernel message: its signature does not match the connection key",
    );
  }
  const [header, parent, , content] = body.map((part) =>
    JSON.parse(text(part)) as JsonObject
  );
  return {
    type: field(header, "msg_type"),
    id: field(header, "msg_id"),
    parentId: field(parent, "msg_id"),
    content: content ?? {},
  };
}

function sign(body: MessageParts, key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of body) hmac.update(part);
  return hmac.digest("hex");
}

function isSame(found: string, expected: string): boolean {
  const [a, b] = [Buffer.from(found), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function text(part: Uint8Array): string {
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString(
    "utf8",
  );
}

function field(object: JsonObject | undefined, name: string): string {
  const value = object?.[name];
  return typeof value === "string" ? value : "";
}
