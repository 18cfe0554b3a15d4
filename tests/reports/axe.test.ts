import { expect, test, vi } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { indexPage, qualityProfilePage } from "#lib/reports/mod.ts";
import {
  accessibilityViolations,
  findChromium,
  violationsOfPages,
} from "./axe.ts";
import { municipalityReport, smallClass } from "./fixture.ts";
import { lotteryPage, reportPage } from "./pages.ts";

const chromium = findChromium();
if (!chromium) {
  console.warn(
    "Skipped: no Chromium, accessibility of the pages is not checked",
  );
}

const report = municipalityReport();
const pages: readonly (readonly [string, () => string])[] = [
  ["a municipality's report", () => reportPage(report)],
  ["the lottery's report", () => lotteryPage()],
  ["a class profile", () =>
    qualityProfilePage(
      smallClass(),
      {
        programme: report.programme,
        municipality: report.results,
        synthetic: true,
      },
      loadCodebook(),
    )],
  [
    "the index",
    () =>
      indexPage([{
        href: "a.html",
        title: "Billund Kommune",
        kind: "municipality",
      }], { synthetic: true }),
  ],
];

// Chromium starts afresh for every page: seconds, more on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

test.skipIf(!chromium).each(pages)(
  "htmlPage() has no accessibility violation: %s",
  async (_, page) => {
    expect(await accessibilityViolations(page(), chromium ?? "")).toEqual([]);
  },
);

test.skipIf(!chromium)(
  "htmlPage() has no accessibility violation on a phone in dark mode",
  async () => {
    const page = reportPage(report);
    expect(
      await accessibilityViolations(page, chromium ?? "", {
        width: 390,
        mode: "dark",
      }),
    ).toEqual([]);
  },
);

test.skipIf(!chromium)(
  "violationsOfPages() finds a planted fault in its page only",
  async () => {
    const page = indexPage([], { synthetic: true });
    const faulty = page.replace(
      "</main>",
      '<p style="color:#999;background:#fff">svag</p></main>',
    ).replace(' lang="da"', "");
    const found = await violationsOfPages([page, faulty, page], chromium ?? "");
    expect(found.map((violations) => violations.map(({ id }) => id).sort()))
      .toEqual([[], ["color-contrast", "html-has-lang"], []]);
  },
);
