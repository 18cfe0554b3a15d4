import { declaredNames, firstUse, importedNames } from "./declared_names.ts";
import { codeSources, type LoadedNotebook } from "./loaded_notebook.ts";
import type { NotebookProblem } from "./notebook_problem.ts";

const RULE = "notebook/hidden-state";
const UNKNOWN_NAME = /^Cannot find name '([\w$]+)'/;

/**
 * Says of a name that the type checker does not know whether a later cell
 * declares it: such a cell works only in the session in which it was written.
 *
 * @param problems What the type checker found.
 * @param loaded The notebooks.
 * @returns The same problems in the same order, those of hidden state renamed.
 */
export function nameHiddenState(
  problems: readonly NotebookProblem[],
  loaded: readonly LoadedNotebook[],
): readonly NotebookProblem[] {
  return problems.map((problem) => {
    const name = UNKNOWN_NAME.exec(problem.message)?.[1];
    const owner = loaded.find(({ path }) => path === problem.notebook);
    if (name === undefined || owner === undefined) return problem;
    const later = codeSources(owner).findIndex((source, index) =>
      index >= problem.cellNumber &&
      declaredNames(source).some((declared) => declared.name === name)
    );
    return later < 0
      ? problem
      : { ...problem, rule: RULE, message: laterCell(name, later + 1) };
  });
}

/**
 * Finds cells that use what only a later cell imports. The program of a notebook
 * has all imports at its top, so the type checker cannot see this.
 *
 * @param loaded A notebook.
 */
export function findLateImports(
  loaded: LoadedNotebook,
): readonly NotebookProblem[] {
  const sources = codeSources(loaded);
  const known = new Set<string>();
  return sources.flatMap((source, at) => {
    const imported = importedNames(source).map(({ name }) => name)
      .filter((name) => !known.has(name));
    for (const name of imported) known.add(name);
    return imported.flatMap((name) =>
      sources.slice(0, at).flatMap((earlier, index) => {
        const line = firstUse(earlier, name);
        if (line === null) return [];
        const message = laterCell(name, at + 1);
        const place = { notebook: loaded.path, cellNumber: index + 1, line };
        return [{ ...place, rule: RULE, message }];
      })
    );
  });
}

function laterCell(name: string, cellNumber: number): string {
  return `\`${name}\` comes from cell ${cellNumber}, which is run later`;
}
