import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  type Kernel,
  type NotebookRun,
  runNotebook,
} from "#lib/notebook/mod.ts";
import { startProgram } from "../../../lib/notebook/kernel/kernel.ts";
import {
  BARRIER_TYPE,
  type KernelProgram,
} from "../../../lib/notebook/kernel/kernel_program.ts";
import { testFolder, writeNotebook } from "../fixtures.ts";

/** One thing that the scripted kernel does; see there. */
export type Step = Readonly<Record<string, unknown>>;

// Debian's own interpreter; another one in the path does not see its packages.
const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("./scripted_kernel.py", import.meta.url));

/** Whether libzmq can be had as a peer. */
export const hasLibzmq: boolean =
  spawnSync(PYTHON, ["-c", "import zmq"]).status === 0;

/** A line of text, as the outputs of one cell. */
export const line = (text: string, more: Step = {}): Step => ({
  publish: "stream",
  content: { name: "stdout", text },
  ...more,
});

export const reply: Step = { reply: { execution_count: 1 } };
export const idle: Step = {
  publish: "status",
  content: { execution_state: "idle" },
};

/** A cell of steps. */
export const cell = (...steps: readonly Step[]): string =>
  JSON.stringify(steps);

/** How the scripted kernel is started. */
export interface Script {
  /** Variables that it reads. */
  readonly env?: Readonly<Record<string, string>>;
  /** Outputs it says to have sent, in every marker. */
  readonly sent?: number;
  /** Does not show the marker. */
  readonly marker?: "shown" | "dropped";
}

function program({ sent, marker = "shown" }: Script): KernelProgram {
  return {
    name: "scripted",
    version: "scripted 1",
    command: (file) => [PYTHON, SCRIPT, file],
    env: {},
    prepare: () => Promise.resolve(),
    setup: null,
    barrier: (mark) => {
      const data = { [BARRIER_TYPE]: { mark, errors: [], sent } };
      const shown = { publish: "display_data", content: { data } };
      return cell(...(marker === "shown" ? [shown] : []), reply, idle);
    },
    intruder: null,
    interrupt: "message",
  };
}

/** Starts the kernel. */
export function startScripted(script: Script = {}): Promise<Kernel> {
  const { env = {} } = script;
  return startProgram(testFolder(), program(script), { env });
}

/** Runs a notebook of such cells. */
export function runScripted(
  cells: readonly string[],
  { cellTimeoutMs = 10_000, ...script }: Script & {
    readonly cellTimeoutMs?: number;
  } = {},
): Promise<NotebookRun> {
  const { env = {} } = script;
  return runNotebook(writeNotebook(testFolder(), "billund", cells), {
    cellTimeoutMs,
    env,
    start: (folder, options) => startProgram(folder, program(script), options),
  });
}

/** Text of a cell's outputs, one string. */
export function textOf(run: NotebookRun, number: number): string {
  return run.cells[number - 1]!.outputs.map((output) =>
    "text" in output ? output.text : JSON.stringify(output)
  ).join("");
}
