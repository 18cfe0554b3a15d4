import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CellLine, ProgramLine } from "./cell_program.ts";
import { runDeno } from "../deno_process.ts";
import type { LoadedNotebook } from "./loaded_notebook.ts";
import type { NotebookProblem } from "./notebook_problem.ts";

/**
 * Type-checks each notebook as one program, all notebooks in one go.
 *
 * @param loaded The notebooks.
 * @param folder Temporary folder of the check.
 * @throws {Error} If the type checker fails without naming a line.
 */
export async function checkTypes(
  loaded: readonly LoadedNotebook[],
  folder: string,
): Promise<readonly NotebookProblem[]> {
  if (loaded.length === 0) return [];
  for (const { program, moduleName } of loaded) {
    writeFileSync(
      join(folder, moduleName),
      program.map(({ text }) => text).join("\n") + "\n",
    );
  }
  const files = loaded.map(({ moduleName }) => join(folder, moduleName));
  const { exitCode, stderr } = await runDeno(["check", "--quiet", ...files]);
  if (exitCode === 0) return [];
  const problems = parseTypeErrors(stderr, loaded);
  if (problems.length > 0) return problems;
  throw new Error(
    `Cannot check notebooks: the type checker says ${stderr.trim()}`,
  );
}

const TYPE_ERROR =
  /(TS\d+) \[ERROR\]: ([\s\S]*?)\n\s+at file:\/\/\S*\/(notebook_\d+\.ts):(\d+):\d+/g;

function parseTypeErrors(
  report: string,
  loaded: readonly LoadedNotebook[],
): readonly NotebookProblem[] {
  return [...report.matchAll(TYPE_ERROR)].flatMap(
    ([, rule = "", text = "", file, line]) => {
      const owner = loaded.find(({ moduleName }) => moduleName === file);
      if (owner === undefined) return [];
      const place = placeOf(owner.program, Number(line));
      // The message is followed by the source line, which the reader has already.
      const message = text.split("\n").slice(0, -2).map((part) => part.trim())
        .join(" ");
      return [{
        notebook: owner.path,
        cellNumber: place.cellNumber,
        line: place.line,
        rule,
        message,
      }];
    },
  );
}

/** The cell of a line; for lines between cells, that of the line before. */
function placeOf(program: readonly ProgramLine[], line: number): CellLine {
  const places = program.slice(0, line).map(({ place }) => place);
  return places.findLast((place) => place !== null) ??
    { cellId: "", cellNumber: 0, line: 0 };
}
