import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { codeDigests } from "#lib/profiles/mod.ts";
import { runDeno } from "./deno_process.ts";
import { writeIfChanged } from "./write_if_changed.ts";

/** Where the built library lies; lib/package.json names it. */
const BUILD_FOLDER = ".cache/library";

/** The room that no notebook reaches. */
const LEFT_OUT = "cli";

const ROOT_PATH = fileURLToPath(new URL("../../", import.meta.url));
const DIGEST_LENGTH = 16;

let building: Promise<string> | null = null;

/**
 * Builds the library as plain JavaScript with type declarations, for kernels
 * that do not read TypeScript files. Nothing is done when the code is the same
 * as at the last time; two processes may build at once.
 *
 * @returns Folder of the build.
 * @throws {Error} If the library cannot be transpiled.
 */
export function buildLibrary(): Promise<string> {
  building ??= buildOnce();
  return building;
}

async function buildOnce(): Promise<string> {
  const base = join(ROOT_PATH, BUILD_FOLDER);
  const name = codeDigests().all.slice(0, DIGEST_LENGTH);
  const folder = join(base, name);
  if (!existsSync(folder)) {
    const temporary = `${folder}.${process.pid}`;
    await transpile(temporary);
    settle(temporary, folder);
  }
  for (const ending of ["js", "d.ts"]) {
    writeIfChanged(
      join(base, `mod.${ending}`),
      `export * from "./${name}/lib/mod.js";\n`,
    );
  }
  removeOthers(base, name);
  return folder;
}

async function transpile(outputFolder: string): Promise<void> {
  const sources = listFiles(join(ROOT_PATH, "lib"))
    .filter((path) => path.endsWith(".ts"))
    .filter((path) => path.split("/")[0] !== LEFT_OUT)
    .map((path) => `lib/${path}`);
  mkdirSync(outputFolder, { recursive: true });
  const { exitCode, stderr } = await runDeno([
    "transpile",
    "--quiet",
    "--declaration",
    "--outdir",
    outputFolder,
    ...sources,
  ], { folder: ROOT_PATH });
  if (exitCode !== 0) {
    rmSync(outputFolder, { recursive: true, force: true });
    throw new Error(`Cannot build the library: ${stderr.trim()}`);
  }
  for (const path of listFiles(outputFolder)) {
    const file = join(outputFolder, path);
    const source = join(ROOT_PATH, path.replace(/(\.d\.ts|\.js)$/, ".ts"));
    writeFileSync(
      file,
      adaptModule(readFileSync(file, "utf8"), {
        path,
        sourceAddress: relative(dirname(file), source).replaceAll("\\", "/"),
      }),
    );
  }
}

/** Where a built module stands and where it came from. */
interface BuiltModule {
  /** Path in the build, e.g. "lib/reports/mod.js". */
  readonly path: string;
  /** From the module's folder to its source. */
  readonly sourceAddress: string;
}

/**
 * Makes one built module stand on its own: imports name built files, and
 * whatever is found beside the module is found beside its source.
 */
export function adaptModule(
  text: string,
  { path, sourceAddress }: BuiltModule,
): string {
  const folder = posix.dirname(path);
  const toLibrary = (rest: string): string => {
    const target = posix.relative(folder, `lib/${rest}`);
    return target.startsWith(".") ? target : `./${target}`;
  };
  return text
    .replace(
      /((?:from|import)\s*\(?\s*["'])#lib\/([^"']+)/g,
      (_, head: string, rest: string) => head + toLibrary(rest),
    )
    .replace(/((?:from|import)\s*\(?\s*["']\.[^"'\n]*)\.ts(["'])/g, "$1.js$2")
    .replace(
      /import\.meta\.url/g,
      `new URL(${JSON.stringify(sourceAddress)}, import.meta.url).href`,
    );
}

/** Another process may have put the same build there first. */
function settle(temporary: string, folder: string): void {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Builds of earlier code; those that another process is writing stay. */
function removeOthers(base: string, name: string): void {
  for (const entry of readdirSync(base)) {
    if (entry === name || !/^[0-9a-f]+$/.test(entry)) continue;
    rmSync(join(base, entry), { recursive: true, force: true });
  }
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/")
    );
}
