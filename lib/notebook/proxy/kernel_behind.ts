import { randomUUID } from "node:crypto";
import process from "node:process";
import { barrierOf } from "../kernel/barrier.ts";
import type { KernelError } from "../kernel/barrier.ts";
import { type ConnectedKernel, startConnected } from "../kernel/kernel.ts";
import type { JsonObject, WireMessage } from "../kernel/wire_message.ts";

/** Who hears of what a kernel does. */
export interface KernelListener {
  /** Something was published, in the order in which it was. */
  readonly onPublished: (message: WireMessage) => void;
  /** The kernel asks for input and waits. */
  readonly onQuestion: (content: JsonObject) => void;
  /** The kernel is gone, and nobody has asked it to end. */
  readonly onDeath: () => void;
}

const MARKER_MS = 30_000;

/** Deno's kernel, as the proxy uses it. */
export class KernelBehind {
  readonly #kernel: ConnectedKernel;
  readonly #listener: KernelListener;
  #mark = "";
  #passed: (errors: readonly KernelError[]) => void = () => {};
  #isEnding = false;

  private constructor(kernel: ConnectedKernel, listener: KernelListener) {
    this.#kernel = kernel;
    this.#listener = listener;
  }

  /**
   * Starts a kernel in the working folder.
   *
   * @throws {Error} If it does not answer.
   */
  static async start(listener: KernelListener): Promise<KernelBehind> {
    const kernel = await startConnected(process.cwd());
    const behind = new KernelBehind(kernel, listener);
    void behind.#passOn();
    void behind.#ask();
    void kernel.ended.then(() => {
      if (!behind.#isEnding) listener.onDeath();
    });
    return behind;
  }

  /** Sends a request and waits for its reply; null when the kernel is gone or late. */
  async request(
    channel: "shell" | "control",
    type: string,
    { content, timeoutMs }: {
      readonly content: JsonObject;
      readonly timeoutMs: number;
    },
  ): Promise<WireMessage | null> {
    const { connection } = this.#kernel;
    const id = connection.request(channel, type, content);
    return await connection.reply(channel, id, timeoutMs);
  }

  /** Asks the kernel to stop what it computes; nothing comes back. */
  interrupt(): void {
    this.#kernel.connection.request("control", "interrupt_request", {});
  }

  /** Answers the question that was asked last; null is no answer. */
  answer(value: string | null): void {
    this.#kernel.connection.answer(value);
  }

  /**
   * Waits until everything published so far has been told to the listener.
   *
   * @returns Errors of promises that nobody awaited.
   */
  async settle(): Promise<readonly KernelError[]> {
    this.#mark = randomUUID();
    const passed = new Promise<readonly KernelError[]>((resolve) => {
      this.#passed = resolve;
    });
    const { program } = this.#kernel.connection;
    const content = {
      code: program.barrier(this.#mark),
      silent: false,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
    };
    const options = { content, timeoutMs: MARKER_MS };
    const reply = await this.request("shell", "execute_request", options);
    return reply === null ? [] : await passed;
  }

  /** Ends the kernel. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#kernel.shutdown();
  }

  async #passOn(): Promise<void> {
    for (;;) {
      const message = await this.#kernel.connection.published(Infinity);
      if (message === null) return;
      const barrier = barrierOf(message);
      if (barrier === null) this.#listener.onPublished(message);
      else if (barrier.mark === this.#mark) this.#passed(barrier.errors);
    }
  }

  async #ask(): Promise<void> {
    for (;;) {
      const question = await this.#kernel.connection.asked(Infinity);
      if (question === null) return;
      this.#listener.onQuestion(question.content);
    }
  }
}
