import { expect, test } from "vitest";
import { display } from "../../lib/reports/display.ts";
import { escapeHtml, markup, trusted } from "../../lib/reports/markup.ts";
import { plainText } from "../../lib/reports/plain_text.ts";
import { dataTable } from "../../lib/reports/table.ts";
import { estimate } from "./fixture.ts";

test("markup() escapes text and keeps markup", () => {
  const inner = markup`<b>${"<script>"}</b>`;
  expect(
    markup`<p title="${'"'}">${inner}${["a", " & b"]}${false}${null}${3}</p>`
      .markup,
  )
    .toBe('<p title="&quot;"><b>&lt;script&gt;</b>a &amp; b3</p>');
});

test("escapeHtml() escapes all five characters", () => {
  expect(escapeHtml(`&<>"'`)).toBe("&amp;&lt;&gt;&quot;&#39;");
});

test("plainText() keeps what stands between a key's drawing and the next chart", () => {
  const chart = "<svg><desc>Tegning</desc></svg>";
  const html = `${chart}<p><svg></svg>Nøgle</p><p>Tekst</p>${chart}`;
  expect(plainText(html)).toBe("Tegning\nNøgle\nTekst\nTegning");
});

test("plainText() keeps words, tabs and a chart's description", () => {
  const html =
    "<h3>Titel</h3><p>a &amp; b</p><svg><desc>Tegning</desc><text>9</text></svg><ul><li>et</li><li>to</li></ul>";
  expect(plainText(html)).toBe("Titel\na & b\nTegning\n– et\n– to");
  expect(plainText("<table><tr><th>x</th><td>1</td><td>2</td></tr></table>"))
    .toBe("x\t1\t2");
});

test("display() lists an estimate once and refuses one name for two numbers", () => {
  const one = { name: "a", estimate: estimate(1, 1) };
  expect(display(trusted("<p>x</p>"), [one, one]).estimates).toEqual([one]);
  expect(() =>
    display(trusted(""), [one, { name: "a", estimate: estimate(2, 1) }])
  ).toThrow(/two numbers as "a"/);
});

test("dataTable() has a caption, scopes and a name for its scrolling part", () => {
  const { markup: html } = dataTable({
    caption: "Tal",
    columns: [{ label: "Skala", kind: "text" }, { label: "2019" }],
    rows: [["Læsning", "512"]],
    note: "Note",
  });
  expect(html).toContain("<caption>Tal</caption>");
  expect(html).toContain(
    '<th scope="row">Læsning</th><td class="number">512</td>',
  );
  expect(html).toContain('tabindex="0"');
  expect(html).toContain('<p class="note">Note</p>');
});

test("dataTable() throws when a row has too few cells", () => {
  expect(() =>
    dataTable({ caption: "Tal", columns: [{ label: "a" }], rows: [["1", "2"]] })
  )
    .toThrow(/row 1 has 2 cells, allowed is 1/);
});
