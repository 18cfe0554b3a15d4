import type { ProgramLine } from "./cell_program.ts";
import type { Notebook } from "../notebook_file.ts";

/** A notebook that is being checked. */
export interface LoadedNotebook {
  readonly path: string;
  readonly notebook: Notebook;
  readonly program: readonly ProgramLine[];
  /** File name of the module, without its folder. */
  readonly moduleName: string;
}

/** Texts of the code cells in order. */
export function codeSources({ notebook }: LoadedNotebook): readonly string[] {
  return notebook.cells.filter(({ kind }) => kind === "code")
    .map(({ source }) => source);
}
