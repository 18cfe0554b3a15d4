import { expect, test, vi } from "vitest";
import { runNotebook, startKernel } from "#lib/notebook/mod.ts";
import { isAlive, testFolder, waitFor, writeNotebook } from "../fixtures.ts";

// The first test builds the library; later ones and later runs find it built.
vi.setConfig({ testTimeout: 120_000 });

const CELLS = [
  `import { scaleById, loadCodebook, show, type Display } from "laeringsrapport";`,
  `const scale = scaleById(loadCodebook(), "pr_laesning");
const display: Display = { html: "<p>" + scale.id + "</p>", text: "æøå", estimates: [] };
await show(display);`,
  `console.log(1 / 3, "æøå");`,
];

test("runNotebook() gives the same outputs under Deno and tslab with the library by its name", async () => {
  const folder = new URL("../../../notebooks/", import.meta.url).pathname;
  const ref = writeNotebook(testFolder(), "prøve", CELLS);
  // Below the repository, where the library is found by its name.
  const path = `${folder}.prøve-${Deno.pid}.ipynb`;
  Deno.copyFileSync(ref.path, path);
  try {
    const deno = await runNotebook({ ...ref, path });
    const tslab = await runNotebook({ ...ref, path }, { kernel: "tslab" });
    expect([deno.failure, tslab.failure]).toEqual([null, null]);
    expect(tslab.kernel).toBe("tslab 1.0.22");
    expect(tslab.cells[1]?.outputs).toHaveLength(1);
    expect(tslab.cells.map(({ outputs }) => outputs)).toEqual(
      deno.cells.map(({ outputs }) => outputs),
    );
  } finally {
    Deno.removeSync(path);
  }
});

test("Kernel.execute() under tslab says what was thrown, where types do not fit, and goes on", async () => {
  const kernel = await startKernel(testFolder(), { name: "tslab" });
  const limits = { timeoutMs: 20_000 };
  const thrown = await kernel.execute(
    `interface S {\n  a: number;\n}\n\nthrow new RangeError("for stor");`,
    limits,
  );
  const next = await kernel.execute(`console.log("efter");`, limits);
  const untyped = await kernel.execute(
    `const a = 1;\nconst z: number = "a";`,
    limits,
  );
  const loose = await kernel.execute(
    `void Promise.reject(new TypeError("glemt"));\nawait new Promise((r) => setTimeout(r, 20));`,
    limits,
  );
  await kernel.shutdown();
  expect(thrown.error).toMatchObject({
    name: "RangeError",
    message: "for stor",
  });
  expect(thrown.error?.traceback.at(-1)).toBe("    at cell:5:1");
  expect(next).toMatchObject({
    status: "ok",
    outputs: [{ output_type: "stream", name: "stdout", text: "efter\n" }],
  });
  expect(untyped.error).toEqual({
    name: "SyntaxError",
    message: "Type 'string' is not assignable to type 'number'.",
    traceback: ["cell:2:7"],
  });
  expect(loose.error).toMatchObject({ name: "TypeError", message: "glemt" });
  expect(isAlive(kernel.pid)).toBe(false);
});

test("Kernel.execute() interrupts a busy cell under tslab and leaves no process behind", async () => {
  const kernel = await startKernel(testFolder(), { name: "tslab" });
  const execution = await kernel.execute(`console.log("før"); for (;;);`, {
    timeoutMs: 1000,
  });
  expect(execution.status).toBe("timeout");
  expect(execution.outputs[0]).toMatchObject({ text: "før\n" });
  expect(await waitFor(() => !isAlive(kernel.pid))).toBe(true);
});
