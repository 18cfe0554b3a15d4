import { randomUUID } from "node:crypto";
import process from "node:process";
import type { KernelError } from "../kernel/barrier.ts";
import { isOutput } from "../kernel/outputs.ts";
import type { JsonObject, WireMessage } from "../kernel/wire_message.ts";
import type { MessageParts } from "../kernel/zmtp_frames.ts";
import { type Envelope, sealAnswer } from "./envelope.ts";
import { DIED, explainError, RESTARTED, STOPPED } from "./explain_error.ts";
import { KernelBehind } from "./kernel_behind.ts";
import type { ZmtpPeer } from "./zmtp_server.ts";

/** A request and who has sent it. */
export interface Asked {
  readonly request: Envelope;
  readonly peer: ZmtpPeer;
}

/** How the proxy reaches Jupyter's clients. */
export interface ClientSide {
  /** Secret of the connection file. */
  readonly key: string;
  /** Sends to all who follow the kernel. */
  readonly publish: (parts: MessageParts) => void;
  /** Finds the client's socket for questions; null when it has none. */
  readonly stdinOf: (peer: ZmtpPeer) => ZmtpPeer | null;
}

type Channel = "shell" | "control";

/** What Deno's kernel answers; to other requests it is silent. */
const ANSWERED: Readonly<Record<Channel, readonly string[]>> = {
  shell: [
    "kernel_info_request",
    "complete_request",
    "is_complete_request",
    "inspect_request",
    "history_request",
    "comm_info_request",
    "comm_open",
  ],
  control: ["kernel_info_request"],
};

const ANSWER_MS = 30_000;
/** How long a stopped cell may take to end before its kernel is started anew. */
const GRACE_MS = 1000;
const FAREWELL_MS = 50;

/** A cell that runs now. */
interface Running extends Asked {
  /** Settled when the kernel has replied or is gone. */
  readonly replied: Promise<WireMessage | null>;
  wasStopped: boolean;
  /** Whoever has been asked and has not answered. */
  asking: ZmtpPeer | null;
}

/**
 * Answers Jupyter's requests with the help of a Deno kernel, one by one on each
 * channel. What Deno's kernel cannot do is done here: outputs come before the
 * end of their cell, every error has a text, and every cell can be stopped.
 */
