import type { Notebook, NotebookCell } from "../notebook_file.ts";
import { textDigest } from "./render_template.ts";

/** A template cell that an author has changed by hand. */
export interface TemplateConflict {
  /** Id of the template's cell. */
  readonly cell: string;
  /** What the notebook says. */
  readonly authorText: string;
  /** What the template says; "" when it no longer has the cell. */
  readonly templateText: string;
}

/**
 * Tag of the template's places for an author's comment: what is written there
 * is the author's, and an untouched one is not exported.
 */
export const COMMENT_TAG = "kommentar";

/** Result of {@linkcode mergeNotebook}. */
export interface MergedNotebook {
  /** Template cells and author cells, without outputs. */
  readonly notebook: Notebook;
  /** Template cells that an author has changed. */
  readonly conflicts: readonly TemplateConflict[];
}

/**
 * Brings a new rendering of the template into a notebook that authors may have
 * added cells to. An author's cell keeps its text and its place after the
 * template cell that it followed; a template cell that an author has changed
 * keeps the author's text and is reported, unless it is a place for a comment.
 *
 * @param rendered The template filled in for this notebook.
 * @param existing The notebook as it is; null when there is none yet.
 */
export function mergeNotebook(
  rendered: Notebook,
  existing: Notebook | null,
): MergedNotebook {
  if (existing === null) return { notebook: rendered, conflicts: [] };
  const conflicts = findConflicts(rendered, existing);
  const kept = [
    ...conflicts.map(({ cell }) => cell),
    ...writtenComments(rendered, existing),
  ];
  const edited = new Map(kept.map((cell) => [cell, cellOf(existing, cell)]));
  const followers = authorCellsByAnchor(rendered, existing);
  const taken = new Set(rendered.cells.map(({ id }) => id));
  const after = (anchor: string) =>
    (followers.get(anchor) ?? []).map((cell) => withFreeId(cell, taken));
  const cells = rendered.cells.flatMap((
    cell,
  ) => [edited.get(cell.id) ?? cell, ...after(cell.id)]);
  return {
    notebook: {
      ...rendered,
      cells: [...after(START), ...cells].map(withoutOutputs),
    },
    conflicts,
  };
}

/** Stands for the place before the first template cell. */
const START = "";

function templateIdOf(cell: NotebookCell): string | null {
  return cell.metadata.laeringsrapport?.origin === "template"
    ? cell.metadata.laeringsrapport.cell
    : null;
}

function cellOf(
  notebook: Notebook,
  templateId: string,
): NotebookCell | undefined {
  return notebook.cells.find((cell) => templateIdOf(cell) === templateId);
}

function isEdited(cell: NotebookCell): boolean {
  const origin = cell.metadata.laeringsrapport;
  return origin !== undefined && textDigest(cell.source) !== origin.digest;
}

/** Ids of the places for a comment in which an author has written. */
function writtenComments(
  rendered: Notebook,
  existing: Notebook,
): readonly string[] {
  return rendered.cells.filter(isComment).map(({ id }) => id).filter((id) => {
    const cell = cellOf(existing, id);
    return cell !== undefined && isEdited(cell);
  });
}

function isComment({ metadata }: NotebookCell): boolean {
  return metadata.tags?.includes(COMMENT_TAG) === true;
}

function findConflicts(
  rendered: Notebook,
  existing: Notebook,
): readonly TemplateConflict[] {
  const texts = new Map(rendered.cells.map(({ id, source }) => [id, source]));
  const comments = new Set(
    rendered.cells.filter(isComment).map(({ id }) => id),
  );
  return existing.cells.flatMap((cell) => {
    const templateId = templateIdOf(cell);
    if (templateId === null || !isEdited(cell)) return [];
    if (comments.has(templateId)) return [];
    const templateText = texts.get(templateId) ?? "";
    const isSame = templateText === cell.source;
    return isSame
      ? []
      : [{ cell: templateId, authorText: cell.source, templateText }];
  });
}

/** Author's cells in order, by the template cell that they come after. */
function authorCellsByAnchor(
  rendered: Notebook,
  existing: Notebook,
): ReadonlyMap<string, readonly NotebookCell[]> {
  const known = new Set(rendered.cells.map(({ id }) => id));
  const followers = new Map<string, NotebookCell[]>();
  let anchor = START;
  for (const cell of existing.cells) {
    const templateId = templateIdOf(cell);
    if (templateId !== null && known.has(templateId)) anchor = templateId;
    // An edited cell that the template no longer has stays where it was.
    else if (templateId === null || isEdited(cell)) {
      followers.set(anchor, [...followers.get(anchor) ?? [], cell]);
    }
  }
  return followers;
}

function withFreeId(cell: NotebookCell, taken: Set<string>): NotebookCell {
  let id = cell.id;
  for (let number = 2; taken.has(id); number++) id = `${cell.id}-${number}`;
  taken.add(id);
  return { ...cell, id };
}

function withoutOutputs(cell: NotebookCell): NotebookCell {
  return { ...cell, outputs: [], executionCount: null };
}
