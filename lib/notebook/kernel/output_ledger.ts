import type { NotebookOutput } from "../notebook_file.ts";
import { collectOutputs, isOutput } from "./outputs.ts";
import type { WireMessage } from "./wire_message.ts";

/**
 * Files everything a kernel publishes under the cell it belongs to: the one that
 * the message names as its parent, also when a later cell runs by now; the
 * running one when the message names nobody that is known. An update of a
 * display goes to the cell that shows it. A message that comes twice counts once.
 */
export class OutputLedger {
  readonly #messages: Map<string, WireMessage[]> = new Map();
  /** Cell by the id of any request made for it. */
  readonly #cellOf: Map<string, string> = new Map();
  readonly #cellOfDisplay: Map<string, string> = new Map();
  readonly #idle: Set<string> = new Set();
  readonly #seen: Set<string> = new Set();
  #current: string | null = null;
  #count = 0;

  /** A cell begins; its outputs are asked for by the id of its request. */
  begin(id: string): void {
    this.#messages.set(id, []);
    this.#cellOf.set(id, id);
    this.#current = id;
  }

  /** Another request is made for the running cell; what names it belongs there. */
  alias(id: string): void {
    if (this.#current !== null) this.#cellOf.set(id, this.#current);
  }

  /** Files one message. */
  file(message: WireMessage): void {
    if (this.#seen.has(message.id)) return;
    if (message.id !== "") this.#seen.add(message.id);
    if (message.content["execution_state"] === "idle") {
      this.#idle.add(message.parentId);
    }
    if (!isOutput(message)) return;
    this.#count += 1;
    const cell = this.#cellFor(message);
    if (cell !== null) this.#messages.get(cell)?.push(message);
  }

  /** Whether the kernel has said that it is done with a request. */
  sawIdle(id: string): boolean {
    return this.#idle.has(id);
  }

  /** Outputs filed so far, of all cells and before the first. */
  count(): number {
    return this.#count;
  }

  /** A cell's outputs as they are now; empty for a cell that never began. */
  outputs(id: string): readonly NotebookOutput[] {
    return collectOutputs(this.#messages.get(id) ?? []);
  }

  #cellFor({ type, parentId, content }: WireMessage): string | null {
    const named = this.#cellOf.get(parentId) ?? this.#current;
    const { display_id: display } = (content["transient"] ?? {}) as {
      readonly display_id?: string;
    };
    if (display === undefined || named === null) return named;
    if (type === "update_display_data") {
      return this.#cellOfDisplay.get(display) ?? named;
    }
    this.#cellOfDisplay.set(display, named);
    return named;
  }
}
