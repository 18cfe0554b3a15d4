import { spawnSync } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import { runNotebook, runThroughJupyter } from "#lib/notebook/mod.ts";
import { testFolder, writeNotebook } from "./fixtures.ts";

vi.setConfig({ testTimeout: 120_000 });

const hasJupyter = spawnSync("jupyter", ["nbconvert", "--version"]).status ===
  0;
const OUTPUTS = 200;
const DISPLAY_CELL = `import { show, type Display } from "laeringsrapport";
const display: Display = { html: "<p>æ</p>\\n<p>ø</p>", text: "a\\nb", estimates: [] };
await show(display);`;

// Below the repository, where the library is found by its name.
const notebooks = new URL("../../notebooks/", import.meta.url).pathname;
afterEach(() => {
  for (const { name } of Deno.readDirSync(notebooks)) {
    if (name.endsWith(`-${Deno.pid}.ipynb`)) Deno.removeSync(notebooks + name);
  }
});

test.skipIf(!hasJupyter).each(["deno", "tslab"] as const)(
  "runThroughJupyter() keeps all that our own runner keeps under %s (skipped without Debian's jupyter-nbconvert)",
  async (kernel) => {
    const cells = Array.from(
      { length: 6 },
      (_, cell) =>
        `for (let i = 0; i < ${OUTPUTS}; i++) console.log("${cell}:" + i);`,
    );
    const ref = writeNotebook(notebooks, `.prøve-${kernel}-${Deno.pid}`, [
      { markdown: "# Prøve" },
      ...cells,
      DISPLAY_CELL,
    ]);
    const own = await runNotebook(ref, { kernel });
    const jupyter = await runThroughJupyter(ref, { kernel });
    expect(jupyter.failure).toBeNull();
    expect(jupyter.cells.map(({ digest }) => digest)).toEqual(
      own.cells.map(({ digest }) => digest),
    );
    expect(jupyter.cells.map(({ outputs }) => outputs)).toEqual(
      own.cells.map(({ outputs }) => outputs),
    );
    const [, first] = jupyter.cells;
    const lines = Array.from({ length: OUTPUTS }, (_, i) => `0:${i}\n`);
    expect(first?.outputs).toMatchObject([{ text: lines.join("") }]);
  },
);

test.skipIf(!hasJupyter)(
  "runThroughJupyter() says why a notebook stopped",
  async () => {
    const ref = writeNotebook(testFolder(), "dårlig", [
      `throw new RangeError("for stor");`,
    ]);
    const { status, failure } = await runThroughJupyter(ref);
    expect(status).toBe("dead");
    expect(failure?.message).toMatch(
      /^Cannot run ".+dårlig\.ipynb" by Jupyter: .*RangeError: for stor$/,
    );
  },
);
