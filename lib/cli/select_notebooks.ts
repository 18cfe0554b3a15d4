import { fileURLToPath } from "node:url";
import { type NotebookRef, reportNotebooks } from "#lib/notebook/mod.ts";
import { ROOT } from "#lib/profiles/mod.ts";
import { programmeMunicipalities } from "./municipalities.ts";
import { toMunicipalityIds } from "./parse_arguments.ts";

/** Repository root as a path. */
export const ROOT_PATH: string = fileURLToPath(ROOT);

/**
 * The notebooks named on the command line, all of them when none is. A name is
 * a municipality in any accepted spelling, or a notebook's own id.
 *
 * @throws {UsageError} If a name is neither.
 */
export function selectNotebooks(
  names: readonly string[],
): readonly NotebookRef[] {
  const all = reportNotebooks(ROOT_PATH, programmeMunicipalities());
  if (names.length === 0) return all;
  const ids = all.map(({ id }) => id);
  const municipalities = programmeMunicipalities().map(({ id }) => id);
  const others = ids.filter((id) => !municipalities.includes(id));
  const wanted = new Set(
    names.map((name) =>
      ids.includes(name) ? name : toMunicipalityIds([name], others)[0]!
    ),
  );
  return all.filter(({ id }) => wanted.has(id));
}
