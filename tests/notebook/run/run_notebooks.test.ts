import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  describeRun,
  type NotebookRun,
  parseNotebook,
  runNotebook,
  runNotebooks,
} from "#lib/notebook/mod.ts";
import {
  isAlive,
  libraryUrl,
  testFolder,
  waitFor,
  writeNotebook,
} from "../fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
// The tests share nothing, and most of their time is waiting.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 4 });

/** Runs one notebook with a short time limit. */
function run(
  cells: readonly string[],
  cellTimeoutMs = 10_000,
): Promise<NotebookRun> {
  return runNotebook(writeNotebook(testFolder(), "billund", cells), {
    cellTimeoutMs,
  });
}

test.concurrent("runNotebook() names cell, line, source and message when a cell throws", async () => {
  const throwing = [
    `import { basename } from "node:path";`,
    ``,
    `interface Skole {`,
    `  readonly navn: string;`,
    `}`,
    ``,
    `// En kommentar`,
    `const skole: Skole = { navn: basename("/a/Byskolen") };`,
    `throw new RangeError("ukendt skole: " + skole.navn);`,
  ].join("\n");
  const result = await run([`const a = 1;`, throwing, `const b = 2;`]);
  expect(result.failure).toMatchObject({
    kind: "failed",
    cellNumber: 2,
    cellId: "celle-2",
    line: 9,
    sourceLine: `throw new RangeError("ukendt skole: " + skole.navn);`,
    message: "RangeError: ukendt skole: Byskolen",
  });
  expect(result.cells.map((cell) => cell.status)).toEqual([
    "ok",
    "failed",
    "not-run",
  ]);
  expect(describeRun(result)).toMatch(
    /failed .*billund\.ipynb, cell 2, line 9: RangeError: ukendt skole: Byskolen/,
  );
});

test.concurrent("runNotebook() names the line of the call when a function of an earlier cell throws", async () => {
  const result = await run([
    `function g(): never {\n\n  throw new TypeError("i g");\n}`,
    `\n\nconst x: number = 1;\n\ng();`,
  ]);
  expect(result.failure).toMatchObject({
    cellNumber: 2,
    line: 5,
    sourceLine: "g();",
    message: "TypeError: i g",
  });
});

test.concurrent("runNotebook() names the line of the cell when an error comes from deep within", async () => {
  const dive = `const dive = async (depth: number): Promise<never> => {
  await Promise.resolve();
  if (depth === 0) throw new Error("bund");
  return await dive(depth - 1);
};`;
  const result = await run([dive, `\n\nawait dive(25);`]);
  expect(result.failure).toMatchObject({
    cellNumber: 2,
    line: 3,
    sourceLine: "await dive(25);",
  });
});

test.concurrent("runNotebook() says what a syntax error is and where", async () => {
  const result = await run([`const a = 1;`, `// en linje\nconst b = ;\n`]);
  expect(result.failure).toMatchObject({
    kind: "syntax",
    cellNumber: 2,
    line: 2,
    sourceLine: "const b = ;",
    message: "SyntaxError: Expression expected",
  });
});

test.concurrent("runNotebook() calls an error thrown while parsing data a failure, not a syntax error", async () => {
  const result = await run([`JSON.parse("{");`]);
  expect(result.failure).toMatchObject({ kind: "failed", line: 1 });
  expect(result.failure?.message).toMatch(/^SyntaxError: /);
});

test.concurrent("runNotebook() reports values that are thrown without being errors", async () => {
  const result = await run([`throw "bare tekst";`]);
  expect(result.failure).toMatchObject({
    kind: "failed",
    message: "Error: bare tekst",
  });
});

test.concurrent.each([
  [
    "a busy cell",
    `console.log("begyndt");\nawait new Promise((r) => setTimeout(r, 50));\nfor (;;);`,
  ],
  ["an endless wait", `console.log("begyndt");\nawait new Promise(() => {});`],
])(
  "runNotebook() stops %s at the time limit and keeps its output",
  async (_, endless) => {
    const started = performance.now();
    const result = await run([`const a = 1;`, endless, `const b = 2;`], 1000);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(result.failure).toMatchObject({ kind: "timeout", cellNumber: 2 });
    expect(result.failure?.message).toContain("1 s, the time limit");
    expect(result.cells[1]?.outputs[0]).toEqual({
      output_type: "stream",
      name: "stdout",
      text: "begyndt\n",
    });
    expect(result.cells.map((cell) => cell.status)).toEqual([
      "ok",
      "timeout",
      "not-run",
    ]);
  },
);

test.concurrent("runNotebook() notices a kernel killed from outside in the middle of a cell", async () => {
  const folder = testFolder();
  const pidFile = join(folder, "pid");
  const cell = `Deno.writeTextFileSync(${
    JSON.stringify(pidFile)
  }, String(Deno.pid));\nawait new Promise(() => {});`;
  const ref = writeNotebook(folder, "billund", [
    `console.log("først");`,
    cell,
    `const c = 3;`,
  ]);
  const running = runNotebook(ref, { cellTimeoutMs: 20_000 });
  await waitFor(() =>
    existsSync(pidFile) && readFileSync(pidFile, "utf8") !== ""
  );
  const pid = Number(readFileSync(pidFile, "utf8"));
  Deno.kill(pid, "SIGKILL");
  const result = await running;
  expect(result.failure).toMatchObject({
    kind: "dead",
    cellNumber: 2,
    message: "the kernel was killed by SIGKILL",
  });
  expect(result.cells[0]?.outputs).toHaveLength(1);
  expect(isAlive(pid)).toBe(false);
});

