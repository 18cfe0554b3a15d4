import { spawnSync } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import {
  KERNEL_NAMES,
  runNotebook,
  runThroughJupyter,
} from "#lib/notebook/mod.ts";
import { testFolder, writeNotebook } from "../fixtures.ts";

vi.setConfig({ testTimeout: 120_000 });

const hasJupyter = spawnSync("jupyter", ["nbconvert", "--version"]).status ===
  0;
const OUTPUTS = 200;
const DISPLAY_CELL = `import { show, type Display } from "laeringsrapport";
const display: Display = { html: "<p>æ</p>\\n<p>ø</p>", text: "a\\nb", estimates: [] };
await show(display);`;

// Below the repository, where the library is found by its name.
const notebooks = new URL("../../../notebooks/", import.meta.url).pathname;
afterEach(() => {
  for (const { name } of Deno.readDirSync(notebooks)) {
    if (name.endsWith(`-${Deno.pid}.ipynb`)) Deno.removeSync(notebooks + name);
  }
});

test.skipIf(!hasJupyter)(
  "runThroughJupyter() keeps under both kernels all that our own runner keeps (skipped without Debian's jupyter-nbconvert)",
  async () => {
    const cells = Array.from(
      { length: 6 },
      (_, cell) =>
        `for (let i = 0; i < ${OUTPUTS}; i++) console.log("${cell}:" + i);`,
    );
    const ref = writeNotebook(notebooks, `.prøve-${Deno.pid}`, [
      { markdown: "# Prøve" },
      ...cells,
      DISPLAY_CELL,
    ]);
    const own = await runNotebook(ref);
    expect(own.failure).toBeNull();
    const lines = Array.from({ length: OUTPUTS }, (_, i) => `0:${i}\n`);
    expect(own.cells[1]?.outputs).toMatchObject([{ text: lines.join("") }]);
    for (const kernel of KERNEL_NAMES) {
      const { cells, failure } = await runThroughJupyter(ref, { kernel });
      expect(failure).toBeNull();
      for (const [index, { outputs, digest }] of cells.entries()) {
        expect(outputs).toEqual(own.cells[index]?.outputs);
        expect(digest).toBe(own.cells[index]?.digest);
      }
    }
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
