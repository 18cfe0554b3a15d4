import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { KERNEL_ENVIRONMENT } from "./kernel.ts";

/** Name by which Jupyter and the notebooks know the kernel. */
export const KERNEL_NAME = "laeringsrapport-deno";

/** Name that Jupyter's menus show. */
export const KERNEL_TITLE = "Læringsrapport (Deno)";

/** Where kernels are registered. */
export interface KernelPlace {
  /** The user's own Jupyter, or a folder of the project. @default {"user"} */
  readonly scope?: "user" | "project";
  /** Root of the project; used by the scope "project". @default {the working folder} */
  readonly root?: string;
  /** Environment to find the user's folder in. @default {that of this process} */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What was registered, and what the user has to know. */
export interface InstalledKernel {
  /** Name in notebooks and on the command line. */
  readonly name: string;
  /** Folder with the new kernel.json. */
  readonly folder: string;
  /** Set this before starting Jupyter; null when nothing is needed. */
  readonly jupyterPath: string | null;
}

/**
 * Registers our kernel with Jupyter. Deno's own registration lets the stop
 * button kill the kernel; ours asks it to interrupt, and gives every notebook
 * the time zone and the plain text of a headless run.
 *
 * @returns Where it was written.
 */
export function installKernels(
  place: KernelPlace = {},
): readonly InstalledKernel[] {
  const folder = kernelFolder(place);
  const spec = {
    argv: [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ],
    display_name: KERNEL_TITLE,
    language: "typescript",
    interrupt_mode: "message",
    env: KERNEL_ENVIRONMENT,
    metadata: { debugger: false },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "kernel.json"),
    JSON.stringify(spec, null, 2) + "\n",
  );
  const jupyterPath = place.scope === "project" ? projectData(place) : null;
  return [{ name: KERNEL_NAME, folder, jupyterPath }];
}

/**
 * Removes what {@linkcode installKernels} wrote.
 *
 * @returns Whether there was anything to remove.
 */
export function uninstallKernels(place: KernelPlace = {}): boolean {
  const folder = kernelFolder(place);
  const wasInstalled = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return wasInstalled;
}

function kernelFolder(place: KernelPlace): string {
  const data = place.scope === "project"
    ? projectData(place)
    : userData(place.env ?? process.env);
  return join(data, "kernels", KERNEL_NAME);
}

function projectData({ root = process.cwd() }: KernelPlace): string {
  return join(root, ".cache", "jupyter");
}

/** Jupyter's data folder of the user, on each platform. */
function userData(env: Readonly<Record<string, string | undefined>>): string {
  const home = env["HOME"] ?? homedir();
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform() === "darwin") return join(home, "Library", "Jupyter");
  if (platform() === "win32") return join(env["APPDATA"] ?? home, "jupyter");
  return join(env["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "jupyter");
}
