import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { expect, test, vi } from "vitest";
import { installKernels, uninstallKernels } from "#lib/notebook/mod.ts";
import { libraryUrl, testFolder } from "../fixtures.ts";

vi.setConfig({ testTimeout: 60_000 });

const OURS = ["laeringsrapport-deno", "laeringsrapport-tslab"];
// What "jupyter kernelspec" starts; Debian keeps the command in a package of its own.
const PYTHON = "/usr/bin/python3";
const KERNELSPEC = ["-m", "jupyter_client.kernelspecapp"];
const hasJupyter = spawnSync(PYTHON, [...KERNELSPEC, "list"]).status === 0;

/** Our kernels as Jupyter lists them, with the titles of its menus. */
function listed(env: Readonly<Record<string, string>>): readonly string[] {
  const args = [...KERNELSPEC, "list", "--json"];
  const { stdout, stderr } = spawnSync(PYTHON, args, {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  expect(stdout, stderr).toMatch(/^\{/);
  const { kernelspecs } = JSON.parse(stdout) as {
    readonly kernelspecs: Readonly<
      Record<string, { readonly spec: { readonly display_name: string } }>
    >;
  };
  return OURS.flatMap((name) => kernelspecs[name]?.spec.display_name ?? []);
}

function kernels(words: readonly string[], folder: string): string {
  const main = new URL(libraryUrl("cli/main.ts")).pathname;
  const { stdout } = spawnSync(
    Deno.execPath(),
    ["run", "-A", main, "kernels", ...words],
    {
      env: { ...process.env, JUPYTER_DATA_DIR: folder, NO_COLOR: "1" },
      encoding: "utf8",
    },
  );
  return stdout;
}

test.skipIf(!hasJupyter)(
  "npm run kernels adds both kernels to Jupyter's list and takes them away again (skipped without Debian's python3-jupyter-client)",
  () => {
    const folder = testFolder();
    const env = { JUPYTER_DATA_DIR: folder };
    const titles = ["Læringsrapport (Deno)", "Læringsrapport (tslab)"];
    expect(kernels([], folder)).toContain(
      "Registered laeringsrapport-deno in ",
    );
    expect(listed(env)).toEqual(titles);
    expect(kernels(["uninstall"], folder)).toBe("Removed the kernels\n");
    expect(listed(env)).toEqual([]);
    const root = testFolder();
    const [installed] = installKernels({ scope: "project", root });
    const JUPYTER_PATH = installed?.jupyterPath ?? "";
    expect(listed({ ...env, JUPYTER_PATH })).toEqual(titles);
  },
);

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
  expect(spec.argv[1]).toMatch(/lib\/notebook\/kernel\/tslab_kernel\.mjs$/);
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
