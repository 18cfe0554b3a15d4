import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import {
  type CellMetadata,
  formatNotebook,
  type Notebook,
  type NotebookRef,
} from "#lib/notebook/mod.ts";

/** A cell as a test writes it: TypeScript, or markdown with a `#` in front. */
export interface CellSpec {
  readonly id?: string;
  readonly code?: string;
  readonly markdown?: string;
  readonly metadata?: CellMetadata;
}

/** Makes a notebook of cells; ids are `celle-1`, `celle-2` … where none is given. */
export function makeNotebook(cells: readonly (string | CellSpec)[]): Notebook {
  return {
    metadata: {
      kernelspec: {
        display_name: "Deno",
        language: "typescript",
        name: "deno",
      },
    },
    cells: cells.map((cell, index) => {
      const spec: CellSpec = typeof cell === "string" ? { code: cell } : cell;
      return {
        kind: spec.markdown === undefined ? "code" : "markdown",
        id: spec.id ?? `celle-${index + 1}`,
        metadata: spec.metadata ?? {},
        source: spec.markdown ?? spec.code ?? "",
        outputs: [],
        executionCount: null,
      };
    }),
  };
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A new folder, removed when the tests of the file have ended. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "laeringsrapport-test-"));
  folders.push(folder);
  return folder;
}

/** Writes a notebook to a folder and names it. */
export function writeNotebook(
  folder: string,
  id: string,
  cells: readonly (string | CellSpec)[],
): NotebookRef {
  const path = join(folder, `${id}.ipynb`);
  writeFileSync(path, formatNotebook(makeNotebook(cells)));
  return { id, path, title: `Rapport ${id}` };
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

/** Waits until a condition holds, at most five seconds. */
export async function waitFor(condition: () => boolean): Promise<boolean> {
  const end = performance.now() + 5000;
  while (performance.now() < end) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return condition();
}

/** The address of a file of the library, for cells outside the repository. */
export function libraryUrl(path: string): string {
  return new URL(`../../lib/${path}`, import.meta.url).href;
}
