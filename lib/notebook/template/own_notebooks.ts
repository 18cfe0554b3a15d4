import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { NotebookRef } from "../notebook_run.ts";

/**
 * Lists the notebooks that are checked but not published: the starter and those
 * made from it, every notebook directly in `notebooks/` that is no report.
 *
 * @param root Folder that holds `notebooks/`.
 * @param reports The notebooks that are published.
 * @returns Paths in alphabetical order.
 */
export function ownNotebooks(
  root: string,
  reports: readonly NotebookRef[],
): readonly string[] {
  const folder = join(root, "notebooks");
  if (!existsSync(folder)) return [];
  const published = new Set(reports.map(({ path }) => path));
  return readdirSync(folder).filter((name) => name.endsWith(".ipynb"))
    .map((name) => join(folder, name))
    .filter((path) => !published.has(path))
    .sort();
}
