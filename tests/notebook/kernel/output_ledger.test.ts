import { expect, test } from "vitest";
import { OutputLedger } from "../../../lib/notebook/kernel/output_ledger.ts";
import type { JsonObject } from "../../../lib/notebook/kernel/wire_message.ts";

let made = 0;

/** A message of a kernel; ids are new where none is given. */
function message(parentId: string, text: string, id = `m${++made}`) {
  return { type: "stream", id, parentId, content: { name: "stdout", text } };
}

function display(type: string, parentId: string, text: string) {
  const content: JsonObject = {
    data: { "text/plain": text },
    metadata: {},
    transient: { display_id: "d" },
  };
  return { type, id: `m${++made}`, parentId, content };
}

const texts = (ledger: OutputLedger, id: string) =>
  ledger.outputs(id).map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "display_data"
      ? output.data["text/plain"]
      : ""
  );

test("OutputLedger files a message under the cell that it names, and under the running one otherwise", () => {
  const ledger = new OutputLedger();
  ledger.file(message("", "før alle"));
  ledger.begin("a");
  ledger.alias("a-marker");
  ledger.begin("b");
  ledger.file(message("a", "1"));
  ledger.file(message("a-marker", "2"));
  ledger.file(message("b", "3"));
  ledger.file(message("ukendt", "4"));
  expect([texts(ledger, "a"), texts(ledger, "b"), texts(ledger, "c")]).toEqual([
    ["12"],
    ["34"],
    [],
  ]);
  expect(ledger.count()).toBe(5);
});

test("OutputLedger counts a message once that comes twice", () => {
  const ledger = new OutputLedger();
  ledger.begin("a");
  ledger.file(message("a", "x", "samme"));
  ledger.file(message("a", "x", "samme"));
  expect([texts(ledger, "a"), ledger.count()]).toEqual([["x"], 1]);
});

test("OutputLedger lets an update change the cell that shows the display", () => {
  const ledger = new OutputLedger();
  ledger.begin("a");
  ledger.file(display("display_data", "a", "før"));
  ledger.begin("b");
  ledger.file(display("update_display_data", "b", "efter"));
  expect([texts(ledger, "a"), texts(ledger, "b")]).toEqual([["efter"], []]);
});

test("OutputLedger.sawIdle() tells whether the kernel is done with a request", () => {
  const ledger = new OutputLedger();
  ledger.begin("a");
  const content = { execution_state: "idle" };
  ledger.file({ type: "status", id: "i", parentId: "a", content });
  expect([ledger.sawIdle("a"), ledger.sawIdle("b")]).toEqual([true, false]);
});
