import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installKernels, uninstallKernels } from "#lib/notebook/mod.ts";
import { testFolder } from "./fixtures.ts";

test("installKernels() writes a kernel that is interrupted by message, and uninstallKernels() removes it", () => {
  const env = { JUPYTER_DATA_DIR: testFolder() };
  const [installed] = installKernels({ env });
  expect(installed?.folder).toBe(
    join(env.JUPYTER_DATA_DIR, "kernels", "laeringsrapport-deno"),
  );
  const spec = JSON.parse(
    readFileSync(join(installed?.folder ?? "", "kernel.json"), "utf8"),
  );
  expect(spec).toMatchObject({
    argv: [
      Deno.execPath(),
      "run",
      "-A",
      expect.stringMatching(/lib\/notebook\/proxy\/main\.ts$/),
      "{connection_file}",
    ],
    interrupt_mode: "message",
    language: "typescript",
    env: { TZ: "Europe/Copenhagen", NO_COLOR: "1" },
  });
  expect([uninstallKernels({ env }), uninstallKernels({ env })]).toEqual([
    true,
    false,
  ]);
});

test("installKernels() starts tslab by our own program, which knows where Deno is", () => {
  const env = { JUPYTER_DATA_DIR: testFolder() };
  const tslab = installKernels({ env }).find(({ name }) =>
    name === "laeringsrapport-tslab"
  );
  const spec = JSON.parse(
    readFileSync(join(tslab?.folder ?? "", "kernel.json"), "utf8"),
  );
  expect(spec.argv[1]).toMatch(/lib\/notebook\/tslab_kernel\.mjs$/);
  expect(spec).toMatchObject({
    interrupt_mode: "signal",
    env: { TZ: "Europe/Copenhagen", LAERINGSRAPPORT_DENO: Deno.execPath() },
  });
});

test("installKernels() can stay within the project and then says what Jupyter needs", () => {
  const root = testFolder();
  const [installed] = installKernels({ scope: "project", root });
  expect(installed?.jupyterPath).toBe(join(root, ".cache", "jupyter"));
});
