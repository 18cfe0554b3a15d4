// Starts tslab as a kernel that loses nothing. Plain JavaScript, because Node
// reads it as it is. Called with the path of a connection file.
//
// What it adds to tslab, which answers requests correctly but
// - never waits for ZeroMQ to take a message: about every 500th is put off and
//   those after it are dropped. A send timeout of 0 makes each send immediate.
// - drops what it publishes when 1,000 messages wait for a slow client;
// - prints errors instead of reporting them, so no client knows what was thrown;
// - refuses all requests for 200 ms after an error, also those sent later;
// - has no answer to comm_info and to a shutdown on its control channel;
// - fails in whatever cell it is at when a folder in which it has looked for a
//   module changes on disk. Nothing that a kernel has loaded is to change anyway.
import { spawnSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const BARRIER_CODE = "// laeringsrapport barrier ";
const BARRIER_TYPE = "application/vnd.laeringsrapport.barrier+json";
const DISPLAY = Symbol.for("laeringsrapport.display");

const require = createRequire(import.meta.url);
const files = require("node:fs");
files.watch = () => Object.assign(new EventEmitter(), { close() {} });
files.watchFile = () => new EventEmitter();
files.unwatchFile = () => {};
const { createConverter } = require("tslab/dist/converter.js");
const { createExecutor } = require("tslab/dist/executor.js");
const { JupyterHandlerImpl, ZmqServer } = require("tslab/dist/jupyter.js");
const { version } = require("tslab/package.json");
const zmq = createRequire(require.resolve("tslab/dist/jupyter.js"))("zeromq");

for (const socket of [zmq.Publisher, zmq.Router]) {
  const { send, bind } = socket.prototype;
  // Defined anew, since a plain assignment to it is ignored.
  Object.defineProperty(socket.prototype, "send", {
    configurable: true,
    value(message) {
      if (this.sendTimeout !== 0) this.sendTimeout = 0;
      return send.call(this, message);
    },
  });
  Object.defineProperty(socket.prototype, "bind", {
    configurable: true,
    value(address) {
      this.sendHighWaterMark = 0;
      return bind.call(this, address);
    },
  });
}

/** What the cell now running threw; null while nothing was. */
let thrown = null;
/** Errors of promises that nobody awaited. */
const looseErrors = [];

function toError(value) {
  const isError = value instanceof Error ||
    Object.prototype.toString.call(value) === "[object Error]";
  return {
    name: isError ? value.name : "Error",
    message: isError ? value.message : String(value),
    traceback: isError ? String(value.stack).split("\n") : [],
  };
}

/** tslab reports what it cannot compile by a format and four values. */
function noteProblem(first, ...values) {
  if (first !== "%s%d:%d - %s") {
    thrown ??= toError(first);
    return;
  }
  const [, line, column, message] = values;
  thrown ??= {
    name: "SyntaxError",
    message,
    traceback: [`cell:${line}:${column}`],
  };
}

/** JavaScript of the cell now running, as tslab made it. */
let emitted = "";

/**
 * The line of the cell that a line of its JavaScript came from: the only one
 * with the same text; null when there is none or more than one.
 */
function lineInCell(code, traceback) {
  const filled = code.split("\n").flatMap((text, index) =>
    /^\s*($|\/\/)/.test(text) ? [] : [index + 1]
  );
  if (filled.length === 1) return filled[0];
  const frames = traceback.map((frame) =>
    /^\s*at .*evalmachine\.<anonymous>:(\d+):\d+\)?$/.exec(frame)?.[1]
  );
  const numbers = frames.filter((line) => line !== undefined).map(Number);
  const lines = emitted.split("\n");
  const bare = (text) => text.replace(/[\s;"'`]/g, "");
  // The outermost call is our wrapping of the cell, past its last line.
  for (const number of numbers.filter((n) => n <= lines.length).reverse()) {
    const wanted = bare(lines[number - 1] ?? "");
    const places = code.split("\n").flatMap((text, index) =>
      wanted !== "" && bare(text) === wanted ? [index + 1] : []
    );
    if (places.length === 1) return places[0];
  }
  return null;
}

class Server extends ZmqServer {
  #tail = Promise.resolve();
  #aborted = 0;
  #arrived = 0;

  /** Outputs sent since the start; the client compares. */
  #sent = 0;

  publish(message, type, content) {
    if (type !== "execute_input") this.#sent += 1;
    this.#send(message, type, content);
  }

  #send(message, type, content) {
    const published = message.createReply();
    published.header.msg_type = type;
    published.content = content;
    published.signAndSend(this.connInfo.key, this.iopub);
  }

  async handleExecute(socket, message) {
    const number = ++this.#arrived;
    const run = this.#tail.then(() =>
      number <= this.#aborted ? { status: "aborted" } : this.#run(message)
    );
    this.#tail = run.catch(() => {});
    const reply = message.createReply();
    reply.header.msg_type = "execute_reply";
    reply.content = await run;
    reply.signAndSend(this.connInfo.key, socket);
  }

  async #run(message) {
    const { content } = message;
    const display = (data, update) =>
      this.publish(
        message,
        update ? "update_display_data" : "display_data",
        data,
      );
    if (content.code.startsWith(BARRIER_CODE)) {
      const mark = content.code.slice(BARRIER_CODE.length).trim();
      // A rejection is known to be nobody's only after the next turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const errors = looseErrors.splice(0);
      const data = { [BARRIER_TYPE]: { mark, errors, sent: this.#sent } };
      const marker = { data, metadata: {}, transient: {} };
      this.#send(message, "display_data", marker);
      return { status: "ok", execution_count: this.handler.execCount };
    }
    globalThis[DISPLAY] = (data) =>
      display({ data, metadata: {}, transient: {} }, false);
    return await this.#runCell(message, display);
  }

  async #runCell(message, display) {
    const { code } = message.content;
    const stream = (name, text) =>
      this.publish(message, "stream", { name, text });
    const execution_count = this.handler.execCount + 1;
    this.publish(message, "execute_input", { code, execution_count });
    thrown = null;
    try {
      await this.handler.handleExecuteImpl(message.content, stream, display);
      return {
        status: "ok",
        execution_count,
        user_expressions: {},
        payload: [],
      };
    } catch (error) {
      const { name, message: text, traceback: frames } = thrown ??
        toError(error);
      const line = lineInCell(code, frames);
      const traceback = line === null
        ? frames
        : [...frames, `    at cell:${line}:1`];
      const content = { ename: name, evalue: text, traceback };
      this.publish(message, "error", content);
      if (message.content.stop_on_error !== false) {
        this.#aborted = this.#arrived;
      }
      return { status: "error", execution_count, ...content };
    }
  }

  handleKernelInfo(socket, message) {
    const reply = message.createReply();
    reply.header.msg_type = "kernel_info_reply";
    reply.content = {
      status: "ok",
      ...this.handler.handleKernel(),
      implementation_version: version,
    };
    reply.signAndSend(this.connInfo.key, socket);
  }

  handleIsComplete(socket, message) {
    const reply = message.createReply();
    reply.header.msg_type = "is_complete_reply";
    const { code } = message.content;
    reply.content = isInvalid(code)
      ? { status: "invalid" }
      : this.handler.handleIsComplete(message.content);
    reply.signAndSend(this.connInfo.key, socket);
  }

  handleCommInfoRequest(socket, message) {
    const reply = message.createReply();
    reply.header.msg_type = "comm_info_reply";
    reply.content = { status: "ok", comms: {} };
    reply.signAndSend(this.connInfo.key, socket);
  }

  close() {
    super.close();
    process.exit(0);
  }
}

