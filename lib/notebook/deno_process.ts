import { spawn } from "node:child_process";
import process from "node:process";

/** What a finished Deno command left behind. */
export interface DenoResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options for {@linkcode runDeno}. */
export interface DenoOptions {
  /** Text for its standard input. @default {""} */
  readonly input?: string;
  /** Working folder. @default {that of this process} */
  readonly folder?: string;
}

/**
 * Runs the Deno that runs this process, with plain text as output.
 *
 * @param args e.g. `["lint", "--json", "-"]`.
 * @throws {Error} If it cannot be started.
 */
export function runDeno(
  args: readonly string[],
  { input = "", folder = process.cwd() }: DenoOptions = {},
): Promise<DenoResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(Deno.execPath(), [...args], {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => texts[name] += text);
    }
    child.on("error", reject);
    child.stdin.on("error", reject);
    child.stdin.end(input);
    child.on("close", (code) => resolve({ exitCode: code ?? 1, ...texts }));
  });
}
