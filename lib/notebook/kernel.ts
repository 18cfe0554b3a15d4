import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { type ConnectionFile, writeConnectionFile } from "./connection_file.ts";
import {
  type CellExecution,
  executeCell,
  type ExecutionLimits,
} from "./execute_cell.ts";
import { connectToKernel, type KernelConnection } from "./kernel_connection.ts";
import {
  type KernelName,
  type KernelProgram,
  kernelProgram,
} from "./kernel_program.ts";
import { type Doomed, KernelRegistry } from "./kernel_registry.ts";

/** A running kernel that this process owns. */
export interface Kernel {
  /** Process id. */
  readonly pid: number;
  /** e.g. "deno 2.9.5". */
  readonly version: string;
  /** Runs one cell; see {@linkcode executeCell}. */
  execute(code: string, limits: ExecutionLimits): Promise<CellExecution>;
  /** How the process ended, in words; null while it runs. */
  exitText(): string | null;
  /** Asks the kernel to end, and kills it when it does not within a second. */
  shutdown(): Promise<void>;
  /** Kills the kernel and waits until it is gone. */
  kill(): Promise<void>;
}

/** Options for {@linkcode startKernel}. */
export interface KernelOptions {
  /** Which kernel. @default {"deno"} */
  readonly name?: KernelName;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kills the kernel when this process ends. @default {a registry of its own} */
  readonly registry?: KernelRegistry;
}

const START_ATTEMPTS = 3;
const SETUP_MS = 20_000;
const SHUTDOWN_MS = 1000;
const DEATH_MS = 500;

/**
 * Starts a kernel and connects to it.
 *
 * @param folder Working folder; imports in cells are resolved from it.
 * @returns The kernel, ready for its first cell.
 * @throws {Error} If no kernel answers after three attempts, each on new ports.
 */
export async function startKernel(
  folder: string,
  { name = "deno", env = {}, registry = new KernelRegistry() }: KernelOptions =
    {},
): Promise<Kernel> {
  const program = kernelProgram(name);
  await program.prepare();
  for (let attempt = 1;; attempt++) {
    try {
      return await startOnce(folder, { program, env, registry });
    } catch (error) {
      if (attempt < START_ATTEMPTS) continue;
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(
        `Cannot start a kernel in "${folder}": ${message} (${attempt} attempts)`,
        { cause: error },
      );
    }
  }
}

/** A kernel whose channels the caller uses directly. */
export interface ConnectedKernel {
  readonly connection: KernelConnection;
  /** Settled when the process has ended. */
  readonly ended: Promise<void>;
  shutdown(): Promise<void>;
}

/** Starts a Deno kernel for somebody who speaks Jupyter's protocol. */
export async function startConnected(folder: string): Promise<ConnectedKernel> {
  const program = kernelProgram("deno");
  const registry = new KernelRegistry();
  const { child, connection } = await connectOnce(folder, {
    program,
    env: {},
    registry,
  });
  const { shutdown } = wrap(child, connection);
  return { connection, ended: child.ended, shutdown };
}

interface StartSettings {
  readonly program: KernelProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly registry: KernelRegistry;
}

async function startOnce(
  folder: string,
  settings: StartSettings,
): Promise<Kernel> {
  const { child, connection } = await connectOnce(folder, settings);
  return wrap(child, connection);
}

interface Connected {
  readonly child: KernelProcess;
  readonly connection: KernelConnection;
}

async function connectOnce(
  folder: string,
  settings: StartSettings,
): Promise<Connected> {
  const { program } = settings;
  const file = await writeConnectionFile();
  const child = spawnKernel(folder, { file, ...settings });
  try {
    const connection = await connectToKernel(file.info, {
      program,
      signal: child.diedSignal,
    });
    if (program.setup !== null) {
      const id = requestSetup(connection, program.setup);
      await connection.reply("shell", id, SETUP_MS);
    }
    return { child, connection };
  } catch (error) {
    child.killNow();
    await child.ended;
    throw child.exitText() === null
      ? error
      : new Error(child.exitText() ?? "", { cause: error });
  } finally {
    file.remove();
  }
}

function requestSetup(connection: KernelConnection, code: string): string {
  const content = {
    code,
    silent: true,
    store_history: false,
    allow_stdin: false,
  };
  return connection.request("shell", "execute_request", content);
}

interface KernelProcess extends Doomed {
  readonly pid: number;
  /** Aborted when the process ends. */
  readonly diedSignal: AbortSignal;
  readonly ended: Promise<void>;
  exitText(): string | null;
}

interface SpawnOptions extends StartSettings {
  readonly file: ConnectionFile;
}

function spawnKernel(
  folder: string,
  { program, file, env, registry }: SpawnOptions,
): KernelProcess {
  const [command, ...args] = program.command(file.path);
  const child = spawn(command, args, {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, ...program.env, ...env },
  });
  const died = new AbortController();
  let exitText: string | null = null;
  const doomed: Doomed = {
    killNow: () => {
      child.kill("SIGKILL");
      file.remove();
    },
  };
  registry.add(doomed);
  const ended = new Promise<void>((resolve) => {
    const finish = (text: string): void => {
      exitText ??= text;
      registry.remove(doomed);
      died.abort(new Error(exitText));
      resolve();
    };
    child.on("exit", (code, signal) => finish(describeExit(code, signal)));
    child.on(
      "error",
      (error) => finish(`the kernel did not start: ${error.message}`),
    );
  });
  return {
    ...doomed,
    pid: pidOf(child),
    diedSignal: died.signal,
    ended,
    exitText: () => exitText,
  };
}

function describeExit(
  code: number | null,
  signal: NodeJS.Signals | null,
): string {
  return signal === null
    ? `the kernel ended with exit code ${code}`
    : `the kernel was killed by ${signal}`;
}

function pidOf(child: ChildProcess): number {
  return child.pid ?? -1;
}

function wrap(child: KernelProcess, connection: KernelConnection): Kernel {
  const kill = async (): Promise<void> => {
    child.killNow();
    await child.ended;
    connection.close();
  };
  return {
    pid: child.pid,
    version: connection.program.version,
    exitText: child.exitText,
    execute: async (code, limits) => {
      const execution = await executeCell(connection, code, {
        ...limits,
        interrupt: () => interrupt(child, connection),
      });
      // The sockets close a moment before the process is known to be gone. A
      // kernel that was stopped may still be busy and is never used again.
      if (execution.status === "dead") await endWithin(child, DEATH_MS);
      else if (!["ok", "error"].includes(execution.status)) await kill();
      return execution;
    },
    kill,
    shutdown: async () => {
      if (child.exitText() === null) {
        connection.request("control", "shutdown_request", { restart: false });
        await endWithin(child, SHUTDOWN_MS);
      }
      connection.close();
    },
  };
}

function interrupt(
  { pid, exitText }: KernelProcess,
  connection: KernelConnection,
): void {
  if (connection.program.interrupt === "message") {
    connection.request("control", "interrupt_request", {});
  } else if (exitText() === null) {
    process.kill(pid, "SIGINT");
  }
}

/** Waits for the process to end and kills it when it does not. */
async function endWithin(
  child: KernelProcess,
  milliseconds: number,
): Promise<void> {
  const timer = setTimeout(child.killNow, milliseconds);
  await child.ended;
  clearTimeout(timer);
}