/** A closing bracket that nothing opened cannot be completed by typing on. */
function isInvalid(code) {
  let depth = 0;
  for (const sign of code.replace(/(["'`])(?:\\.|(?!\1)[^\\])*\1/gs, "")) {
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (depth < 0) return true;
  }
  return false;
}

/** The library in the form that Node reads, when nobody else sees to it. */
function buildLibrary() {
  const deno = process.env.LAERINGSRAPPORT_DENO;
  if (!deno) return;
  const builder = fileURLToPath(
    new URL("../build_library_main.ts", import.meta.url),
  );
  const { status, stderr } = spawnSync(deno, ["run", "-A", builder], {
    encoding: "utf8",
  });
  if (status !== 0) process.stderr.write(stderr ?? "");
}

function start(configPath) {
  Error.stackTraceLimit = 100;
  const node = createConverter({ isJS: false, isBrowser: false });
  const { convert } = node;
  node.convert = (...args) => {
    const converted = convert(...args);
    emitted = converted.output ?? "";
    return converted;
  };
  const converters = {
    node,
    browser: undefined,
    close: () => node.close(),
  };
  const executor = createExecutor(process.cwd(), converters, {
    log: (value) => console.log(value),
    error: noteProblem,
  });
  process.on("SIGINT", () => executor.interrupt());
  process.on("uncaughtException", (error) => looseErrors.push(toError(error)));
  process.on("unhandledRejection", (error) => looseErrors.push(toError(error)));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
  return new Server(new JupyterHandlerImpl(executor, false), configPath).init();
}

buildLibrary();
await start(process.argv[2]);
