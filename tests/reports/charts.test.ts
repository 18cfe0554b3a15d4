import { expect, test } from "vitest";
import { exp, ln } from "#lib/numerics/mod.ts";
import { pointAxis, tickText } from "../../lib/reports/charts/axis.ts";
import { dotIntervalChart } from "../../lib/reports/charts/dot_interval_chart.ts";
import { drawsChart } from "../../lib/reports/charts/draws_chart.ts";
import { palette, type ThemeColour } from "../../lib/reports/charts/palette.ts";
import { swarm } from "../../lib/reports/charts/swarm.ts";
import { estimate, jointReport } from "./fixture.ts";
import { reportChapters } from "./pages.ts";

/** Relative luminance as WCAG 2.1 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => {
    const share = parseInt(hex.slice(i, i + 2), 16) / 255;
    return share <= 0.04045
      ? share / 12.92
      : exp(2.4 * ln((share + 0.055) / 1.055));
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) =>
    y - x
  );
  return (light + 0.05) / (dark + 0.05);
}

test("contrast() of black on white is 21", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
});

test.each(["light", "dark"] as const)(
  "palette reaches WCAG AA on its papers in %s mode",
  (mode) => {
    const entries: ThemeColour[] = Object.values(palette);
    const papers = entries.filter(({ use }) => use === "paper");
    for (const entry of entries) {
      const needed = entry.use === "text" ? 4.5 : entry.use === "mark" ? 3 : 0;
      for (const paper of papers) {
        expect(
          contrast(entry[mode], paper[mode]),
          `${entry.variable} on ${paper.variable}`,
        ).toBeGreaterThanOrEqual(needed);
      }
    }
  },
);

test("palette can be told from the paper of light and dark notebooks, which have no page's style", () => {
  const marks: ThemeColour[] = Object.values(palette).filter(({ notebook }) =>
    /^#[0-9a-f]{6}$/.test(notebook)
  );
  expect(marks).toHaveLength(5);
  for (const { variable, notebook } of marks) {
    for (const paper of ["#ffffff", "#1e1e1e"]) {
      expect(contrast(notebook, paper), `${variable} on ${paper}`)
        .toBeGreaterThanOrEqual(3);
    }
  }
});

test("pointAxis() begins and ends with round ticks around all values", () => {
  expect(pointAxis([483, 521], { include: 500 })).toEqual({
    domain: [480, 530],
    ticks: [480, 490, 500, 510, 520, 530],
  });
  expect(pointAxis([]).ticks.length).toBeGreaterThan(1);
  expect(tickText(pointAxis([0.1, 0.3], { smallestWidth: 0 }))(0.1)).toBe(
    "0,10",
  );
});

test("pointAxis() does not let noise fill the chart", () => {
  const [low, high] = pointAxis([499, 501]).domain;
  expect(high - low).toBeGreaterThanOrEqual(40);
});

test("swarm() keeps dots apart and in rising order", () => {
  const dots = swarm([5, 1, 1, 1, 3], {
    pixelsPerUnit: 1,
    radius: 3,
    largestShift: 30,
  });
  expect(dots.map(({ value }) => value)).toEqual([1, 1, 1, 3, 5]);
  for (const [i, a] of dots.entries()) {
    for (const b of dots.slice(i + 1)) {
      expect(Math.hypot(a.value - b.value, a.shift - b.shift))
        .toBeGreaterThanOrEqual(6.5);
    }
  }
});

test("dotIntervalChart() places dot and interval where the axis says", () => {
  const row = {
    label: "Læsning",
    estimate: { ...estimate(510, 5), interval: [500, 520] as const },
    reference: 505,
    remark: "",
    heading: false,
  };
  const svg = dotIntervalChart([row], {
    baseline: 500,
    title: "T & t",
    description: "Besked",
  });
  // Axis 490–530 on 740 px with 222 px at the left and 226 px at the right: 7.3 px a point.
  expect(svg).toContain('cx="368"');
  expect(svg).toMatch(/x1="295" x2="441"/);
  expect(svg).toMatch(/^<svg role="img" viewBox="0 0 740 /);
  expect(svg).toContain("<title>T &amp; t</title><desc>Besked</desc>");
});

test("dotIntervalChart() keeps the given order and shows – for a hidden number", () => {
  const row = (label: string, value: number | null) => ({
    label,
    estimate: value === null ? null : estimate(value, 4),
    reference: null,
    remark: "",
    heading: false,
  });
  const svg = dotIntervalChart([
    row("Ålborg", 530),
    row("Billund", 470),
    row("Skjult", null),
  ], { baseline: 500, title: "t", description: "d" });
  const labels = [...svg.matchAll(/>(Ålborg|Billund|Skjult)</g)].map((
    [, label],
  ) => label);
  expect(labels).toEqual(["Ålborg", "Billund", "Skjult"]);
  expect(svg).toContain(">–<");
});

test("drawsChart() marks the actual draw", () => {
  const svg = drawsChart({ edges: [-10, 0, 10], counts: [5, 5], observed: 4 }, {
    title: "t",
    description: "d",
  });
  expect(svg).toContain("Den faktiske lodtrækning");
});

test("every chart of a report is small, static and described", () => {
  const html = reportChapters(jointReport()).flatMap(([, ...displays]) =>
    displays
  ).map(({ html }) => html).join("");
  const charts = html.match(/<svg role="img"[^]*?<\/svg>/g) ?? [];
  expect(charts.length).toBeGreaterThan(20);
  for (const chart of charts) {
    expect(chart.length).toBeLessThan(60_000);
    expect(chart).toMatch(/<title>[^<]{3,}<\/title><desc>[^<]{10,}<\/desc>/);
    expect(chart).not.toMatch(/<style|<script|NaN|undefined|aria-label=/);
    expect(chart).not.toMatch(/ (x|y|cx|cy|x1|x2)="[^"]*\.\d\d/);
  }
  // A notebook has no page's style to make the forms of a key small.
  const sizes = html.match(/<svg (?!role)[^>]*>/g) ?? [];
  expect(sizes.filter((tag) => !tag.includes('width="'))).toEqual([]);
  expect(html.length).toBeLessThan(700_000);
});
