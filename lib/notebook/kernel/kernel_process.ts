import { spawn } from "node:child_process";
import process from "node:process";
import type { ConnectionFile } from "./connection_file.ts";
import type { KernelProgram } from "./kernel_program.ts";
import type { Doomed, KernelRegistry } from "./kernel_registry.ts";

/** The process of a kernel, and all that it starts. */
export interface KernelProcess extends Doomed {
  /** Process id; that of the group too. */
  readonly pid: number;
  /** Aborted when the process ends. */
  readonly diedSignal: AbortSignal;
  /** Settled when the process has ended. */
  readonly ended: Promise<void>;
  /** How the process ended, in words; null while it runs. */
  exitText(): string | null;
}

/** Options for {@linkcode spawnKernel}. */
export interface SpawnOptions {
  readonly program: KernelProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly registry: KernelRegistry;
  readonly file: ConnectionFile;
}

const COMPLAINT_CHARACTERS = 500;
const COMPLAINT_MS = 50;

/**
 * Starts a kernel as the head of a process group of its own, so that what its
 * cells start ends with it.
 *
 * @param folder Working folder.
 */
export function spawnKernel(
  folder: string,
  { program, file, env, registry }: SpawnOptions,
): KernelProcess {
  const [command, ...args] = program.command(file.path);
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...program.env, ...env },
  });
  const died = new AbortController();
  let exitText: string | null = null;
  let complaint = "";
  child.stderr?.setEncoding("utf8");
  child.stderr?.on("data", (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARACTERS);
  });
  const killNow = (): void => {
    // Once it has ended, its number may be somebody else's.
    if (exitText === null && child.pid !== undefined) killGroup(child.pid);
    file.remove();
  };
  const doomed: Doomed = { killNow };
  registry.add(doomed);
  const ended = new Promise<void>((resolve) => {
    const finish = (text: string): void => {
      killNow();
      exitText ??= text + lastLine(complaint);
      registry.remove(doomed);
      died.abort(new Error(exitText));
      resolve();
    };
    child.on("exit", (code, signal) => {
      const text = signal === null
        ? `the kernel ended with exit code ${code}`
        : `the kernel was killed by ${signal}`;
      // What it complained of may come a moment later.
      if (code === null || code === 0) finish(text);
      else setTimeout(() => finish(text), COMPLAINT_MS);
    });
    child.on("error", ({ message }) => {
      finish(`the kernel did not start: ${message}`);
    });
  });
  return {
    killNow,
    pid: child.pid ?? -1,
    diedSignal: died.signal,
    ended,
    exitText: () => exitText,
  };
}

/** Nothing happens when the group has ended. */
function killGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
      return;
    } catch {
      // No such group: it has ended, or this system knows no groups.
    }
  }
}

function lastLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const line = lines.findLast((line) => line !== "" && !/^warning/i.test(line));
  return line === undefined ? "" : `: ${line}`;
}
