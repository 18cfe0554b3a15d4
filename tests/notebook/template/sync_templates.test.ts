import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Municipality } from "#lib/codebook/mod.ts";
import {
  formatNotebook,
  type NotebookCell,
  readNotebook,
  syncNotebooks,
} from "#lib/notebook/mod.ts";
import { testFolder } from "../fixtures.ts";

const templateFolder = fileURLToPath(
  new URL("../../../notebooks/skabeloner", import.meta.url),
);

const billund: Municipality = {
  id: "billund",
  code: "0530",
  name: "Billund",
  genitive: "Billunds",
  aliases: [],
};

const authorCell: NotebookCell = {
  kind: "markdown",
  id: "forfatter",
  metadata: {},
  source: "Kommunens eget afsnit.",
  outputs: [],
  executionCount: null,
};

type Edit = (cells: readonly NotebookCell[]) => readonly NotebookCell[];

function editFile(path: string, edit: Edit): void {
  const { metadata, cells } = readNotebook(path);
  writeFileSync(path, formatNotebook({ metadata, cells: edit(cells) }));
}

function withText(id: string, source: string): Edit {
  return (cells) =>
    cells.map((cell) => cell.id === id ? { ...cell, source } : cell);
}

/** Puts a cell after another. */
function after(id: string, added: NotebookCell): Edit {
  return (cells) =>
    cells.flatMap((cell) => cell.id === id ? [cell, added] : [cell]);
}

test("syncNotebooks() keeps cells and comments of authors and reports an edited cell, in every template's notebook", () => {
  const root = testFolder();
  const templates = join(root, "notebooks", "skabeloner");
  mkdirSync(templates, { recursive: true });
  cpSync(templateFolder, templates, { recursive: true });
  const sync = () => syncNotebooks({ root, municipalities: [billund] });
  const { notebooks } = sync();
  expect(notebooks).toHaveLength(readdirSync(templates).length);

  const places = notebooks.map(({ path }) => {
    const { cells } = readNotebook(path);
    const headings = cells.filter(({ source }) => source.startsWith("## "));
    const [chapter, edited] = headings.map(({ id }) => id);
    const comment = `kommentar-${chapter}`;
    return { path, chapter: chapter!, edited: edited!, comment };
  });
  for (const { path, chapter, edited, comment } of places) {
    editFile(path, after(chapter, authorCell));
    editFile(path, withText(comment, "Vi er glade."));
    editFile(path, withText(edited, "## Kommunens overskrift"));
  }
  for (const name of readdirSync(templates)) {
    const path = join(templates, name);
    editFile(path, (cells) => [
      ...withText("titel", "# En ny titel")(cells),
      { ...authorCell, id: "nyt", source: "Nyt afsnit i skabelonen." },
    ]);
  }

  const { conflicts } = sync();
  expect(conflicts.map(({ notebook, cell }) => [notebook, cell])).toEqual(
    places.map(({ path, edited }) => [path, edited]),
  );
  for (const { authorText, templateText } of conflicts) {
    expect(authorText).toBe("## Kommunens overskrift");
    expect(templateText).toMatch(/^## /);
  }
  for (const { path, chapter, edited, comment } of places) {
    const { cells } = readNotebook(path);
    const textOf = (id: string) => cells.find((cell) => cell.id === id)?.source;
    const at = cells.findIndex(({ id }) => id === chapter);
    expect(cells[at + 1]).toEqual(authorCell);
    expect(textOf(comment)).toBe("Vi er glade.");
    expect(textOf(edited)).toBe("## Kommunens overskrift");
    expect(textOf("titel")).toBe("# En ny titel");
    expect(cells.at(-1)?.source).toBe("Nyt afsnit i skabelonen.");
  }
});