export class KernelProxy {
  readonly #client: ClientSide;
  readonly #session: string = randomUUID();
  readonly #tails: Record<Channel, Promise<void>> = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
  };
  #behind: Promise<KernelBehind>;
  /** The request that outputs are filed under, also when they come late. */
  #parent: Envelope | null = null;
  #running: Running | null = null;
  #sawError = false;
  #aborted = 0;
  #arrived = 0;

  constructor(client: ClientSide) {
    this.#client = client;
    this.#behind = this.#start();
  }

  /** Settled when the kernel behind is up. */
  async ready(): Promise<void> {
    await this.#behind;
  }

  /** Takes a request; it is answered when those before it have been. */
  take(channel: Channel, asked: Asked): void {
    const number = channel === "shell" ? ++this.#arrived : Infinity;
    this.#tails[channel] = this.#tails[channel]
      .then(() => this.#serve(channel, asked, number))
      .catch((error) => console.error(error));
  }

  /** Takes what a client has typed as the answer to a question. */
  takeInput({ request, peer }: Asked): void {
    const isAnswer = request.header["msg_type"] === "input_reply";
    const value = request.content["value"];
    if (isAnswer && this.#running?.asking === peer) {
      this.#answer(typeof value === "string" ? value : null);
    }
  }

  /** A client that has hung up will not answer. */
  forget(peer: ZmtpPeer): void {
    if (this.#running?.asking === peer) this.#answer(null);
  }

  #start(): Promise<KernelBehind> {
    return KernelBehind.start({
      onPublished: (message) => this.#forward(message),
      onQuestion: (content) => this.#ask(content),
      onDeath: () => exitSoon(1),
    });
  }

  async #serve(channel: Channel, asked: Asked, number: number): Promise<void> {
    const { request, peer } = asked;
    const type = String(request.header["msg_type"]);
    this.#tell("status", { execution_state: "busy" }, request);
    const answer = type === "execute_request"
      ? await this.#execute(asked, number)
      : await this.#respond(channel, request);
    if (answer !== null && type.endsWith("_request")) {
      const replyType = type.replace(/_request$/, "_reply");
      const reply = this.#seal(replyType, answer, request);
      peer.send([...request.identities, ...reply]);
    } else if (answer !== null) {
      // Deno closes a comm on the channel of requests, where nobody listens.
      this.#tell("comm_close", answer, request);
    }
    this.#tell("status", { execution_state: "idle" }, request);
    if (type === "shutdown_request") {
      await (await this.#behind).end();
      exitSoon(0);
    }
  }

  async #respond(
    channel: Channel,
    { header, content }: Envelope,
  ): Promise<JsonObject | null> {
    const type = String(header["msg_type"]);
    if (type === "shutdown_request") {
      return { status: "ok", restart: content["restart"] === true };
    }
    if (type === "interrupt_request") {
      await this.#interrupt();
      return { status: "ok" };
    }
    if (!ANSWERED[channel].includes(type)) return refusal(type);
    const behind = await this.#behind;
    const options = { content, timeoutMs: ANSWER_MS };
    return (await behind.request(channel, type, options))?.content ?? null;
  }

  async #execute(asked: Asked, number: number): Promise<JsonObject> {
    if (number <= this.#aborted) return { status: "aborted" };
    const { request } = asked;
    const behind = await this.#behind;
    this.#parent = request;
    this.#sawError = false;
    const replied = behind.request("shell", "execute_request", {
      content: request.content,
      timeoutMs: Infinity,
    });
    const running = { ...asked, replied, wasStopped: false, asking: null };
    this.#running = running;
    const reply = await replied;
    const looseErrors = reply === null ? [] : await behind.settle();
    this.#running = null;
    const content = reply?.content ?? { status: "error", execution_count: 0 };
    const error = reply === null
      ? running.wasStopped ? RESTARTED : DIED
      : await this.#untoldError(content, running) ?? looseErrors[0] ?? null;
    if (error === null && content["status"] === "ok") return content;
    if (request.content["stop_on_error"] !== false) {
      this.#aborted = this.#arrived;
    }
    if (error === null) return content;
    const { name: ename, message: evalue, traceback } = error;
    this.#tell("error", { ename, evalue, traceback }, request);
    return { ...content, status: "error", ename, evalue, traceback };
  }

  /** The error of a cell that the kernel has not published; null when there is none. */
  async #untoldError(
    content: JsonObject,
    { request, wasStopped }: Running,
  ): Promise<KernelError | null> {
    if (content["status"] === "ok" || this.#sawError) return null;
    return wasStopped
      ? STOPPED
      : await explainError(String(request.content["code"]), content);
  }

  /**
   * Stops the running cell. Deno's kernel stops code that computes, but not code
   * that waits; then the kernel is started anew.
   */
  async #interrupt(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    running.wasStopped = true;
    if (running.asking !== null) this.#answer(null);
    const behind = await this.#behind;
    behind.interrupt();
    if (await settles(running.replied, GRACE_MS)) return;
    this.#behind = behind.end().then(() => this.#start());
    await this.#behind;
  }

  /** Passes a question on to the client whose cell asks it. */
  #ask(content: JsonObject): void {
    const running = this.#running;
    const stdin = running && this.#client.stdinOf(running.peer);
    if (!running || !stdin) {
      this.#answer(null);
      return;
    }
    running.asking = stdin;
    const question = this.#seal("input_request", content, running.request);
    stdin.send([...running.request.identities, ...question]);
  }

  #answer(value: string | null): void {
    if (this.#running) this.#running.asking = null;
    void this.#behind.then((behind) => behind.answer(value));
  }

  /** Passes on what the kernel publishes, as the running cell's. */
  #forward(message: WireMessage): void {
    const { type, content } = message;
    const isCell = type === "execute_input" &&
      content["code"] === this.#parent?.content["code"];
    if (!isCell && !isOutput(message)) return;
    if (type === "error") this.#sawError = true;
    this.#tell(type, content, this.#parent);
  }

  #tell(type: string, content: JsonObject, parent: Envelope | null): void {
    this.#client.publish(this.#seal(type, content, parent));
  }

  #seal(
    type: string,
    content: JsonObject,
    parent: Envelope | null,
  ): MessageParts {
    const [session, { key }] = [this.#session, this.#client];
    return sealAnswer({ type, content, parent, session, key });
  }
}

/** Ends this process when what has been said is out. */
function exitSoon(code: number): void {
  setTimeout(() => process.exit(code), FAREWELL_MS);
}

/** Requests get an answer in any case; messages that ask for none get none. */
function refusal(type: string): JsonObject | null {
  if (!type.endsWith("_request")) return null;
  const evalue = `Cannot answer "${type}": Deno's kernel does not know it`;
  return { status: "error", ename: "TypeError", evalue, traceback: [] };
}

async function settles(
  promise: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const settled = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
