import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type KernelName, kernelProgram } from "./kernel_program.ts";

/** Name of the kernel that notebooks ask for. */
export const KERNEL_NAME = "laeringsrapport-deno";

/** Name of that kernel in Jupyter's menus. */
export const KERNEL_TITLE = "Læringsrapport (Deno)";

/** Stands before Deno's kernel and holds a cell's end until its outputs are out. */
const PROXY = fileURLToPath(new URL("../proxy/main.ts", import.meta.url));

/** A kernel as Jupyter's menus list it. */
interface ListedKernel {
  /** Name in notebooks and on the command line. */
  readonly name: string;
  readonly title: string;
  readonly program: KernelName;
}

const LISTED: readonly ListedKernel[] = [
  {
    name: KERNEL_NAME,
    title: KERNEL_TITLE,
    program: "deno",
  },
  {
    name: "laeringsrapport-tslab",
    title: "Læringsrapport (tslab)",
    program: "tslab",
  },
];

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
 * Registers our kernels with Jupyter. The kernels' own registrations let the
 * stop button kill Deno's kernel and lose outputs; ours do not, and give every
 * notebook the time zone and the plain text of a headless run.
 *
 * @returns Where they were written.
 */
export function installKernels(
  place: KernelPlace = {},
): readonly InstalledKernel[] {
  const jupyterPath = place.scope === "project" ? projectData(place) : null;
  return LISTED.map((kernel) => {
    const folder = kernelFolder(place, kernel);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "kernel.json"),
      JSON.stringify(kernelSpec(kernel), null, 2) + "\n",
    );
    return { name: kernel.name, folder, jupyterPath };
  });
}

function kernelSpec({ title, program: name }: ListedKernel): unknown {
  const program = kernelProgram(name);
  const file = "{connection_file}";
  return {
    argv: name === "deno"
      ? [Deno.execPath(), "run", "-A", PROXY, file]
      : program.command(file),
    display_name: title,
    language: "typescript",
    interrupt_mode: program.interrupt,
    env: { ...program.env, LAERINGSRAPPORT_DENO: Deno.execPath() },
    metadata: { debugger: false },
  };
}

/**
 * Removes what {@linkcode installKernels} wrote.
 *
 * @returns Whether there was anything to remove.
 */
export function uninstallKernels(place: KernelPlace = {}): boolean {
  const folders = LISTED.map((kernel) => kernelFolder(place, kernel))
    .filter((folder) => existsSync(folder));
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
  return folders.length > 0;
}

function kernelFolder(place: KernelPlace, { name }: ListedKernel): string {
  const data = place.scope === "project"
    ? projectData(place)
    : userData(place.env ?? process.env);
  return join(data, "kernels", name);
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
