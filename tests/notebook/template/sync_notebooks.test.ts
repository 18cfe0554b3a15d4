import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Municipality } from "#lib/codebook/mod.ts";
import {
  formatNotebook,
  type NotebookCell,
  readNotebook,
  syncNotebooks,
} from "#lib/notebook/mod.ts";
import { type CellSpec, makeNotebook, testFolder } from "../fixtures.ts";

const billund: Municipality = {
  id: "billund",
  code: "0530",
  name: "Billund",
  genitive: "Billunds",
  aliases: [],
};

const TEMPLATE: readonly CellSpec[] = [
  { id: "titel", markdown: "# Læringsrapport for {{navn}} Kommune" },
  {
    id: "parametre",
    code: `const kommune = "{{id}}";`,
    metadata: { tags: ["parameters"] },
  },
  { id: "slut", markdown: "{{genitiv}} skoler." },
];

/** Templates of the method reports, in the order of the index. */
const METHODS: readonly string[] = [
  "skalering",
  "udvikling-og-effekt",
  "social-baggrund",
];

interface Workshop {
  readonly path: string;
  setTemplate(cells: readonly CellSpec[]): void;
  sync(mode?: "write" | "check"): ReturnType<typeof syncNotebooks>;
  edit(
    change: (cells: readonly NotebookCell[]) => readonly NotebookCell[],
  ): void;
  sources(): readonly string[];
}

/** A folder with three templates and what a test does with them. */
function workshop(): Workshop {
  const root = testFolder();
  const templates = join(root, "notebooks", "skabeloner");
  mkdirSync(templates, { recursive: true });
  const write = (name: string, cells: readonly CellSpec[]) =>
    writeFileSync(join(templates, name), formatNotebook(makeNotebook(cells)));
  write("kommune.ipynb", TEMPLATE);
  write("faelles.ipynb", [{ id: "titel", markdown: "# Fælles" }]);
  write("lodtraekning.ipynb", [{ id: "titel", markdown: "# Lodtrækning" }]);
  for (const name of METHODS) {
    write(`${name}.ipynb`, [{ id: "titel", markdown: "# Metode" }]);
  }
  const path = join(root, "notebooks", "kommuner", "billund.ipynb");
  return {
    path,
    setTemplate: (cells) => write("kommune.ipynb", cells),
    sync: (mode = "write") =>
      syncNotebooks({ root, municipalities: [billund], mode }),
    edit: (change) => {
      const notebook = readNotebook(path);
      writeFileSync(
        path,
        formatNotebook({ ...notebook, cells: change(notebook.cells) }),
      );
    },
    sources: () => readNotebook(path).cells.map(({ source }) => source),
  };
}

const authorCell: NotebookCell = {
  kind: "markdown",
  id: "forfatter",
  metadata: {},
  source: "Kommunens egen kommentar.",
  outputs: [],
  executionCount: null,
};

test("syncNotebooks() fills in the template for each municipality", () => {
  const { sync, sources, path } = workshop();
  const { notebooks, changed } = sync();
  expect(sources()).toEqual([
    "# Læringsrapport for Billund Kommune",
    `const kommune = "billund";`,
    "Billunds skoler.",
  ]);
  expect(notebooks.map(({ id }) => id)).toEqual([
    "billund",
    "faellesrapport",
    "ledelse-for-oeget-laering",
    ...METHODS.map((name) => `metode-${name}`),
  ]);
  expect(changed).toHaveLength(3 + METHODS.length);
  expect(readNotebook(path).cells[1]?.metadata).toMatchObject({
    tags: ["parameters"],
    laeringsrapport: { origin: "template", cell: "parametre" },
  });
});

