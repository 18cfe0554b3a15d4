import type { KernelError } from "../kernel/barrier.ts";
import { findSyntaxProblem } from "../run/cell_source.ts";
import type { JsonObject } from "../kernel/wire_message.ts";

/** What a cell that somebody stopped ends with. */
export const STOPPED: KernelError = say("Interrupted", "the cell was stopped");

/** What a cell ends with that could only be stopped together with its kernel. */
export const RESTARTED: KernelError = say(
  "Interrupted",
  "the cell was waiting (await), which cannot be stopped; its kernel was started anew, so run the cells above again",
);

/** What a cell ends with that ended its kernel. */
export const DIED: KernelError = say(
  "KernelDied",
  "the kernel ended while it ran this cell",
);

function say(name: string, message: string): KernelError {
  return { name, message, traceback: [`${name}: ${message}`] };
}

/**
 * Says why a cell failed of which Deno's kernel says only that it did, as it
 * does of a cell that cannot be parsed.
 *
 * @param code The cell.
 * @param content The kernel's reply.
 */
export async function explainError(
  code: string,
  content: JsonObject,
): Promise<KernelError> {
  const problem = await findSyntaxProblem(code);
  if (problem === null) {
    return {
      name: String(content["ename"] ?? "Error"),
      message: String(content["evalue"] ?? "the kernel gave no reason"),
      traceback: [],
    };
  }
  const line = problem.line ?? 1;
  const source = code.split("\n")[line - 1] ?? "";
  const message = `${problem.message}, line ${line}: ${source.trim()}`;
  return say("SyntaxError", message);
}
