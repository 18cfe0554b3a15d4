import { table } from "arquero";
import { expect, test } from "vitest";
import { toDanfo } from "#lib/data/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { view, type Viewable } from "#lib/reports/mod.ts";

const columns = { navn: ["Ærø", "<b>"], point: [512.25, Number.NaN] };

test("view() shows a table of Arquero, missing numbers as a dash", () => {
  const { html, text, estimates } = view(table(columns), { caption: "Øer" });
  expect(html).toContain("<caption>Øer</caption>");
  expect(html).toContain(
    '<th scope="row">Ærø</th><td class="number">512,250</td>',
  );
  expect(html).toContain(
    '<th scope="row">&lt;b&gt;</th><td class="number">–</td>',
  );
  expect(text).toContain("2 rækker, 2 kolonner.");
  expect(estimates).toEqual([]);
});

test("view() shows a Danfo frame as it shows the same table of Arquero", async () => {
  const frame = await toDanfo(columns);
  expect(view(frame).html).toBe(view(table(columns)).html);
});

test("view() shows the first rows and says how many there are", () => {
  const rows = Array.from({ length: 1234 }, (_, i) => ({ aar: 2000 + i }));
  const { html, text } = view(rows, { rows: 2 });
  expect(html.match(/<tr>/g)).toHaveLength(3);
  expect(text).toContain("2001");
  expect(text).toContain("1.234 rækker, 1 kolonne; de første 2 vises.");
});

test("view() shows where an estimate's uncertainty comes from", () => {
  const estimate = makeEstimate({
    value: 512,
    variance: { sampling: 12, measurement: 4, missing: 0, link: 0 },
    n: 100,
    unit: "points",
    degreesOfFreedom: Infinity,
    method: "prøve",
  });
  const { text } = view(estimate);
  expect(text).toContain("512 (504–520)");
  expect(text).toContain("Standardfejl\t4,000");
  expect(text).toContain("Usikkerhed fra stikprøven\t75\u00a0%");
});

test("view() puts in drawings and leaves displays alone", () => {
  const outerHTML = "<svg><title>Figur</title></svg>";
  expect(view({ outerHTML }).html).toBe(`<figure>${outerHTML}</figure>`);
  const shown = view([{ a: 1 }]);
  expect(view(shown)).toBe(shown);
});

test("view() throws for what it cannot show", () => {
  expect(() => view({ navn: 1 } as unknown as Viewable)).toThrow(
    new TypeError(
      "Cannot view a value: found navn, allowed are tables, rows, estimates, results of a unit and drawings",
    ),
  );
});
