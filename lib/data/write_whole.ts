import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";

/** A file that could not be written, e.g. because the disk is full. */
export class WriteError extends Error {
  /** Tells this error from others. */
  override readonly name = "WriteError";
  /** The file. */
  readonly path: string;

  /**
   * Makes the error.
   *
   * @param path The file.
   * @param cause What the system said.
   */
  constructor(path: string, cause: unknown) {
    super(`Cannot write "${path}": ${reasonOf(cause)}`, { cause });
    this.path = path;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full for this user",
  EFBIG: "the file is larger than is allowed",
  EACCES: "it is not allowed here",
  EPERM: "it is not allowed here",
  EROFS: "nothing can be written here",
};

function reasonOf(cause: unknown): string {
  const { code, message } = cause as {
    readonly code?: string;
    readonly message?: string;
  };
  return REASONS[code ?? ""] ?? message ?? String(cause);
}

/**
 * Writes a file, and its folder when missing, so that the file is there whole or
 * not at all: who reads it meanwhile, and who finds it after a run that was cut
 * short, sees the former content or the new one.
 *
 * @throws {WriteError} If it cannot be written; the former content stays.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    replace(path, content);
  } catch (error) {
    throw new WriteError(path, error);
  }
}

function replace(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
