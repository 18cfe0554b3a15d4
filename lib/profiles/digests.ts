import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { ROOT } from "./results_store.ts";

/** Rooms whose code decides the numbers; the others only show them. */
const NUMBER_ROOMS = [
  "numerics",
  "codebook",
  "data",
  "scaling",
  "inference",
  "effects",
  "background",
  "profiles",
];

async function filesUnder(folder: URL): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((e) => e.isFile() && /\.(ts|mjs)$/.test(e.name))
    .map((e) => `${e.parentPath}/${e.name}`)
    .sort();
}

async function digestFolders(folders: readonly URL[]): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const file of await filesUnder(folder)) {
      hash.update(file.slice(file.indexOf("/lib/"))).update("\0");
      hash.update(await readFile(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** SHA-256 of the code that decides numbers, and of all code in `lib`. */
export async function codeDigests(): Promise<{ numbers: string; all: string }> {
  const rooms = NUMBER_ROOMS.map((room) => new URL(`lib/${room}/`, ROOT));
  return {
    numbers: await digestFolders(rooms),
    all: await digestFolders([new URL("lib/", ROOT)]),
  };
}

/** SHA-256 of the locked packages. */
export async function lockDigest(): Promise<string> {
  const lock = await readFile(new URL("package-lock.json", ROOT));
  return createHash("sha256").update(lock).digest("hex");
}
