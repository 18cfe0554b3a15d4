import { readFileSync } from "node:fs";
import { sha256 } from "#lib/data/mod.ts";

/** What a cell printed or showed, as in nbformat 4.5. */
export type NotebookOutput =
  | StreamOutput
  | DisplayOutput
  | ResultOutput
  | ErrorOutput;

/** Text written to a stream; neighbours of the same name are merged. */
export interface StreamOutput {
  /** Kind of output in nbformat's words. */
  readonly output_type: "stream";
  /** Which stream. */
  readonly name: "stdout" | "stderr";
  /** Everything written, in one piece. */
  readonly text: string;
}

/** Data by media type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Something shown. */
export interface DisplayOutput {
  /** Kind of output in nbformat's words. */
  readonly output_type: "display_data";
  /** Content by media type. */
  readonly data: MimeBundle;
  /** Metadata by media type. */
  readonly metadata: MimeBundle;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  /** Kind of output in nbformat's words. */
  readonly output_type: "execute_result";
  /** Content by media type. */
  readonly data: MimeBundle;
  /** Metadata by media type. */
  readonly metadata: MimeBundle;
  /** The kernel's count. */
  readonly execution_count: number | null;
}

/** An error that ended the cell. */
export interface ErrorOutput {
  /** Kind of output in nbformat's words. */
  readonly output_type: "error";
  /** e.g. "RangeError". */
  readonly ename: string;
  /** The message. */
  readonly evalue: string;
  /** Lines, innermost call first. */
  readonly traceback: readonly string[];
}

/** Where a cell comes from; author's cells have none. */
export interface CellOrigin {
  /** Only template cells have an origin. */
  readonly origin: "template";
  /** Id of the template's cell. */
  readonly cell: string;
  /** Digest of the text that was written, to see whether an author changed it. */
  readonly digest: string;
}

/** Metadata of a cell as far as this library reads it. */
export interface CellMetadata {
  /** e.g. "parameters", "skjul". */
  readonly tags?: readonly string[];
  /** Set on cells that come from a template. */
  readonly laeringsrapport?: CellOrigin;
  /** Other programs' metadata is kept. */
  readonly [key: string]: unknown;
}

/** One cell of a notebook; `source` is whole, not split into lines. */
export interface NotebookCell {
  /** nbformat's cell type. */
  readonly kind: "code" | "markdown" | "raw";
  /** Unique in the notebook, 1 to 64 letters, digits, - or _. */
  readonly id: string;
  /** Tags and origin. */
  readonly metadata: CellMetadata;
  /** The text of the cell. */
  readonly source: string;
  /** Empty for cells that are not code. */
  readonly outputs: readonly NotebookOutput[];
  /** Null when the cell has not run. */
  readonly executionCount: number | null;
}

/** A notebook in nbformat 4.5. */
export interface Notebook {
  /** Kernel and language. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Cells in order. */
  readonly cells: readonly NotebookCell[];
}

interface RawCell {
  readonly cell_type?: unknown;
  readonly id?: unknown;
  readonly metadata?: unknown;
  readonly source?: unknown;
  readonly outputs?: unknown;
  readonly execution_count?: unknown;
}

/**
 * Reads a notebook file.
 *
 * @param path File in nbformat 4.5.
 * @throws {SyntaxError} If the file is not JSON or not a notebook of version 4.5.
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), path);
}

/**
 * Reads a notebook from its text.
 *
 * @param text JSON.
 * @param name Named in errors, e.g. the path.
 * @throws {SyntaxError} If the text is not JSON or not a notebook of version 4.5.
 */
export function parseNotebook(text: string, name: string): Notebook {
  const file = parseObject(text, name);
  const version = `${String(file["nbformat"])}.${
    String(file["nbformat_minor"])
  }`;
  if (version !== "4.5" || !Array.isArray(file["cells"])) {
    throw new SyntaxError(
      `Cannot read "${name}": nbformat ${version}, expected 4.5 with a list of cells`,
    );
  }
  const cells = file["cells"].map((cell: RawCell, index) =>
    toCell(cell, `"${name}": cell ${index + 1}`)
  );
  const ids = new Set(cells.map((cell) => cell.id));
  if (ids.size < cells.length) {
    throw new SyntaxError(`Cannot read "${name}": two cells have the same id`);
  }
  return { metadata: (file["metadata"] ?? {}) as Notebook["metadata"], cells };
}

function parseObject(
  text: string,
  name: string,
): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${name}": not JSON, ${(error as Error).message}`,
    );
  }
}

function toCell(cell: RawCell, where: string): NotebookCell {
  const { cell_type: kind, id } = cell;
  if (kind !== "code" && kind !== "markdown" && kind !== "raw") {
    throw new SyntaxError(
      `Cannot read ${where} has type ${
        String(kind)
      }, expected code, markdown or raw`,
    );
  }
  if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id)) {
    throw new SyntaxError(
      `Cannot read ${where} has id ${
        String(id)
      }, expected 1 to 64 letters, digits, - or _`,
    );
  }
  return {
    kind,
    id,
    metadata: (cell.metadata ?? {}) as CellMetadata,
    source: joinLines(cell.source, where),
    outputs:
      (Array.isArray(cell.outputs)
        ? cell.outputs
        : []) as readonly NotebookOutput[],
    executionCount: typeof cell.execution_count === "number"
      ? cell.execution_count
      : null,
  };
}

function joinLines(source: unknown, where: string): string {
  if (typeof source === "string") return source;
  if (Array.isArray(source)) return source.join("");
  throw new SyntaxError(`Cannot read ${where} has no source`);
}

/**
 * Writes a notebook as text: one source line per line of the file, keys in a
 * fixed order, line feeds and a final one. The same notebook gives the same text.
 */
export function formatNotebook(notebook: Notebook): string {
  const file = {
    cells: notebook.cells.map(fromCell),
    metadata: notebook.metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return JSON.stringify(file, null, 1) + "\n";
}

function fromCell(cell: NotebookCell): Readonly<Record<string, unknown>> {
  const common = { cell_type: cell.kind, id: cell.id, metadata: cell.metadata };
  const source = splitLines(cell.source);
  if (cell.kind !== "code") return { ...common, source };
  const outputs = cell.outputs.map((output) =>
    output.output_type === "stream"
      ? { ...output, text: splitLines(output.text) }
      : output
  );
  return { ...common, execution_count: cell.executionCount, outputs, source };
}

/** Lines with their line feeds, as nbformat stores them. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * SHA-256 of a notebook as it would be committed: without outputs and counts.
 *
 * @returns Hexadecimal, 64 characters.
 */
export function notebookDigest({ metadata, cells }: Notebook): string {
  const bare = cells.map((cell) => ({
    ...cell,
    outputs: [],
    executionCount: null,
  }));
  return sha256(formatNotebook({ metadata, cells: bare }));
}
