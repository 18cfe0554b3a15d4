import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findRedeclaredNames, findUnusedImports } from "./cell_names.ts";
import { cellProgram } from "./cell_program.ts";
import { findLateImports, nameHiddenState } from "./hidden_state.ts";
import { lintCells } from "./lint_cells.ts";
import type { LoadedNotebook } from "./loaded_notebook.ts";
import { findLongCells } from "./long_cells.ts";
import { readNotebook } from "../notebook_file.ts";
import type { NotebookProblem } from "./notebook_problem.ts";
import { checkTypes } from "./type_check_cells.ts";

/** Options for {@linkcode checkNotebooks}. */
export interface CheckOptions {
  /** Notebook files. */
  readonly paths: readonly string[];
  /** Folder from which packages are found; a temporary folder is made in its `.cache`. */
  readonly root: string;
}

/**
 * Checks notebooks without running them: types over all cells of a notebook as
 * one program, rules for cells, hidden state (a cell that needs a later one, or
 * changes or redeclares what another declared), imports that nobody uses, length of
 * cells, and that no outputs are stored.
 *
 * @returns Problems in the order of notebooks; none when all is well.
 * @throws {SyntaxError} If a file is not a notebook.
 * @throws {Error} If the type checker fails without naming a line.
 */
export async function checkNotebooks(
  { paths, root }: CheckOptions,
): Promise<readonly NotebookProblem[]> {
  const loaded = paths.map(load);
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "check-"));
  try {
    const stored = loaded.flatMap((notebook) => [
      ...findStoredOutputs(notebook),
      ...findLongCells(notebook),
      ...findLateImports(notebook),
      ...findRedeclaredNames(notebook),
      ...findUnusedImports(notebook),
    ]);
    const linted = await lintCells(loaded, folder);
    const broken = new Set(
      linted.filter(({ rule }) => rule === "syntax").map((one) => one.notebook),
    );
    const sound = loaded.filter(({ path }) => !broken.has(path));
    const typed = nameHiddenState(await checkTypes(sound, folder), sound);
    return sortProblems([...stored, ...linted, ...typed], paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function load(path: string, index: number): LoadedNotebook {
  const notebook = readNotebook(path);
  return {
    path,
    notebook,
    program: cellProgram(notebook),
    moduleName: `notebook_${index}.ts`,
  };
}

function findStoredOutputs(
  { path, notebook }: LoadedNotebook,
): readonly NotebookProblem[] {
  return notebook.cells.filter((cell) => cell.kind === "code").flatMap(
    (cell, index) => {
      if (cell.outputs.length === 0 && cell.executionCount === null) return [];
      const problem = {
        notebook: path,
        cellNumber: index + 1,
        line: 0,
        rule: "notebook/stored-outputs",
      };
      return [{
        ...problem,
        message: "outputs are stored; notebooks are committed without them",
      }];
    },
  );
}

function sortProblems(
  problems: readonly NotebookProblem[],
  paths: readonly string[],
): readonly NotebookProblem[] {
  return problems.toSorted((a, b) =>
    paths.indexOf(a.notebook) - paths.indexOf(b.notebook) ||
    a.cellNumber - b.cellNumber || a.line - b.line
  );
}
