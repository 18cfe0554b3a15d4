import type { LoadedNotebook } from "./loaded_notebook.ts";
import type { NotebookProblem } from "./notebook_problem.ts";

/** Lines of code that a cell may have; more is for the library, where tests are. */
const MOST_LINES = 12;

const IMPORT = /^import\b(?:[^"';]*?\bfrom)?\s*["'][^"'\n]+["'];?/gm;

/**
 * Finds code cells that are longer than the house style; imports, comments and
 * empty lines do not count.
 *
 * @param loaded A notebook.
 */
export function findLongCells(
  { path, notebook }: LoadedNotebook,
): readonly NotebookProblem[] {
  const codeCells = notebook.cells.filter(({ kind }) => kind === "code");
  return codeCells.flatMap(({ source }, index) => {
    const lines = source.replace(IMPORT, "").split("\n")
      .filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length;
    if (lines <= MOST_LINES) return [];
    return [{
      notebook: path,
      cellNumber: index + 1,
      line: 0,
      rule: "notebook/long-cell",
      message:
        `${lines} lines of code, at most ${MOST_LINES} are allowed; move what is computed into the library`,
    }];
  });
}