test("syncNotebooks() changes nothing the second time", () => {
  const { sync, path } = workshop();
  sync();
  const before = readFileSync(path, "utf8");
  expect(sync().changed).toEqual([]);
  expect(sync("check").changed).toEqual([]);
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("syncNotebooks() writes what deno fmt leaves alone", () => {
  const { sync, setTemplate, path } = workshop();
  const words = "ord ".repeat(17).trim();
  setTemplate([...TEMPLATE, {
    id: "lang",
    markdown: `{{genitiv}} ${words}\nog en linje til.`,
  }]);
  sync();
  const before = readFileSync(path, "utf8");
  // Not with --check: Deno 2.9.5 calls every notebook unformatted that it has
  // not just formatted itself.
  new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] })
    .outputSync();
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("syncNotebooks() brings a new template in and keeps an author's cell in its place", () => {
  const { sync, edit, setTemplate, sources } = workshop();
  sync();
  edit(([title, parameters, end]) =>
    [title, authorCell, parameters, end].filter((cell) => cell !== undefined)
  );
  setTemplate([
    { id: "titel", markdown: "# Rapport for {{navn}}" },
    { id: "nyt", markdown: "Nyt afsnit." },
    ...TEMPLATE.slice(1),
  ]);
  expect(sync().conflicts).toEqual([]);
  expect(sources()).toEqual([
    "# Rapport for Billund",
    "Kommunens egen kommentar.",
    "Nyt afsnit.",
    `const kommune = "billund";`,
    "Billunds skoler.",
  ]);
});

test("syncNotebooks() keeps an author's cell near its place when its template cell is gone", () => {
  const { sync, edit, setTemplate, sources } = workshop();
  sync();
  edit((cells) => [...cells, authorCell]);
  setTemplate(TEMPLATE.slice(0, 2));
  sync();
  expect(sources()).toEqual([
    "# Læringsrapport for Billund Kommune",
    `const kommune = "billund";`,
    "Kommunens egen kommentar.",
  ]);
});

test("syncNotebooks() reports a template cell that an author has changed and keeps the author's text", () => {
  const { sync, edit, sources, path } = workshop();
  sync();
  edit((cells) =>
    cells.map((cell) =>
      cell.id === "slut" ? { ...cell, source: "Vores skoler." } : cell
    )
  );
  const { conflicts } = sync();
  expect(conflicts).toEqual([
    {
      notebook: path,
      cell: "slut",
      authorText: "Vores skoler.",
      templateText: "Billunds skoler.",
    },
  ]);
  expect(sources()[2]).toBe("Vores skoler.");
  expect(sync().conflicts).toHaveLength(1);
});

test("syncNotebooks() does not call a template cell changed when an editor wraps its lines anew", () => {
  const { sync, edit, sources } = workshop();
  sync();
  edit((cells) =>
    cells.map((cell) =>
      cell.id === "slut" ? { ...cell, source: "Billunds\nskoler." } : cell
    )
  );
  expect(sync().conflicts).toEqual([]);
  expect(sources()[2]).toBe("Billunds skoler.");
});

test("syncNotebooks() gives an author's cell a new id when the template has taken it", () => {
  const { sync, edit, setTemplate, path } = workshop();
  sync();
  edit((cells) => [...cells, authorCell]);
  setTemplate([...TEMPLATE, {
    id: "forfatter",
    markdown: "Skabelonens egen.",
  }]);
  sync();
  expect(readNotebook(path).cells.map(({ id }) => id)).toEqual([
    "titel",
    "parametre",
    "slut",
    "forfatter-2",
    "forfatter",
  ]);
});

test("syncNotebooks() says what a check would change without writing it", () => {
  const { sync, setTemplate, path } = workshop();
  sync();
  const before = readFileSync(path, "utf8");
  setTemplate(TEMPLATE.slice(0, 1));
  expect(sync("check").changed).toEqual([path]);
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("syncNotebooks() throws when a template has an unknown placeholder", () => {
  const { sync, setTemplate } = workshop();
  setTemplate([{ id: "titel", markdown: "# {{kommunenavn}}" }]);
  expect(() => sync()).toThrow(
    new RangeError(
      `Cannot fill the template: {{kommunenavn}} in cell "titel" is not one of id, kode, navn, genitiv`,
    ),
  );
});

test("syncNotebooks() leaves a comment in its place and calls it no conflict", () => {
  const { sync, edit, setTemplate, sources } = workshop();
  const place: CellSpec = {
    id: "kommentar-slut",
    markdown: "Plads til kommentar.",
    metadata: { tags: ["kommentar"] },
  };
  setTemplate([...TEMPLATE, place]);
  sync();
  edit((cells) =>
    cells.map((cell) =>
      cell.id === place.id ? { ...cell, source: "Vi er glade." } : cell
    )
  );
  setTemplate([...TEMPLATE, { ...place, markdown: "Ny plads." }, {
    id: "bag",
    markdown: "Til sidst.",
  }]);
  expect(sync().conflicts).toEqual([]);
  expect(sources().slice(-2)).toEqual(["Vi er glade.", "Til sidst."]);
  expect(sync().changed).toEqual([]);
});
