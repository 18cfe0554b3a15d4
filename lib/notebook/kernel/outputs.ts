import { createHash } from "node:crypto";
import type { MimeBundle, NotebookOutput } from "../notebook_file.ts";
import type { WireMessage } from "./wire_message.ts";

const OUTPUT_TYPES: ReadonlySet<string> = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
]);

/** Whether a published message says something about a cell's outputs. */
export function isOutput({ type }: WireMessage): boolean {
  return OUTPUT_TYPES.has(type);
}

/**
 * Turns published messages into a cell's outputs, in the order they came:
 * streams are merged, `clear_output` empties the list, updates replace what
 * they name. Messages of other types are no outputs.
 *
 * @param messages Everything published for one cell.
 */
export function collectOutputs(
  messages: readonly WireMessage[],
): readonly NotebookOutput[] {
  const outputs: NotebookOutput[] = [];
  const places = new Map<string, number>();
  for (const message of messages) {
    if (message.type === "clear_output") {
      outputs.length = 0;
      places.clear();
      continue;
    }
    const output = toOutput(message);
    if (output === null) continue;
    const displayId = displayIdOf(message);
    const place = displayId === null ? undefined : places.get(displayId);
    if (message.type === "update_display_data" && place !== undefined) {
      outputs[place] = output;
    } else if (!mergeStream(outputs, output)) {
      if (displayId !== null) places.set(displayId, outputs.length);
      outputs.push(output);
    }
  }
  return outputs;
}

function toOutput({ type, content }: WireMessage): NotebookOutput | null {
  const bundle = (name: string) => (content[name] ?? {}) as MimeBundle;
  switch (type) {
    case "stream":
      return {
        output_type: "stream",
        name: content["name"] === "stderr" ? "stderr" : "stdout",
        text: String(content["text"]),
      };
    case "display_data":
    case "update_display_data":
      return {
        output_type: "display_data",
        data: bundle("data"),
        metadata: bundle("metadata"),
      };
    case "execute_result":
      return {
        output_type: "execute_result",
        data: bundle("data"),
        metadata: bundle("metadata"),
        execution_count: Number(content["execution_count"] ?? 0),
      };
    case "error":
      return {
        output_type: "error",
        ename: String(content["ename"]),
        evalue: String(content["evalue"]),
        traceback: toLines(content["traceback"]),
      };
    default:
      return null;
  }
}

function toLines(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function displayIdOf({ content }: WireMessage): string | null {
  const id = (content["transient"] as MimeBundle | undefined)?.["display_id"];
  return typeof id === "string" ? id : null;
}

/** Appends to the last output when both are the same stream. */
function mergeStream(
  outputs: NotebookOutput[],
  output: NotebookOutput,
): boolean {
  const last = outputs.at(-1);
  if (output.output_type !== "stream" || last?.output_type !== "stream") {
    return false;
  }
  if (last.name !== output.name) return false;
  outputs[outputs.length - 1] = { ...last, text: last.text + output.text };
  return true;
}

/**
 * SHA-256 of a cell's outputs in a form that two runs share: no execution
 * counts, no tracebacks, no folder of this machine, keys in order.
 *
 * @param outputs Outputs of one cell.
 * @param root Folder whose path is taken out of texts, without a final slash.
 * @returns Hexadecimal, 64 characters.
 */
export function digestOutputs(
  outputs: readonly NotebookOutput[],
  root: string,
): string {
  const canonical = JSON.stringify(outputs.map(canonicalOutput), sortKeys);
  return createHash("sha256").update(withoutRoot(canonical, root)).digest(
    "hex",
  );
}

function canonicalOutput(output: NotebookOutput): unknown {
  switch (output.output_type) {
    case "stream":
      return { stream: output.name, text: output.text };
    case "error":
      return { error: output.ename, message: output.evalue };
    default:
      return { data: output.data, metadata: output.metadata };
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
  );
}

function withoutRoot(text: string, root: string): string {
  return root === ""
    ? text
    : text.replaceAll(`file://${root}`, ".").replaceAll(root, ".");
}
