/**
 * Runs the real command line as a process of its own, with its own cache and
 * folders, so that the clone's data, cache and reports are never touched.
 * @module
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { generateProgramme, type WorldOptions } from "#lib/samples/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders: string[] = [];

/** What a command left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes a folder that {@linkcode removeFolders} takes away. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "command-line-"));
  folders.push(folder);
  return folder;
}

/** Takes all temporary folders away. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Simulates a small programme with all scales into a new folder. */
export function smallProgramme(
  size: WorldOptions & { readonly lottery?: "include" | "leave-out" },
): string {
  const outFolder = temporaryFolder();
  generateProgramme({ codebook: loadCodebook(), seed: 11, outFolder, ...size });
  return outFolder;
}

/** Runs one command to its end. */
export function run(cache: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(
    Deno.execPath(),
    ["run", "-A", "lib/cli/main.ts", ...args],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        LAERINGSRAPPORT_CACHE: cache,
        CI: "1",
        NO_COLOR: "1",
      },
    },
  );
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8");
    child[stream].on("data", (part: string) => text[stream] += part);
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...text }));
  });
}

/** SHA-256 of every file in a folder, by its path. */
export function fileDigests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(files.map((path) => [
    path.slice(folder.length + 1),
    createHash("sha256").update(readFileSync(path)).digest("hex"),
  ]));
}

/** The only folder of results in a cache, with its key. */
export function resultsIn(cache: string): string {
  const keys = readdirSync(join(cache, "results"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory());
  if (keys.length !== 1) {
    throw new RangeError(
      `Cannot find results: found ${keys.length} in the cache, expected 1`,
    );
  }
  return join(cache, "results", keys[0]!.name);
}

/** Text of a page as one line, without code. */
export function pageText(path: string): string {
  const { body } = new JSDOM(readFileSync(path, "utf8")).window.document;
  for (const code of body.querySelectorAll("pre, script, style")) code.remove();
  return (body.textContent ?? "").replaceAll(/\s+/g, " ");
}

/** Lines of the error stream that tell of a fault. */
export function faultLines({ stderr }: Outcome): readonly string[] {
  return stderr.split("\n").filter((line) =>
    line !== "" &&
    !/^(Reading answers|Read \d|Scal|Placed|running|ok) ?/.test(line)
  );
}
