import { sha256 } from "#lib/data/mod.ts";
import { type Difference, difference } from "./verify/compare_reports.ts";
import { COMMENT_TAG } from "./template/merge_notebook.ts";
import type { CellText } from "./manifest.ts";
import type { NotebookCell } from "./notebook_file.ts";

/** Enough of a SHA-256 to notice a change; the whole notebook has a full one. */
const DIGITS = 12;

/**
 * Digests of what stands in a notebook's cells, prose as well as code, so that a
 * changed cell can be named.
 *
 * @param cells Cells in order.
 */
export function cellTexts(cells: readonly NotebookCell[]): readonly CellText[] {
  return cells.map(({ id, kind, source, metadata }) => ({
    cell: id,
    origin: metadata.tags?.includes(COMMENT_TAG)
      ? "author"
      : metadata.laeringsrapport?.origin ?? "author",
    digest: sha256(`${kind}\n${source}`).slice(0, DIGITS),
  }));
}

/**
 * Names the cells whose text is not the published one.
 *
 * @param published Cells in the manifest.
 * @param found Cells of today.
 * @returns Changed, missing and new cells, in the published order.
 */
export function compareCellTexts(
  published: readonly CellText[],
  found: readonly CellText[],
): readonly Difference[] {
  const byCell = new Map(found.map((text) => [text.cell, text]));
  const known = new Set(published.map(({ cell }) => cell));
  const changed = published.flatMap((before) => {
    const after = byCell.get(before.cell);
    return after?.digest === before.digest
      ? []
      : [textDifference(before, before.digest, after?.digest ?? "")];
  });
  const added = found.filter(({ cell }) => !known.has(cell))
    .map((text) => textDifference(text, "", text.digest));
  return [...changed, ...added];
}

function textDifference(
  { cell, origin }: CellText,
  published: string,
  found: string,
): Difference {
  const name = origin === "template" ? "template cell" : "author's cell";
  return difference({ kind: "source", cell, name, published, found });
}
