import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { NotebookOutput } from "#lib/notebook/mod.ts";
import {
  collectOutputs,
  digestOutputs,
} from "../../../lib/notebook/kernel/outputs.ts";
import type {
  JsonObject,
  WireMessage,
} from "../../../lib/notebook/kernel/wire_message.ts";

function message(type: string, content: JsonObject): WireMessage {
  return { type, id: "m", parentId: "p", content };
}

const line = (name: string, text: string) => message("stream", { name, text });

test("collectOutputs() merges neighbours of one stream and keeps the order", () => {
  const messages = [
    line("stdout", "a"),
    line("stdout", "b"),
    line("stderr", "c"),
    line("stdout", "d"),
  ];
  expect(
    collectOutputs([
      ...messages,
      message("status", { execution_state: "idle" }),
    ]),
  ).toEqual([
    { output_type: "stream", name: "stdout", text: "ab" },
    { output_type: "stream", name: "stderr", text: "c" },
    { output_type: "stream", name: "stdout", text: "d" },
  ]);
});

test("collectOutputs() lets an update replace the display it names", () => {
  const show = (type: string, text: string) =>
    message(type, {
      data: { "text/plain": text },
      metadata: {},
      transient: { display_id: "d1" },
    });
  const outputs = collectOutputs([
    show("display_data", "1"),
    line("stdout", "x"),
    show("update_display_data", "2"),
  ]);
  expect(outputs[0]).toEqual({
    output_type: "display_data",
    data: { "text/plain": "2" },
    metadata: {},
  });
  expect(outputs).toHaveLength(2);
});

test("collectOutputs() starts again after clear_output", () => {
  const outputs = collectOutputs([
    line("stdout", "a"),
    message("clear_output", {}),
    line("stdout", "b"),
  ]);
  expect(outputs).toEqual([{
    output_type: "stream",
    name: "stdout",
    text: "b",
  }]);
});

test("digestOutputs() is the SHA-256 of a text that can be made by hand", () => {
  const outputs: readonly NotebookOutput[] = [{
    output_type: "stream",
    name: "stdout",
    text: "hej\n",
  }];
  const canonical = `[{"stream":"stdout","text":"hej\\n"}]`;
  expect(digestOutputs(outputs, "")).toBe(
    createHash("sha256").update(canonical).digest("hex"),
  );
});

test("digestOutputs() sees neither counts, key order, tracebacks nor the project's folder", () => {
  const first: readonly NotebookOutput[] = [
    {
      output_type: "execute_result",
      data: { a: 1, b: 2 },
      metadata: {},
      execution_count: 1,
    },
    {
      output_type: "error",
      ename: "Error",
      evalue: "in /home/a/lib",
      traceback: ["at /home/a/lib:1"],
    },
  ];
  const second: readonly NotebookOutput[] = [
    { output_type: "display_data", data: { b: 2, a: 1 }, metadata: {} },
    {
      output_type: "error",
      ename: "Error",
      evalue: "in /srv/b/lib",
      traceback: [],
    },
  ];
  expect(digestOutputs(first, "/home/a")).toBe(digestOutputs(second, "/srv/b"));
});

test("digestOutputs() sees a changed digit", () => {
  const of = (text: string) =>
    digestOutputs([{ output_type: "stream", name: "stdout", text }], "");
  expect(of("512")).not.toBe(of("513"));
});
