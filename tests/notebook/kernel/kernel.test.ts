import { expect, test, vi } from "vitest";
import { startKernel } from "#lib/notebook/mod.ts";
import { isAlive, testFolder, waitFor } from "../fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const CELLS = 60;
const OUTPUTS = 200;

test.each(
  [
    [
      "deno",
      `await Deno.jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });`,
    ],
    [
      "tslab",
      `(globalThis as any)[Symbol.for("laeringsrapport.display")](data);`,
    ],
  ] as const,
)(
  "Kernel.execute() loses and misfiles none of 12,000 outputs under %s",
  async (name, send) => {
    const kernel = await startKernel(testFolder(), { name });
    const wrong: string[] = [];
    for (let cell = 0; cell < CELLS; cell++) {
      const code = `for (let i = 0; i < ${OUTPUTS}; i++) {
        const data = { "text/plain": "${cell}:" + i };
        ${send}
      }
      undefined`;
      const { outputs } = await kernel.execute(code, { timeoutMs: 20_000 });
      const found = outputs.map((output) =>
        output.output_type === "display_data" ? output.data["text/plain"] : ""
      );
      const expected = Array.from(
        { length: OUTPUTS },
        (_, i) => `${cell}:${i}`,
      );
      if (found.join() !== expected.join()) {
        wrong.push(`cell ${cell}: ${found.length} outputs`);
      }
    }
    await kernel.shutdown();
    expect(wrong).toEqual([]);
  },
);

test.each(
  [
    [
      "deno",
      `await Deno.jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });`,
    ],
    [
      "tslab",
      `(globalThis as any)[Symbol.for("laeringsrapport.display")](data);`,
    ],
  ] as const,
)(
  "Kernel.execute() takes 10,000 outputs of one cell and one of 10 MB under %s while this process is busy",
  async (name, send) => {
    const kernel = await startKernel(testFolder(), { name });
    const many = kernel.execute(
      `for (let i = 0; i < 10000; i++) {
        const data = { "text/plain": i + ":" + "x".repeat(2000) };
        ${send}
      }
      undefined`,
      { timeoutMs: 30_000 },
    );
    // Meanwhile the kernel has nobody to take what it sends.
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const end = performance.now() + 500; performance.now() < end;);
    const numbers = (await many).outputs.map((output) =>
      output.output_type === "display_data"
        ? parseInt(String(output.data["text/plain"]))
        : NaN
    );
    const large = await kernel.execute(
      `const data = { "image/png": "A".repeat(10_000_000) };\n${send}\nundefined`,
      { timeoutMs: 30_000 },
    );
    await kernel.shutdown();
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(large.status).toBe("ok");
    expect(
      large.outputs.map((output) =>
        output.output_type === "display_data"
          ? String(output.data["image/png"]).length
          : 0
      ),
    ).toEqual([10_000_000]);
  },
);

test("Kernel.execute() says what a cell asks for instead of answering nothing", async () => {
  const kernel = await startKernel(testFolder());
  const execution = await kernel.execute(`const navn = prompt("Navn?");`, {
    timeoutMs: 10_000,
  });
  expect(execution).toMatchObject({ status: "input", detail: "Navn?" });
  expect(isAlive(kernel.pid)).toBe(false);
});

test("Kernel.execute() files console lines under the cell that wrote them", async () => {
  const kernel = await startKernel(testFolder());
  for (let cell = 0; cell < 10; cell++) {
    const code = `for (let i = 0; i < 100; i++) console.log("${cell}");`;
    const { outputs } = await kernel.execute(code, { timeoutMs: 10_000 });
    expect(outputs).toEqual([{
      output_type: "stream",
      name: "stdout",
      text: `${cell}\n`.repeat(100),
    }]);
  }
  await kernel.shutdown();
});

test("Kernel.execute() reports a promise that failed without being awaited", async () => {
  const kernel = await startKernel(testFolder());
  const code =
    `void Promise.reject(new RangeError("glemt"));\nawait new Promise((r) => setTimeout(r, 20));`;
  const execution = await kernel.execute(code, { timeoutMs: 10_000 });
  await kernel.shutdown();
  expect(execution.status).toBe("error");
  expect(execution.error).toMatchObject({
    name: "RangeError",
    message: "glemt",
  });
});

test("Kernel.execute() interrupts a busy cell and keeps what it printed", async () => {
  const kernel = await startKernel(testFolder());
  const code =
    `console.log("før"); await new Promise((r) => setTimeout(r, 50)); for (;;);`;
  const execution = await kernel.execute(code, { timeoutMs: 500 });
  expect(execution.status).toBe("timeout");
  expect(execution.outputs[0]).toEqual({
    output_type: "stream",
    name: "stdout",
    text: "før\n",
  });
  expect(await waitFor(() => !isAlive(kernel.pid))).toBe(true);
});

test("Kernel.execute() stops a cell that publishes without end", async () => {
  const kernel = await startKernel(testFolder());
  const code =
    `for (;;) { console.log("støj".repeat(1000)); await new Promise((r) => setTimeout(r, 0)); }`;
  const limits = { timeoutMs: 30_000, floodBytes: 1_000_000, graceMs: 200 };
  const execution = await kernel.execute(code, limits);
  expect(execution.status).toBe("flood");
  expect(await waitFor(() => !isAlive(kernel.pid))).toBe(true);
});

test("startKernel() throws when the kernel dies at its start", async () => {
  const env = {
    DENO_V8_FLAGS: "--no-such-flag-exists",
    DENO_DIR: "/proc/nowhere",
  };
  const start = startKernel("/nonexistent-folder", { env });
  await expect(start).rejects.toThrow(
    /Cannot start a kernel in "\/nonexistent-folder": .*3 attempts/,
  );
});

test("Kernel.shutdown() leaves no process behind, also none that a cell has started", async () => {
  const kernel = await startKernel(testFolder());
  const { outputs } = await kernel.execute(
    `console.log(new Deno.Command("sleep", { args: ["300"] }).spawn().pid);`,
    { timeoutMs: 10_000 },
  );
  const started = Number(outputs.map((o) => "text" in o ? o.text : "").join());
  expect([isAlive(kernel.pid), isAlive(started)]).toEqual([true, true]);
  await kernel.shutdown();
  expect(await waitFor(() => !isAlive(kernel.pid) && !isAlive(started))).toBe(
    true,
  );
});