test.concurrent("runNotebook() notices a cell that ends the kernel", async () => {
  const result = await run([`Deno.exit(7);`]);
  expect(result.failure).toMatchObject({
    kind: "dead",
    message: "the kernel ended with exit code 7",
  });
});

test.concurrent("runNotebook() makes a failure of a file that is no notebook", async () => {
  const folder = testFolder();
  const path = join(folder, "tom.ipynb");
  Deno.writeTextFileSync(path, "{");
  const result = await runNotebook({ id: "tom", path, title: "Tom" });
  expect(result.failure).toMatchObject({ kind: "dead", cellNumber: 0 });
  expect(result.failure?.message).toMatch(
    /^Cannot read ".*tom\.ipynb": not JSON/,
  );
});

test.concurrent("runNotebook() gives kernels the same time zone and no colours", async () => {
  const result = await run([
    `console.log(Deno.env.get("TZ"), Deno.env.get("NO_COLOR"), new Date(0).getHours());`,
  ]);
  expect(result.cells[0]?.outputs).toEqual([
    { output_type: "stream", name: "stdout", text: "Europe/Copenhagen 1 1\n" },
  ]);
});

test.concurrent("runNotebook() gives the same digests twice", async () => {
  const cells = [
    `console.log("a"); console.log(Deno.cwd().length > 0);`,
    `[1, 2, 3]`,
  ];
  const [first, second] = [await run(cells), await run(cells)];
  expect(first.cells.map((cell) => cell.digest)).toEqual(
    second.cells.map((cell) => cell.digest),
  );
  expect(new Set(first.cells.map((cell) => cell.digest)).size).toBe(2);
});

test.concurrent("runNotebooks() lets the others finish when one fails and saves the partial run", async () => {
  const folder = testFolder();
  const executedFolder = join(folder, "executed");
  const notebooks = [
    writeNotebook(folder, "a", [
      `console.log("a1");`,
      `throw new Error("stop");`,
      `console.log("a3");`,
    ]),
    writeNotebook(folder, "b", [
      `await new Promise((r) => setTimeout(r, 300)); console.log("b1");`,
    ]),
    writeNotebook(folder, "c", [`console.log("c1");`]),
  ];
  const lines: string[] = [];
  const runs = await runNotebooks({
    notebooks,
    executedFolder,
    onFinished: (finished) => void lines.push(finished.ref.id),
  });
  expect(runs.map((finished) => finished.status)).toEqual([
    "failed",
    "ok",
    "ok",
  ]);
  expect(lines.toSorted()).toEqual(["a", "b", "c"]);
  const saved = parseNotebook(
    readFileSync(join(executedFolder, "a.ipynb"), "utf8"),
    "a",
  );
  expect(saved.cells.map((cell) => cell.outputs.length)).toEqual([1, 1, 0]);
  expect(saved.cells.map((cell) => cell.executionCount)).toEqual([1, 2, null]);
});

test.concurrent("runNotebooks() throws when jobs is not a positive whole number", async () => {
  const message =
    "Cannot run notebooks: jobs is 0, expected a positive whole number";
  await expect(runNotebooks({ notebooks: [], jobs: 0 })).rejects.toThrow(
    new RangeError(message),
  );
});

/** A process of its own that runs one notebook whose only cell never ends. */
async function startRunner(ending: string): Promise<Runner> {
  const folder = testFolder();
  const pidFile = join(folder, "pid");
  const cell = `Deno.writeTextFileSync(${
    JSON.stringify(pidFile)
  }, String(Deno.pid));\n${ending}`;
  const ref = writeNotebook(folder, "billund", [cell]);
  const entry = libraryUrl("notebook/run/run_notebooks.ts");
  const code = `import { runNotebooks } from "${entry}";
    await runNotebooks({ notebooks: [${JSON.stringify(ref)}] });`;
  const temporary = testFolder();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--ext=ts", "-"],
    stdin: "piped",
    env: { TMPDIR: temporary },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  await waitFor(() =>
    existsSync(pidFile) && readFileSync(pidFile, "utf8") !== ""
  );
  return { child, kernelPid: Number(readFileSync(pidFile, "utf8")), temporary };
}

interface Runner {
  readonly child: Deno.ChildProcess;
  readonly kernelPid: number;
  /** Where it keeps temporary files. */
  readonly temporary: string;
}

test.concurrent.each(["SIGINT", "SIGTERM"] as const)(
  "runNotebooks() leaves neither kernel nor files behind when its process gets %s",
  async (signal) => {
    // A busy kernel cannot notice by itself that its client is gone.
    const { child, kernelPid, temporary } = await startRunner("for (;;);");
    child.kill(signal);
    expect((await child.status).signal).toBe(signal);
    expect(await waitFor(() => !isAlive(kernelPid))).toBe(true);
    expect([...Deno.readDirSync(temporary)]).toEqual([]);
  },
);

test.concurrent("runNotebooks() leaves no kernel behind when its process is killed outright", async () => {
  const { child, kernelPid } = await startRunner(
    "await new Promise(() => {});",
  );
  child.kill("SIGKILL");
  await child.status;
  expect(await waitFor(() => !isAlive(kernelPid))).toBe(true);
});
