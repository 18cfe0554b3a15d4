import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runDeno } from "../deno_process.ts";
import type { LoadedNotebook } from "./loaded_notebook.ts";
import type { NotebookProblem } from "./notebook_problem.ts";

const RULES = [
  "notebook/bare-expression",
  "notebook/missing-await",
  "notebook/kernel-specific",
  "notebook/relative-import",
  "notebook/chance-or-time",
  "notebook/changes-other-cell",
];

interface LintReport {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly code: string;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly errors: readonly {
    readonly file_path: string;
    readonly message: string;
  }[];
}

/**
 * Checks every code cell against the rules for cells.
 *
 * @param loaded The notebooks.
 * @param folder Temporary folder of the check.
 * @throws {Error} If the linter fails without a report.
 */
export async function lintCells(
  loaded: readonly LoadedNotebook[],
  folder: string,
): Promise<readonly NotebookProblem[]> {
  const cells = writeCells(loaded, folder);
  if (cells.size === 0) return [];
  const { diagnostics, errors } = await runLinter(folder, [...cells.keys()]);
  const crash = errors.find(({ message }) =>
    !message.startsWith("SyntaxError")
  );
  if (crash !== undefined) {
    throw new Error(`Cannot check notebooks: the linter says ${crash.message}`);
  }
  const ownerOf = (path: string): CellOwner =>
    cells.get(path.split("/").at(-1) ?? "") ??
      { notebook: path, cellNumber: 0 };
  const found = diagnostics.map(({ filename, code, message, range }) => ({
    ...ownerOf(filename),
    line: range.start.line,
    rule: code,
    message,
  }));
  const broken = errors.map(({ file_path: path, message }) => ({
    ...ownerOf(path),
    line: Number(/:(\d+):\d+\s*$/.exec(message)?.[1] ?? 0),
    rule: "syntax",
    message: message.split("\n")[0] ?? message,
  }));
  return [...found, ...broken];
}

interface CellOwner {
  readonly notebook: string;
  readonly cellNumber: number;
}

/** One file per code cell; the result tells whose each is. */
function writeCells(
  loaded: readonly LoadedNotebook[],
  folder: string,
): ReadonlyMap<string, CellOwner> {
  const cells = new Map<string, CellOwner>();
  for (const [index, { path, notebook }] of loaded.entries()) {
    const codeCells = notebook.cells.filter(({ kind }) => kind === "code");
    for (const [at, { source }] of codeCells.entries()) {
      const name = `cell_${index}_${at + 1}.ts`;
      writeFileSync(join(folder, name), source + "\n");
      cells.set(name, { notebook: path, cellNumber: at + 1 });
    }
  }
  return cells;
}

async function runLinter(
  folder: string,
  names: readonly string[],
): Promise<LintReport> {
  const plugin = fileURLToPath(new URL("./lint_rules.ts", import.meta.url));
  const config = join(folder, "deno.json");
  const rules = { tags: [], include: RULES };
  writeFileSync(
    config,
    JSON.stringify({
      lint: { plugins: [`./${relative(folder, plugin)}`], rules },
    }),
  );
  const files = names.map((name) => join(folder, name));
  const { stdout, stderr } = await runDeno([
    "lint",
    "--json",
    "--config",
    config,
    ...files,
  ]);
  if (!stdout.trim().startsWith("{")) {
    throw new Error(`Cannot check notebooks: the linter says ${stderr.trim()}`);
  }
  return JSON.parse(stdout) as LintReport;
}
