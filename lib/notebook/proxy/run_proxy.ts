import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import { barrierOf } from "../barrier.ts";
import type { KernelError } from "../barrier.ts";
import { findSyntaxProblem } from "../cell_source.ts";
import { type ConnectedKernel, startConnected } from "../kernel.ts";
import type { JsonObject } from "../wire_message.ts";
import { type Envelope, openEnvelope, sealAnswer } from "./envelope.ts";
import { listenZmtp, type ZmtpPeer } from "./zmtp_server.ts";

interface JupyterConnection {
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

const OUTPUTS = [
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
];
const ANSWER_MS = 30_000;

/**
 * Stands between Jupyter and Deno's kernel: says that a cell has ended only when
 * its outputs are out, files them under the right cell, and adds the text of
 * syntax errors and the errors of promises that nobody awaited.
 *
 * @param connectionFile As Jupyter wrote it.
 */
export async function runProxy(connectionFile: string): Promise<void> {
  const info: JupyterConnection = JSON.parse(
    readFileSync(connectionFile, "utf8"),
  );
  const kernel = await startConnected(process.cwd());
  const proxy = new KernelProxy(kernel, info.key);
  const { ip: host } = info;
  const iopub = await listenZmtp("PUB", { host, port: info.iopub_port });
  proxy.publish = (parts) => iopub.broadcast(parts);
  await listenZmtp("REP", {
    host,
    port: info.hb_port,
    onMessage: (parts, peer) => peer.send(parts),
  });
  await listenZmtp("ROUTER", { host, port: info.stdin_port });
  for (const channel of ["shell", "control"] as const) {
    await listenZmtp("ROUTER", {
      host,
      port: info[`${channel}_port`],
      onMessage: (parts, peer) => {
        const request = openEnvelope(parts, info.key);
        if (request !== null) proxy.take(channel, { request, peer });
      },
    });
  }
  await kernel.ended;
  process.exit(1);
}

interface Asked {
  readonly request: Envelope;
  readonly peer: ZmtpPeer;
}

class KernelProxy {
  publish: (parts: ReturnType<typeof sealAnswer>) => void = () => {};
  readonly #kernel: ConnectedKernel;
  readonly #key: string;
  readonly #session = randomUUID();
  readonly #tails = { shell: Promise.resolve(), control: Promise.resolve() };
  #current: Envelope | null = null;
  #sawError = false;
  #aborted = 0;
  #arrived = 0;
  #mark = "";
  #passed: (errors: readonly KernelError[]) => void = () => {};

  constructor(kernel: ConnectedKernel, key: string) {
    this.#kernel = kernel;
    this.#key = key;
    void this.#pump();
  }

  /** Answers requests one by one on each channel. */
  take(channel: "shell" | "control", asked: Asked): void {
    const number = channel === "shell" ? ++this.#arrived : Infinity;
    this.#tails[channel] = this.#tails[channel]
      .then(() => this.#serve(channel, { ...asked, number }))
      .catch((error) => console.error(error));
  }

  async #serve(
    channel: "shell" | "control",
    { request, peer, number }: Asked & { readonly number: number },
  ): Promise<void> {
    const type = String(request.header["msg_type"]);
    const isExecution = type === "execute_request";
    if (isExecution) this.#current = request;
    this.#tell("status", { execution_state: "busy" }, request);
    const content = isExecution
      ? await this.#execute(request, number)
      : await this.#ask(channel, type, request.content);
    if (content !== null) {
      const reply = sealAnswer({
        type: type.replace(/_request$/, "_reply"),
        content,
        parent: request,
        session: this.#session,
        key: this.#key,
      });
      peer.send([...request.identities, ...reply]);
    }
    this.#tell("status", { execution_state: "idle" }, request);
    if (type === "shutdown_request") await this.#end();
  }

  async #ask(
    channel: "shell" | "control",
    type: string,
    content: JsonObject,
  ): Promise<JsonObject | null> {
    if (type === "shutdown_request") {
      return { status: "ok", restart: content["restart"] === true };
    }
    const { connection } = this.#kernel;
    const id = connection.request(channel, type, content);
    return (await connection.reply(channel, id, ANSWER_MS))?.content ?? null;
  }

  async #end(): Promise<void> {
    await this.#kernel.shutdown();
    setTimeout(() => process.exit(0), 50);
  }

  async #execute(request: Envelope, number: number): Promise<JsonObject> {
    if (number <= this.#aborted) return { status: "aborted" };
    const { connection } = this.#kernel;
    const code = String(request.content["code"]);
    this.#sawError = false;
    const id = connection.request("shell", "execute_request", {
      ...request.content,
      allow_stdin: false,
    });
    const reply = await connection.reply("shell", id, Infinity);
    const errors = await this.#barrier();
    const content = reply?.content ?? { status: "error" };
    const error = content["status"] === "ok"
      ? errors[0]
      : this.#sawError
      ? undefined
      : await explain(code, content);
    if (error === undefined && content["status"] === "ok") return content;
    if (request.content["stop_on_error"] !== false) {
      this.#aborted = this.#arrived;
    }
    if (error === undefined) return content;
    const { name: ename, message: evalue, traceback } = error;
    this.#tell("error", { ename, evalue, traceback }, request);
    return { ...content, status: "error", ename, evalue, traceback };
  }

  #barrier(): Promise<readonly KernelError[]> {
    const { connection } = this.#kernel;
    this.#mark = randomUUID();
    const passed = new Promise<readonly KernelError[]>((resolve) => {
      this.#passed = resolve;
    });
    const id = connection.request("shell", "execute_request", {
      code: connection.program.barrier(this.#mark),
      silent: false,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
    });
    return connection.reply("shell", id, ANSWER_MS).then(() => passed);
  }

  /** Passes on what the kernel publishes, as the running cell's. */
  async #pump(): Promise<void> {
    const { connection } = this.#kernel;
    for (;;) {
      const message = await connection.published(Infinity);
      if (message === null) return;
      const barrier = barrierOf(message);
      if (barrier !== null) {
        if (barrier.mark === this.#mark) this.#passed(barrier.errors);
      } else if (OUTPUTS.includes(message.type)) {
        if (message.type === "error") this.#sawError = true;
        this.#tell(message.type, message.content, this.#current);
      } else if (
        message.type === "execute_input" &&
        message.content["code"] === this.#current?.content["code"]
      ) {
        this.#tell("execute_input", message.content, this.#current);
      }
    }
  }

  #tell(type: string, content: JsonObject, parent: Envelope | null): void {
    const [session, key] = [this.#session, this.#key];
    this.publish(sealAnswer({ type, content, parent, session, key }));
  }
}

/** The kernel says of a cell that cannot be parsed only that it failed. */
async function explain(
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
  return {
    name: "SyntaxError",
    message,
    traceback: [`SyntaxError: ${message}`],
  };
}
