import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Name of the lock in the folder; git ignores it. */
export const LOCK_FILE = ".run.lock";

/** Options for {@linkcode aloneIn}. */
export interface LockOptions {
  /** Named to others who wait, e.g. "reports". */
  readonly command: string;
  /** Called once when another run has to be waited for, with a line about it. */
  readonly onWait: (line: string) => void;
}

/**
 * Does some work while other runs are kept out of a folder; waits first for one
 * that is there already.
 *
 * The system holds the lock for the open file and lets go of it when the process
 * ends, however it ends; a file that a dead process has left keeps nobody out.
 *
 * @param folder Made when missing.
 * @returns What the work returns.
 */
export async function aloneIn<T>(
  folder: string,
  { command, onWait }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, LOCK_FILE);
  const file = await takeLock(path, () => {
    onWait(`waiting in "${folder}" for ${holderOf(path)}`);
  });
  try {
    note(file, command);
    return await work();
  } finally {
    Deno.removeSync(path);
    file.close();
  }
}

async function takeLock(
  path: string,
  onWait: () => void,
): Promise<Deno.FsFile> {
  for (let hasWaited = false;;) {
    const file = await Deno.open(path, {
      create: true,
      read: true,
      write: true,
    });
    if (!await file.tryLock(true)) {
      if (!hasWaited) onWait();
      hasWaited = true;
      await file.lock(true);
    }
    if (isAt(path, file)) return file;
    // Whoever was here has taken the file away; the next one is another file.
    file.close();
  }
}

function isAt(path: string, file: Deno.FsFile): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch {
    return false;
  }
}

function note(file: Deno.FsFile, command: string): void {
  const since = new Date().toISOString();
  const text = `"${command}", process ${process.pid}, since ${since}`;
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(text));
}

function holderOf(path: string): string {
  try {
    return Deno.readTextFileSync(path) || "another run";
  } catch {
    return "another run";
  }
}
