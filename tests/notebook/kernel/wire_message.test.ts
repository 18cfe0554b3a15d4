import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  decodeMessage,
  encodeRequest,
} from "../../../lib/notebook/kernel/wire_message.ts";

const envelope = { key: "hemmelig", session: "s" };
const text = (part: Uint8Array | undefined) => new TextDecoder().decode(part);

test("encodeRequest() signs the four parts with HMAC-SHA256", () => {
  const { parts } = encodeRequest(
    "execute_request",
    { code: "1 + 1" },
    envelope,
  );
  const hmac = createHmac("sha256", "hemmelig");
  for (const part of parts.slice(2)) hmac.update(part);
  expect(text(parts[0])).toBe("<IDS|MSG>");
  expect(text(parts[1])).toBe(hmac.digest("hex"));
  expect(JSON.parse(text(parts[5]))).toEqual({ code: "1 + 1" });
});

test("decodeMessage() reads what encodeRequest() wrote, also after identities", () => {
  const { id, parts } = encodeRequest(
    "kernel_info_request",
    { a: "æøå" },
    envelope,
  );
  const message = decodeMessage([new Uint8Array([1, 2]), ...parts], "hemmelig");
  expect(message).toEqual({
    type: "kernel_info_request",
    id,
    parentId: "",
    content: { a: "æøå" },
  });
});

test("decodeMessage() throws when the signature is made with another key", () => {
  const { parts } = encodeRequest("status", {}, envelope);
  expect(() => decodeMessage(parts, "en anden")).toThrow(
    new SyntaxError(
      "Cannot read a kernel message: its signature does not match the connection key",
    ),
  );
});

test("decodeMessage() throws when parts are missing", () => {
  const { parts } = encodeRequest("status", {}, envelope);
  expect(() => decodeMessage(parts.slice(0, 4), "hemmelig")).toThrow(
    /4 parts, expected a delimiter/,
  );
});
