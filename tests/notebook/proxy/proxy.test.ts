import { spawn } from "node:child_process";
import process from "node:process";
import { expect, test, vi } from "vitest";
import { writeConnectionFile } from "../../../lib/notebook/kernel/connection_file.ts";
import {
  connectToKernel,
  type KernelConnection,
} from "../../../lib/notebook/kernel/kernel_connection.ts";
import { kernelProgram } from "../../../lib/notebook/kernel/kernel_program.ts";
import type { WireMessage } from "../../../lib/notebook/kernel/wire_message.ts";
import { isAlive, libraryUrl, waitFor } from "../fixtures.ts";

vi.setConfig({ testTimeout: 120_000 });

const CELLS = 60;
const OUTPUTS = 200;

interface RunningProxy {
  readonly pid: number;
  readonly connection: KernelConnection;
}

async function startProxy(): Promise<RunningProxy> {
  const file = await writeConnectionFile();
  const main = new URL(libraryUrl("notebook/proxy/main.ts")).pathname;
  const child = spawn(Deno.execPath(), ["run", "-A", main, file.path], {
    stdio: "ignore",
  });
  const connection = await connectToKernel(file.info, {
    program: kernelProgram("deno"),
    signal: new AbortController().signal,
  });
  file.remove();
  return { pid: child.pid ?? -1, connection };
}

/** What a client that stops at `idle` sees of one cell, and the reply. */
async function runCell(
  connection: KernelConnection,
  code: string,
): Promise<{ seen: readonly WireMessage[]; reply: WireMessage | null }> {
  const id = connection.request("shell", "execute_request", { code });
  const reply = await connection.reply("shell", id, 20_000);
  const seen: WireMessage[] = [];
  for (;;) {
    const message = await connection.published(5000);
    if (message === null) break;
    if (message.parentId !== id) continue;
    if (message.content["execution_state"] === "idle") break;
    seen.push(message);
  }
  return { seen, reply };
}

test("runProxy() says that a cell has ended when all its outputs are out, 12,000 of them, each under its own id", async () => {
  const { pid, connection } = await startProxy();
  const counts: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const code = `for (let i = 0; i < ${OUTPUTS}; i++) console.log("${cell}");`;
    const { seen } = await runCell(connection, code);
    counts.push(
      seen.filter(({ content }) => content["text"] === `${cell}\n`).length,
    );
  }
  const control = connection.request("control", "shutdown_request", {
    restart: false,
  });
  await connection.reply("control", control, 5000);
  connection.close();
  expect(counts).toEqual(Array(CELLS).fill(OUTPUTS));
  expect(await waitFor(() => !isAlive(pid))).toBe(true);
});

test("runProxy() adds the text of a syntax error and the error of a promise nobody awaited", async () => {
  const { pid, connection } = await startProxy();
  const syntax = await runCell(connection, `// en linje\nconst b = ;`);
  const loose = await runCell(
    connection,
    `void Promise.reject(new RangeError("glemt"));\nawait new Promise((r) => setTimeout(r, 20));`,
  );
  const thrown = await runCell(connection, `throw new TypeError("kastet");`);
  connection.close();
  process.kill(pid, "SIGTERM");
  const errors = [syntax, loose, thrown].map(({ seen }) =>
    seen.filter(({ type }) => type === "error").map(({ content }) =>
      `${content["ename"]}: ${content["evalue"]}`
    )
  );
  expect(errors).toEqual([
    ["SyntaxError: Expression expected, line 2: const b = ;"],
    ["RangeError: glemt"],
    ["TypeError: kastet"],
  ]);
  expect(syntax.reply?.content).toMatchObject({
    status: "error",
    ename: "SyntaxError",
  });
});

test("runProxy() stops a cell that computes and keeps variables, and one that waits by starting its kernel anew", async () => {
  const { pid, connection } = await startProxy();
  const stop = async (code: string) => {
    const cell = runCell(connection, `console.log("nu"); ${code}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    connection.request("control", "interrupt_request", {});
    return (await cell).reply?.content["evalue"];
  };
  await runCell(connection, "const kept = 7;");
  const loop = await stop("for (;;);");
  const kept = await runCell(connection, "console.log(kept);");
  const wait = await stop("await new Promise(() => {});");
  const gone = await runCell(connection, "console.log(kept);");
  connection.close();
  process.kill(pid, "SIGTERM");
  expect(loop).toBe("the cell was stopped");
  expect(kept.seen.map(({ content }) => content["text"])).toContain("7\n");
  expect(wait).toMatch(/^the cell was waiting \(await\).*started anew/);
  expect(gone.reply?.content).toMatchObject({ ename: "ReferenceError" });
});
