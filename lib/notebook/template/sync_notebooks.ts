import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Municipality } from "#lib/codebook/mod.ts";
import { writeIfChanged } from "../write_if_changed.ts";
import { mergeNotebook, type TemplateConflict } from "./merge_notebook.ts";
import {
  formatNotebook,
  type Notebook,
  parseNotebook,
  readNotebook,
} from "../notebook_file.ts";
import type { NotebookRef } from "../notebook_run.ts";
import {
  fillTemplate,
  markOrigins,
  type TemplateValues,
} from "./render_template.ts";

/** Which repository and which municipalities. */
export interface SyncOptions {
  /** Folder that holds `notebooks/`. */
  readonly root: string;
  /** Each gets a notebook. */
  readonly municipalities: readonly Municipality[];
  /** Write the notebooks, or only say what would change. @default {"write"} */
  readonly mode?: "write" | "check";
}

/** Result of {@linkcode syncNotebooks}. */
export interface SyncResult {
  /** Every notebook made from a template, with its title, in the order of the reports. */
  readonly notebooks: readonly NotebookRef[];
  /** Paths that were written, or would be. */
  readonly changed: readonly string[];
  /** Template cells that an author has changed. */
  readonly conflicts: readonly SyncConflict[];
}

/** A conflict and the notebook it is in. */
export interface SyncConflict extends TemplateConflict {
  /** Path of the notebook. */
  readonly notebook: string;
}

/**
 * The method reports in the order of the index: name of the notebook and of its
 * template, and title.
 */
const METHODS: readonly { readonly name: string; readonly title: string }[] = [
  { name: "skalering", title: "Fra svar til point" },
  { name: "udvikling-og-effekt", title: "Hvor sikre er tallene?" },
  { name: "social-baggrund", title: "Betyder baggrund mindre?" },
];

interface Target extends NotebookRef {
  readonly template: string;
  readonly values: TemplateValues;
}

/**
 * Makes all notebooks from their templates in `notebooks/skabeloner`, one per
 * municipality, the joint one, the lottery's and the methods'. Authors' cells stay.
 *
 * @throws {SyntaxError} If a template or a notebook cannot be read.
 * @throws {RangeError} If a template has an unknown placeholder.
 */
export function syncNotebooks(
  { root, municipalities, mode = "write" }: SyncOptions,
): SyncResult {
  const notebooks = targets(root, municipalities);
  const changed: string[] = [];
  const conflicts: SyncConflict[] = [];
  for (const { path, template, values } of notebooks) {
    const templatePath = join(root, "notebooks", "skabeloner", template);
    const filled = formatCells(
      fillTemplate(readNotebook(templatePath), values),
      root,
    );
    const rendered = markOrigins(filled);
    const existing = existsSync(path) ? readNotebook(path) : null;
    const merged = mergeNotebook(rendered, existing);
    const text = formatNotebook(merged.notebook);
    const isChanged = mode === "write"
      ? writeIfChanged(path, text)
      : existing === null || formatNotebook(existing) !== text;
    if (isChanged) changed.push(path);
    conflicts.push(
      ...merged.conflicts.map((conflict) => ({ ...conflict, notebook: path })),
    );
  }
  return {
    notebooks: notebooks.map(({ id, path, title }) => ({ id, path, title })),
    changed,
    conflicts,
  };
}

/**
 * Formats cells as `deno fmt` would: a long name makes it wrap lines anew, and a
 * notebook that the formatter changes would look as if an author had.
 */
function formatCells(notebook: Notebook, folder: string): Notebook {
  const args = ["fmt", "--quiet", "--ext", "ipynb", "-"];
  const input = formatNotebook(notebook);
  const { status, stdout, stderr } = spawnSync(Deno.execPath(), args, {
    cwd: folder,
    input,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new SyntaxError(`Cannot format a notebook: ${stderr.trim()}`);
  }
  return parseNotebook(stdout, "formatted notebook");
}

/**
 * Lists the notebooks that are published as reports: the municipalities in the
 * order given, the joint report, the lottery, the method reports.
 *
 * @param root Folder that holds `notebooks/`.
 */
export function reportNotebooks(
  root: string,
  municipalities: readonly Municipality[],
): readonly NotebookRef[] {
  return targets(root, municipalities).map(({ id, path, title }) => ({
    id,
    path,
    title,
  }));
}

function targets(
  root: string,
  municipalities: readonly Municipality[],
): readonly Target[] {
  const folder = join(root, "notebooks");
  const own = municipalities.map(({ id, code, name, genitive }): Target => ({
    id,
    path: join(folder, "kommuner", `${id}.ipynb`),
    title: `Læringsrapport for ${name} Kommune`,
    template: "kommune.ipynb",
    values: { id, kode: code, navn: name, genitiv: genitive },
  }));
  const joint: Target = {
    id: "faellesrapport",
    path: join(folder, "faellesrapport.ipynb"),
    title: "Fællesrapport",
    template: "faelles.ipynb",
    values: {},
  };
  const lottery: Target = {
    id: "ledelse-for-oeget-laering",
    path: join(folder, "ledelse-for-oeget-laering.ipynb"),
    title: "Ledelse for øget læring",
    template: "lodtraekning.ipynb",
    values: {},
  };
  const methods = METHODS.map(({ name, title }): Target => ({
    id: `metode-${name}`,
    path: join(folder, "metode", `${name}.ipynb`),
    title,
    template: `${name}.ipynb`,
    values: {},
  }));
  return [...own, joint, lottery, ...methods];
}
