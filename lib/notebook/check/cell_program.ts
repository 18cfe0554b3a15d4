import type { Notebook, NotebookCell } from "../notebook_file.ts";

/** A line of a notebook's program and where it comes from. */
export interface ProgramLine {
  readonly text: string;
  /** Null for lines that belong to no cell. */
  readonly place: CellLine | null;
}

/** A line of a cell. */
export interface CellLine {
  readonly cellId: string;
  /** Number among the code cells, from 1. */
  readonly cellNumber: number;
  /** From 1. */
  readonly line: number;
}

const IMPORT = /^import\b(?:[^"';]*?\bfrom)?\s*["'][^"'\n]+["'];?/gm;

/**
 * Joins the code cells of a notebook into one module for the type checker. Each
 * cell is a block inside the block of the cell before it, so that it sees what
 * earlier cells declare and may declare a name anew; imports are moved to the
 * top, each once.
 *
 * @param notebook The notebook.
 * @returns The lines of the module, each with its cell and line.
 */
export function cellProgram(notebook: Notebook): readonly ProgramLine[] {
  const codeCells = notebook.cells.filter((cell) => cell.kind === "code");
  const imports: ProgramLine[] = [];
  const seen = new Set<string>();
  const body = codeCells.flatMap((cell, index) => {
    const lines = placedLines(cell, index + 1);
    const statements = importStatements(cell.source);
    for (const { text, first, count } of statements) {
      // A later cell may import the same again; a module may not.
      if (!seen.has(text)) imports.push(...lines.slice(first, first + count));
      seen.add(text);
    }
    const isImport = (at: number) =>
      statements.some(({ first, count }) => at >= first && at < first + count);
    return [
      outside("{"),
      ...lines.map((line, at) => isImport(at) ? { ...line, text: "" } : line),
    ];
  });
  return [
    ...imports,
    outside("export {};"),
    ...body,
    outside("}".repeat(codeCells.length)),
  ];
}

function outside(text: string): ProgramLine {
  return { text, place: null };
}

function placedLines(
  { id, source }: NotebookCell,
  cellNumber: number,
): readonly ProgramLine[] {
  return source.split("\n").map((text, index) => ({
    text,
    place: { cellId: id, cellNumber, line: index + 1 },
  }));
}

interface ImportStatement {
  readonly text: string;
  /** Index of its first line. */
  readonly first: number;
  /** Number of lines that it takes up. */
  readonly count: number;
}

function importStatements(source: string): readonly ImportStatement[] {
  return [...source.matchAll(IMPORT)].map(({ 0: text, index }) => ({
    text,
    first: source.slice(0, index).split("\n").length - 1,
    count: text.split("\n").length,
  }));
}
