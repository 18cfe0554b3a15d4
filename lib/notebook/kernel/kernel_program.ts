import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The kernels that a notebook can run under. */
export type KernelName = "deno" | "tslab";

/** All kernels, the usual one first. */
export const KERNEL_NAMES: readonly KernelName[] = ["deno", "tslab"];

/** What is different between the kernels. */
export interface KernelProgram {
  /** e.g. "tslab". */
  readonly name: string;
  /** e.g. "deno 2.9.5"; written into reports. */
  readonly version: string;
  /** Program and arguments. */
  readonly command: (connectionFile: string) => readonly [string, ...string[]];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Does what has to be done before the kernel starts. */
  readonly prepare: () => Promise<unknown>;
  /** Code run before the first cell; null when there is none. */
  readonly setup: string | null;
  /** Code of an invisible cell that shows a marker with this name. */
  readonly barrier: (mark: string) => string;
  /** What the kernel may write into the middle of a message; see {@linkcode openZmtpSocket}. */
  readonly intruder: Uint8Array | null;
  /** Whether a busy cell is stopped by a message or by SIGINT. */
  readonly interrupt: "message" | "signal";
}

/** Media type of the marker that is shown after each cell. */
export const BARRIER_TYPE = "application/vnd.laeringsrapport.barrier+json";

/**
 * Deno's kernel writes short messages without waiting for a long one that is on
 * its way. This is how each of its messages begins: a frame of 9 bytes with more
 * to follow, and the delimiter. No JSON text holds the first of these bytes.
 */
const DENO_INTRUDER: Uint8Array = new TextEncoder().encode(
  "\x01\x09<IDS|MSG>",
);

/** Name under which the Deno kernel keeps errors that no cell waited for. */
export const LOOSE_ERRORS = "laeringsrapport.looseErrors";

/**
 * Code that Deno's kernel runs before its first cell. It makes tracebacks long enough
 * to reach the cell through the library, gathers errors of promises
 * that nobody awaited, which the kernel would drop without a word, and ends the
 * kernel when the process that started it is gone.
 */
const DENO_SETUP: string = `{
  Error.stackTraceLimit = 100;
  const errors = [];
  globalThis[Symbol.for("${LOOSE_ERRORS}")] = errors;
  const keep = (event) => {
    event.preventDefault();
    const thrown = event.reason ?? event.error ?? event.message;
    const isError = thrown instanceof Error;
    errors.push({
      name: isError ? thrown.name : "Error",
      message: isError ? thrown.message : String(thrown),
      traceback: isError ? String(thrown.stack).split("\\n") : [],
    });
  };
  addEventListener("unhandledrejection", keep);
  addEventListener("error", keep);
  const parent = Deno.ppid;
  Deno.unrefTimer(setInterval(() => { if (Deno.ppid !== parent) Deno.exit(1); }, 1000));
}
undefined`;

/** Same language, time zone and plain text on every machine. */
export const KERNEL_ENVIRONMENT: Readonly<Record<string, string>> = {
  NO_COLOR: "1",
  TZ: "Europe/Copenhagen",
  LANG: "da_DK.UTF-8",
  DENO_NO_UPDATE_CHECK: "1",
};

/** The kernel with a name, as it is started on this machine. */
export function kernelProgram(name: KernelName): KernelProgram {
  return name === "deno" ? denoProgram() : tslabProgram();
}

/** Name and version of a kernel, e.g. "deno 2.9.5". */
export function kernelVersion(name: KernelName): string {
  return kernelProgram(name).version;
}

function denoProgram(): KernelProgram {
  return {
    name: "deno",
    version: `deno ${Deno.version.deno}`,
    command: (file) => [Deno.execPath(), "jupyter", "--kernel", "--conn", file],
    env: KERNEL_ENVIRONMENT,
    prepare: () => Promise.resolve(),
    setup: DENO_SETUP,
    barrier: (mark) => {
      const bundle = `{ "${BARRIER_TYPE}": { mark: "${mark}", errors: ` +
        `(globalThis[Symbol.for("${LOOSE_ERRORS}")] ?? []).splice(0) } }`;
      return `Deno.jupyter.broadcast("display_data", { data: ${bundle}, metadata: {}, transient: {} });\nundefined`;
    },
    intruder: DENO_INTRUDER,
    interrupt: "message",
  };
}

function tslabProgram(): KernelProgram {
  return {
    name: "tslab",
    version: `tslab ${tslabVersion()}`,
    command: (file) => ["node", TSLAB_HOST, file],
    env: {
      ...KERNEL_ENVIRONMENT,
      // Node warns about requiring modules, which would be a cell's output.
      NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --no-warnings`.trim(),
    },
    // Loaded only here: it brings most of the library with it.
    prepare: async () => {
      const { buildLibrary } = await import("../library_build.ts");
      await buildLibrary();
    },
    setup: null,
    barrier: (mark) => `// laeringsrapport barrier ${mark}`,
    intruder: null,
    interrupt: "signal",
  };
}

/** Program that starts tslab; see there for what it adds. */
export const TSLAB_HOST: string = fileURLToPath(
  new URL("./tslab_kernel.mjs", import.meta.url),
);

function tslabVersion(): string {
  const file = new URL(
    "../../../node_modules/tslab/package.json",
    import.meta.url,
  );
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string })
    .version;
}
