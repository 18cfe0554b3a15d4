import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * SHA-256 of a text or of bytes.
 *
 * @returns Hexadecimal, 64 characters.
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * SHA-256 over the files of a folder and its subfolders: their paths and bytes,
 * in the order of the paths, so that the machine does not matter.
 *
 * @param folder Folder to read.
 * @param endings File names are taken that end in one of these, e.g. ".ts".
 * @returns Hexadecimal, 64 characters.
 */
export function digestFolder(
  folder: string,
  endings: readonly string[],
): string {
  const hash = createHash("sha256");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
  for (const path of paths) {
    hash.update(`${path}\0${sha256(readFileSync(join(folder, path)))}\n`);
  }
  return hash.digest("hex");
}
