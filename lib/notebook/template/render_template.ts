import { sha256 } from "#lib/data/mod.ts";
import { KERNEL_NAME, KERNEL_TITLE } from "../kernel/kernelspec.ts";
import type { Notebook, NotebookCell } from "../notebook_file.ts";

/** What the placeholders of a template stand for, e.g. `navn` → "Billund". */
export type TemplateValues = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** Metadata of every notebook: which kernel opens it. */
const NOTEBOOK_METADATA: Notebook["metadata"] = {
  kernelspec: {
    display_name: KERNEL_TITLE,
    language: "typescript",
    name: KERNEL_NAME,
  },
  language_info: {
    file_extension: ".ts",
    mimetype: "text/x.typescript",
    name: "typescript",
  },
};

/**
 * Fills in a template: `{{navn}}` and other placeholders are replaced.
 *
 * @param template The template.
 * @param values What each placeholder stands for.
 * @throws {RangeError} If a cell has a placeholder that `values` does not know.
 */
export function fillTemplate(
  template: Notebook,
  values: TemplateValues,
): Notebook {
  const cells = template.cells.map((cell) => ({
    ...cell,
    source: fill(cell, values),
    outputs: [],
    executionCount: null,
  }));
  return { metadata: NOTEBOOK_METADATA, cells };
}

/**
 * Marks every cell as coming from the template, with a digest of its text.
 *
 * @param filled A template that has been filled in.
 */
export function markOrigins({ metadata, cells }: Notebook): Notebook {
  const marked = cells.map((cell): NotebookCell => {
    const digest = textDigest(cell.source);
    const laeringsrapport = {
      origin: "template",
      cell: cell.id,
      digest,
    } as const;
    return { ...cell, metadata: { ...cell.metadata, laeringsrapport } };
  });
  return { metadata, cells: marked };
}

function fill({ id, source }: NotebookCell, values: TemplateValues): string {
  return source.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    if (value !== undefined) return value;
    const known = Object.keys(values).join(", ") || "none";
    throw new RangeError(
      `Cannot fill the template: ${whole} in cell "${id}" is not one of ${known}`,
    );
  });
}

/**
 * Short digest of a cell's text, to see later whether an author has changed it.
 * Line breaks and indentation do not count: editors wrap lines anew.
 *
 * @returns Hexadecimal, 12 characters.
 */
export function textDigest(source: string): string {
  return sha256(source.replace(/\s+/g, " ").trim()).slice(0, 12);
}
