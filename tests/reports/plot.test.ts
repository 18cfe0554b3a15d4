import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { plot } from "#lib/reports/mod.ts";

const words = { title: "Snit & år", description: "Stiger lidt." };

test("plot() draws with Danish numbers, and with words for those who do not see it", () => {
  const points = [{ year: 2015, share: 0.25 }, { year: 2019, share: 1000.5 }];
  const { html, text } = plot(
    { marks: [Plot.dot(points, { x: "year", y: "share" })] },
    words,
  );
  expect(html).toMatch(/^<figure class="chart">/);
  expect(html).toContain("<desc>Stiger lidt.</desc>");
  expect(html).toContain(">2019<");
  expect(html).toMatch(/>600<|>1000</);
  expect(text).toBe("Snit & år\nStiger lidt.");
});

test("plot() leaves axes alone that have ticks of their own", () => {
  const options = {
    x: { tickFormat: (year: number) => `år ${year}`, ticks: [2015] },
    y: { ticks: [0.25, 12_500] },
    marks: [Plot.dot([[2015, 0.25], [2017, 12_500]])],
  };
  const { html } = plot(options, words);
  expect(html).toContain(">år 2015<");
  expect(html).toContain(">0,25<");
  expect(html).toContain(">12.500<");
});

test("plot() throws for what is more than a drawing", () => {
  expect(() => plot({ title: "Egen", marks: [Plot.frame()] }, words)).toThrow(
    new TypeError("Cannot finish a chart: found <FIGURE>, allowed is <svg>"),
  );
});
