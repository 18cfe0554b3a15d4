import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as reports from "#lib/reports/mod.ts";

interface TemplateCell {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly source: readonly string[];
  readonly outputs?: readonly unknown[];
}

/** Names that other rooms give to cells. */
const fromElsewhere = [
  "loadCodebook",
  "openBackgroundIndex",
  "openEvidence",
  "openLottery",
  "openReport",
  "openScaling",
  "show",
  "simulateGradientIllusions",
];

function cellsOf(name: string): readonly TemplateCell[] {
  const url = new URL(
    `../../notebooks/skabeloner/${name}.ipynb`,
    import.meta.url,
  );
  const notebook = JSON.parse(readFileSync(url, "utf8")) as {
    nbformat_minor: number;
    cells: TemplateCell[];
  };
  expect(notebook.nbformat_minor).toBe(5);
  return notebook.cells;
}

const templates = [
  "kommune",
  "faelles",
  "lodtraekning",
  "skalering",
  "udvikling-og-effekt",
  "social-baggrund",
] as const;

test.each(templates)(
  "template %s has stable unique ids, short cells and no outputs",
  (name) => {
    const cells = cellsOf(name);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    for (const { id, cell_type, source, outputs } of cells) {
      expect(id).toMatch(/^[a-z][a-z-]{1,63}$/);
      if (cell_type !== "code") continue;
      expect(outputs).toEqual([]);
      if (id !== "hent-bibliotek") {
        expect(source.length).toBeLessThanOrEqual(12);
      }
    }
  },
);

test.each(templates)(
  "template %s imports what its cells use, all of it real",
  (name) => {
    const code = cellsOf(name).filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => source.join(""));
    const [imports = "", ...rest] = code;
    const names = [...imports.matchAll(/\b(\w+)(?=,| })/g)].map((
      [, word],
    ) => word ?? "");
    expect(imports).toContain('from "laeringsrapport"');
    for (const used of names) {
      expect([...Object.keys(reports), ...fromElsewhere]).toContain(used);
      expect(rest.join("\n")).toMatch(new RegExp(`\\b${used}\\(`));
    }
    const called = [...rest.join("\n").matchAll(/\b([a-z]\w+)\(/g)].map((
      [, word],
    ) => word);
    for (const word of called) expect(names).toContain(word);
  },
);

test.each(["kommune", "faelles"] as const)(
  "template %s has its chapters in order",
  (name) => {
    const headings = cellsOf(name).flatMap(({ cell_type, source }) =>
      cell_type === "markdown"
        ? [...source.join("").matchAll(/^## (.*)$/gm)].map(([, text]) => text)
        : []
    );
    expect(headings.filter((heading) => heading !== "Kommunerne")).toEqual([
      "Sammenfatning",
      "Programmets succeskriterier",
      "Læring",
      "Trivsel",
      "Læringsmiljø",
      "Hjem og skole",
      "Professionel praksis og ledelse",
      "Udvikling",
      "Social baggrund",
      "Forskelle mellem skoler",
      "Deltagelse",
      "Metode og begrænsninger",
    ]);
  },
);

test.each(templates)(
  "template %s ends every chapter with a place for a comment",
  (name) => {
    const chapters: { readonly id: string; readonly last: TemplateCell }[] = [];
    for (const cell of cellsOf(name)) {
      const isHeading = /^## /.test(cell.source[0] ?? "");
      const id = isHeading ? cell.id : chapters.pop()?.id;
      if (id !== undefined) chapters.push({ id, last: cell });
    }
    expect(chapters.length).toBeGreaterThan(4);
    for (const { id, last } of chapters) {
      expect(last.id).toBe(`kommentar-${id}`);
      expect(last.metadata.tags).toEqual(["kommentar"]);
      expect(last.source.join("")).toMatch(/^_Plads til .*\._$/s);
    }
  },
);

test("template kommune sets the municipality in a cell of its own", () => {
  const cell = cellsOf("kommune").find(({ metadata }) =>
    metadata.tags?.includes("parameters")
  );
  expect(cell?.source.join("")).toBe('const kommune = "{{id}}";');
});

test("only the lottery's template speaks of an effect that was found", () => {
  const text = cellsOf("kommune").map(({ source }) => source.join("")).join(
    "\n",
  );
  expect(text.replaceAll("Udvikling er ikke effekt.", "")).not.toMatch(
    /effekt/i,
  );
});

test("lotteryMde comes before any result in the lottery's template", () => {
  const code = cellsOf("lodtraekning").map(({ source }) => source.join(""))
    .join("\n");
  expect(code.indexOf("show(lotteryMde(")).toBeGreaterThan(0);
  expect(code.indexOf("show(lotteryMde(")).toBeLessThan(
    code.indexOf("analyseLottery(lottery)"),
  );
});
