import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { installKernels, KERNEL_NAMES } from "#lib/notebook/mod.ts";
import { kernelProgram } from "../../../lib/notebook/kernel/kernel_program.ts";
import { testFolder } from "../fixtures.ts";

vi.setConfig({ testTimeout: 120_000 });

// Debian's own interpreter; another one in the path does not see its packages.
const PYTHON = "/usr/bin/python3";
const hasSuite =
  spawnSync(PYTHON, ["-c", "import jupyter_kernel_test"]).status === 0;

test.skipIf(!hasSuite).each(KERNEL_NAMES)(
  "installKernels() registers %s so that it passes Debian's kernel test suite (skipped without python3-jupyter-kernel-test)",
  async (name) => {
    // The suite waits a minute for a kernel, which may have to build the library.
    await kernelProgram(name).prepare();
    const folder = testFolder();
    installKernels({ env: { JUPYTER_DATA_DIR: folder } });
    const suite = fileURLToPath(new URL("./kernel_suite.py", import.meta.url));
    const { status, stderr } = spawnSync(PYTHON, [
      suite,
      `laeringsrapport-${name}`,
    ], {
      env: { ...process.env, JUPYTER_PATH: folder },
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
  },
);
