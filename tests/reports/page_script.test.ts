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
  }</tbody></table></div><figure class="chart" id="figur-2"><svg role="img"><title>Læsning</title><desc>D</desc><g><circle id="a"><title>Læsning 2019: 508</title></circle><circle id="b"><title>Programmet: 505</title></circle></g></svg><table class="stacked"><caption>Læsning; "ny"</caption><thead><tr><th>År</th></tr></thead><tbody><tr><th>2019</th><td><span class="column">Point</span>a;b "c"</td></tr></tbody></table></figure><ol><li id="note-1">En note ↩</li></ol>`;

const page = htmlPage({
  title: "T",
  body,
  toc: [],
  kind: "report",
  script: "reading-aids",
});

/** The page with its script having run, and what pressing a column's head gives. */
function open() {
  const { window } = new JSDOM(page, { runScripts: "dangerously" });
  const { document } = window;
  const names = () =>
    [...document.querySelectorAll(".table-scroll tbody th")].map((th) =>
      th.textContent
    );
  const press = (column: number) => {
    const head = document.querySelectorAll("thead th")[column];
    head?.querySelector("button")?.click();
    return [head?.getAttribute("aria-sort"), ...names()];
  };
  return { window, document, press };
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

/** Puts a mark of the drawing somewhere, as jsdom lays nothing out. */
function placeAt(mark: Element | null, left: number, top: number): void {
  const box = { left, top, right: left + 8, bottom: top + 8 };
  Object.assign(mark ?? {}, { getBoundingClientRect: () => box });
}

test("the script of a page tells what the nearest mark of a chart stands for", () => {
  const { window, document } = open();
  const drawing = document.querySelector("figure svg");
  placeAt(document.querySelector("#a"), 100, 100);
  placeAt(document.querySelector("#b"), 130, 100);
  const tip = document.querySelector<HTMLElement>(".tip");
  const point = (type: string, clientX: number) =>
    drawing?.dispatchEvent(
      new window.MouseEvent(type, { clientX, clientY: 104 }),
    );
  const told = () => tip?.hidden === false ? tip.textContent : null;
  expect(told()).toBe(null);
  point("pointermove", 112);
  expect(told()).toBe("Læsning 2019: 508");
  point("pointerdown", 125);
  expect(told()).toBe("Programmet: 505");
  point("pointermove", 200);
  expect(told()).toBe(null);
  point("pointermove", 104);
  window.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Escape" }));
  expect(told()).toBe(null);
});

test("the script of a page keeps a chart's name and description when it takes its tips out", () => {
  const { document } = open();
  const drawing = document.querySelector("figure svg");
  expect(drawing?.getAttribute("aria-label")).toBe("Læsning");
  expect(drawing?.querySelector("title")).toBe(null);
  expect(drawing?.querySelector("desc")?.textContent).toBe("D");
});

test("the script of a page saves every table as CSV, sorted as it stands", () => {
  const { document, press } = open();
  press(1);
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a.csv")];
  const files = links.map((link) => {
    // The browser of the tests saves no files.
    link.addEventListener("click", (event) => event.preventDefault());
    link.click();
    const [type, text = ""] = link.href.split(",");
    return [link.download, type, decodeURIComponent(text)];
  });
  expect(files).toEqual([
    [
      "tabel.csv",
      "data:text/csv;charset=utf-8",
      "\ufeffSkala;Ændring\r\nZoo;1.204\r\nØrken;+8 (3–13)\r\nAftale;−3\r\nMål;–\r\n",
    ],
    [
      "Figur-2-Læsning-ny.csv",
      "data:text/csv;charset=utf-8",
      '\ufeffÅr\r\n2019;"a;b ""c"""\r\n',
    ],
  ]);
});
