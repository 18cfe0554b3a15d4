import process from "node:process";
import { writeConnectionFile } from "./connection_file.ts";
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
import { type KernelProcess, spawnKernel } from "./kernel_process.ts";
import { KernelRegistry } from "./kernel_registry.ts";
import type { NotebookOutput } from "../notebook_file.ts";
import { OutputLedger } from "./output_ledger.ts";

/** A running kernel that this process owns. */
export interface Kernel {
  /** Process id. */
  readonly pid: number;
  /** e.g. "deno 2.9.5". */
  readonly version: string;
  /** Runs one cell; see {@linkcode executeCell}. */
  execute(code: string, limits: ExecutionLimits): Promise<CellExecution>;
  /**
   * Outputs of an execution as they are now, with what came late and what a
   * later cell updated.
   */
  outputsOf(executionId: string): readonly NotebookOutput[];
  /** How the process ended, in words; null while it runs. */
  exitText(): string | null;
  /**
   * Asks the kernel to end, and kills it when it does not within a second; what
   * it still publishes is filed. All that its cells started ends with it.
   */
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
export function startKernel(
  folder: string,
  { name = "deno", ...options }: KernelOptions = {},
): Promise<Kernel> {
  return startProgram(folder, kernelProgram(name), options);
}

/** As {@linkcode startKernel}, for any program that is a kernel. */
export async function startProgram(
  folder: string,
  program: KernelProgram,
  { env = {}, registry = new KernelRegistry() }: Omit<KernelOptions, "name">,
): Promise<Kernel> {
  await program.prepare();
  for (let attempt = 1;; attempt++) {
    try {
      const { child, connection } = await connectOnce(folder, {
        program,
        env,
        registry,
      });
      return wrap(child, connection);
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
  return {
    connection,
    ended: child.ended,
    shutdown: () => endKernel(child, connection),
  };
}

interface StartSettings {
  readonly program: KernelProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly registry: KernelRegistry;
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
      onProblem: child.killNow,
    });
    if (program.setup !== null) {
      const id = requestSetup(connection, program.setup);
      await connection.reply("shell", id, SETUP_MS);
    }
    return { child, connection };
  } catch (error) {
    const isUnreadable = error instanceof SyntaxError;
    const endedByItself = await endedWithin(child, isUnreadable ? 0 : DEATH_MS);
    throw isUnreadable || !endedByItself
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

function wrap(child: KernelProcess, connection: KernelConnection): Kernel {
  const ledger = new OutputLedger();
  const kill = async (): Promise<void> => {
    child.killNow();
    await child.ended;
    connection.close();
  };
  return {
    pid: child.pid,
    version: connection.program.version,
    exitText: child.exitText,
    outputsOf: (id) => ledger.outputs(id),
    execute: async (code, limits) => {
      const execution = await executeCell(connection, code, {
        ...limits,
        ledger,
        interrupt: () => interrupt(child, connection),
      });
      if (["ok", "error"].includes(execution.status)) return execution;
      if (execution.status === "dead") {
        return { ...execution, detail: await causeOfDeath(child) };
      }
      // A kernel that was stopped may still be busy and is never used again.
      await kill();
      return execution;
    },
    kill,
    shutdown: () =>
      endKernel(child, connection, () => fileTheRest(connection, ledger)),
  };
}

/** Ends a kernel; `meanwhile` has the connection until the kernel hangs up. */
async function endKernel(
  child: KernelProcess,
  connection: KernelConnection,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  if (child.exitText() === null) {
    connection.request("control", "shutdown_request", { restart: false });
    await Promise.all([endedWithin(child, SHUTDOWN_MS), meanwhile()]);
  }
  connection.close();
}

async function fileTheRest(
  connection: KernelConnection,
  ledger: OutputLedger,
): Promise<void> {
  for (;;) {
    const message = await connection.published(SHUTDOWN_MS);
    if (message === null) return;
    ledger.file(message);
  }
}

/** The sockets close a moment before the process is known to be gone. */
async function causeOfDeath(child: KernelProcess): Promise<string> {
  return await endedWithin(child, DEATH_MS)
    ? child.exitText() ?? ""
    : "the kernel hung up without ending";
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

/** Waits for the process to end, and kills it when it does not by itself. */
async function endedWithin(
  child: KernelProcess,
  milliseconds: number,
): Promise<boolean> {
  let wasKilled = false;
  const timer = setTimeout(() => {
    wasKilled = true;
    child.killNow();
  }, milliseconds);
  await child.ended;
  clearTimeout(timer);
  return !wasKilled;
}
