import { expect, test } from "vitest";
import { htmlPage, indexPage } from "#lib/reports/mod.ts";

const plain = {
  title: "Læring & trivsel",
  body: "<p>Brød</p>",
  toc: [{ id: "a", label: "Æble", level: 2 }],
  kind: "report",
} as const;

test("htmlPage() is Danish, whole and loads nothing", () => {
  const page = htmlPage({ ...plain, subtitle: "Under", footer: "<p>Fod</p>" });
  expect(page).toMatch(/^<!doctype html>\n<html lang="da">/);
  expect(page.match(/<h1>/g)).toHaveLength(1);
  expect(page).toContain("<title>Læring &amp; trivsel</title>");
  expect(page).toContain('<a class="skip" href="#indhold">');
  expect(page).toContain("<p>Fod</p>");
  expect(page).not.toMatch(/<script|https?:\/\/|url\(|@import/);
});

test("htmlPage() says on screen, in the foot and on every sheet that data are simulated", () => {
  const page = htmlPage({
    ...plain,
    body: '<div data-synthetic="true"></div>',
  });
  expect(page.match(/Simulerede data – ikke resultater fra virkelige skoler/g))
    .toHaveLength(3);
  expect(page).toMatch(/@top-left\{content:"Simulerede data/);
  expect(htmlPage(plain)).not.toContain("Simulerede data");
  expect(htmlPage({ ...plain, synthetic: true })).toContain("Simulerede data");
});

test("htmlPage() marks a profile as confidential", () => {
  expect(htmlPage({ ...plain, kind: "profile" })).toContain(
    "Fortroligt – til udvikling, ikke kontrol",
  );
  expect(htmlPage(plain)).not.toContain("Fortroligt");
});

test("htmlPage() leaves out an empty table of contents", () => {
  expect(htmlPage(plain)).toContain(
    '<li class="level-2"><a href="#a">Æble</a></li>',
  );
  expect(htmlPage({ ...plain, toc: [] })).not.toContain("<nav");
});

test("htmlPage() cannot be broken out of by a title", () => {
  const page = htmlPage({ ...plain, title: '</title><b>"\\' });
  expect(page).toContain("<title>&lt;/title&gt;&lt;b&gt;&quot;\\</title>");
  expect(page).toContain('content:"</title><b>"');
});

test("indexPage() lists the reports in fixed order and Danish alphabet", () => {
  const entry = (title: string) =>
    ({ href: `${title}.html`, title, kind: "municipality" }) as const;
  const page = indexPage(
    [entry("Aarup"), entry("Zealand"), entry("Billund"), {
      href: "l.html",
      title: "Lodtrækning",
      kind: "lottery",
    }, {
      href: "f.html",
      title: "Fællesrapport",
      kind: "joint",
    }],
    { synthetic: true },
  );
  const titles = [...page.matchAll(/<a href="[^"#]+"><span>(.*?)<\/span>/g)]
    .map(([, title]) => title);
  expect(titles).toEqual([
    "Fællesrapport",
    "Billund",
    "Zealand",
    "Aarup",
    "Lodtrækning",
  ]);
});
