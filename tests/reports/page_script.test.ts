import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { htmlPage } from "#lib/reports/mod.ts";

const body =
  `<p>Tekst<sup class="footnote"><a href="#note-1">1</a></sup></p><div class="table-scroll"><table><thead><tr><th scope="col">Skala</th><th scope="col" class="number">Ændring</th></tr></thead><tbody>${
    [["Ørken", "+8 (3–13)"], ["Aftale", "−3"], ["Zoo", "1.204"], ["Mål", "–"]]
      .map(([name, value]) =>
        `<tr><th scope="row">${name}</th><td>${value}</td></tr>`
      ).join("")
  }</tbody></table></div><ol><li id="note-1">En note ↩</li></ol>`;

const page = htmlPage({
  title: "T",
  body,
  toc: [],
  kind: "report",
  script: "tables-and-notes",
});

/** The page with its script having run, and what pressing a column's head gives. */
function open() {
  const { document } = new JSDOM(page, { runScripts: "dangerously" }).window;
  const names = () =>
    [...document.querySelectorAll("tbody th")].map((th) => th.textContent);
  const press = (column: number) => {
    const head = document.querySelectorAll("thead th")[column];
    head?.querySelector("button")?.click();
    return [head?.getAttribute("aria-sort"), ...names()];
  };
  return { document, press };
}

test("htmlPage() lets its own script run and no other", () => {
  const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
  const digest = createHash("sha256").update(script).digest("base64");
  expect(page).toContain(
    `img-src data:; script-src 'sha256-${digest}'"`,
  );
});

test("the script of a page sorts numbers as Danes write them, missing ones last", () => {
  const { press } = open();
  expect(press(1)).toEqual(["descending", "Zoo", "Ørken", "Aftale", "Mål"]);
  expect(press(1)).toEqual(["ascending", "Aftale", "Ørken", "Zoo", "Mål"]);
});

test("the script of a page sorts words in the Danish order", () => {
  const { press, document } = open();
  expect(press(0)).toEqual(["ascending", "Aftale", "Mål", "Zoo", "Ørken"]);
  expect(press(0)).toEqual(["descending", "Ørken", "Zoo", "Mål", "Aftale"]);
  expect(document.querySelectorAll("[aria-sort]")).toHaveLength(1);
});

test("the script of a page shows a footnote where it is referred to", () => {
  const { document } = open();
  const link = document.querySelector(".footnote a");
  expect(link?.getAttribute("title")).toBe("En note");
});
