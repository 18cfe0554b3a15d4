import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a folder holds: SHA-256 of each file by its path, in the order of the paths. */
export type FolderContents = Readonly<Record<string, string>>;

/**
 * SHA-256 of a text or of bytes.
 *
 * @returns Hexadecimal, 64 characters.
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Lists the files of a folder and its subfolders with their digests.
 *
 * @param folder Folder to read.
 * @param endings File names are taken that end in one of these, e.g. ".ts".
 */
export function folderContents(
  folder: string,
  endings: readonly string[],
): FolderContents {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]),
  );
}

/**
 * SHA-256 over listed files, paths and bytes, in the order of the list.
 *
 * @returns Hexadecimal, 64 characters.
 */
export function digestContents(contents: FolderContents): string {
  const lines = Object.entries(contents).map(([path, digest]) =>
    `${path}\0${digest}\n`
  );
  return sha256(lines.join(""));
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
  return digestContents(folderContents(folder, endings));
}
