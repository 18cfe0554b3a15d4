import { fileURLToPath } from "node:url";
import {
  digestContents,
  digestFolder,
  type FolderContents,
  folderContents,
  sha256,
} from "#lib/data/mod.ts";
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

const CODE = [".ts", ".mjs"];

/**
 * All files of code, by path within `lib`.
 *
 * @param root Root of the project.
 */
export function codeFiles(root: URL = ROOT): FolderContents {
  return folderContents(fileURLToPath(new URL("lib/", root)), CODE);
}

/** SHA-256 of the code that decides numbers, and of all code in `lib`. */
export function codeDigests(): {
  readonly numbers: string;
  readonly all: string;
} {
  const rooms = NUMBER_ROOMS.map((room) =>
    `${room} ${digestOf(`lib/${room}/`)}`
  );
  return {
    numbers: sha256(rooms.join("\n")),
    all: digestContents(codeFiles()),
  };
}

function digestOf(folder: string): string {
  return digestFolder(fileURLToPath(new URL(folder, ROOT)), CODE);
}
