import { declaredNames, firstUse, importedNames } from "./declared_names.ts";
import { codeSources, type LoadedNotebook } from "./loaded_notebook.ts";
import type { NotebookProblem } from "./notebook_problem.ts";

/**
 * Finds cells that declare a name which an earlier cell has declared or imported:
 * what the name stands for then depends on the order in which cells were run.
 *
 * @param loaded A notebook.
 */
export function findRedeclaredNames(
  loaded: LoadedNotebook,
): readonly NotebookProblem[] {
  const firstCells = new Map<string, number>();
  return codeSources(loaded).flatMap((source, index) => {
    const cellNumber = index + 1;
    const declared = declaredNames(source);
    const again = declared.filter(({ name }) => firstCells.has(name));
    const problems = again.map(({ name, line }) => ({
      notebook: loaded.path,
      cellNumber,
      line,
      rule: "notebook/redeclared-name",
      message: `\`${name}\` stands for something else in cell ${
        firstCells.get(name)
      }; take another name`,
    }));
    for (const { name } of [...declared, ...importedNames(source)]) {
      if (!firstCells.has(name)) firstCells.set(name, cellNumber);
    }
    return problems;
  });
}

/**
 * Finds imported names that neither their own nor a later cell uses.
 *
 * @param loaded A notebook.
 */
export function findUnusedImports(
  loaded: LoadedNotebook,
): readonly NotebookProblem[] {
  const sources = codeSources(loaded);
  return sources.flatMap((source, index) =>
    importedNames(source)
      .filter(({ name }) =>
        sources.slice(index).every((later) => firstUse(later, name) === null)
      )
      .map(({ name, line }) => ({
        notebook: loaded.path,
        cellNumber: index + 1,
        line,
        rule: "notebook/unused-import",
        message: `no cell uses \`${name}\`; leave it out`,
      }))
  );
}
