import { Buffer } from "node:buffer";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { JsonObject } from "../kernel/wire_message.ts";
import type { MessageParts } from "../kernel/zmtp_frames.ts";

/** A request with everything that its answers have to repeat. */
export interface Envelope {
  /** What stands before the delimiter. */
  readonly identities: MessageParts;
  readonly header: JsonObject;
  readonly content: JsonObject;
}

const DELIMITER = "<IDS|MSG>";

/**
 * Reads a request.
 *
 * @param key Secret of the connection file.
 * @returns The request; null when it is none or its signature is wrong.
 */
export function openEnvelope(
  parts: MessageParts,
  key: string,
): Envelope | null {
  const at = parts.findIndex((part) =>
    Buffer.from(part).toString() === DELIMITER
  );
  const body = parts.slice(at + 2);
  const [header, , , content] = body;
  if (at < 0 || header === undefined || content === undefined) return null;
  const [found, expected] = [
    Buffer.from(parts[at + 1] ?? []),
    Buffer.from(sign(body, key)),
  ];
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) {
    return null;
  }
  return {
    identities: parts.slice(0, at),
    header: JSON.parse(Buffer.from(header).toString()),
    content: JSON.parse(Buffer.from(content).toString()),
  };
}

/** An answer to be sent. */
export interface Answer {
  /** e.g. "stream". */
  readonly type: string;
  readonly content: JsonObject;
  /** Null when nothing was asked yet. */
  readonly parent: Envelope | null;
  readonly session: string;
  readonly key: string;
}

/** Writes an answer that names the request it belongs to. */
export function sealAnswer(
  { type, content, parent, session, key }: Answer,
): MessageParts {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const body = [header, parent?.header ?? {}, {}, content].map((part) =>
    Buffer.from(JSON.stringify(part))
  );
  return [Buffer.from(DELIMITER), Buffer.from(sign(body, key)), ...body];
}

function sign(body: MessageParts, key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of body) hmac.update(part);
  return hmac.digest("hex");
}
