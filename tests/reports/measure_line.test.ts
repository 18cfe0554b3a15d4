import { expect, test } from "vitest";
import type { ScaleResults } from "#lib/profiles/mod.ts";
import { measureLine } from "../../lib/reports/background/measure_line.ts";
import { scaleEntries } from "../../lib/reports/report.ts";
import { estimate, jointReport } from "./fixture.ts";

const entry = scaleEntries(jointReport()).find(({ scale }) =>
  scale.id === "pr_laesning"
)!;

/** The line where the three measures have moved so many points from first to last. */
function lineOf([slope, explained, gap]: readonly number[]): string {
  const own: ScaleResults = {
    ...entry.own,
    changes: entry.own.changes.map((change) => ({
      ...change,
      gradient: estimate(slope!, 1),
      explained: estimate(explained!, 1),
      educationGap: estimate(gap!, 1),
    })),
  };
  return measureLine({ ...entry, own }, 2019);
}

test.each([
  [[-9, -9, -9], "Baggrund betyder mindre end i 2015: Alle tre mål er faldet."],
  [[9, 9, 9], "Baggrund betyder mere end i 2015: Alle tre mål er steget."],
  [[0, 0, 0], "Ingen af de tre mål har flyttet sig sikkert siden 2015."],
  [
    [-9, -9, 0],
    "Hældningen og den forklarede andel er faldet siden 2015; det tredje mål har ikke flyttet sig sikkert.",
  ],
  [
    [0, 0, 9],
    "Afstanden mellem hjem er steget siden 2015; de to andre mål har ikke flyttet sig sikkert.",
  ],
  [
    [-9, 0, 9],
    "Målene peger hver sin vej siden 2015: Hældningen er faldet, afstanden mellem hjem er steget.",
  ],
])(
  "measureLine() of changes %j says what has moved, and only that",
  (changes, sentence) => {
    expect(lineOf(changes)).toContain(`»Læsning«: ${sentence} I 2019 er`);
  },
);

test("measureLine() says what cannot be told, and nothing where nothing is known", () => {
  const hidden = { hidden: "too-few" } as const;
  const own: ScaleResults = {
    ...entry.own,
    changes: entry.own.changes.map((change) => ({
      ...change,
      gradient: hidden,
      explained: hidden,
      educationGap: hidden,
    })),
  };
  expect(measureLine({ ...entry, own }, 2019)).toContain(
    "Det kan ikke siges, om baggrund betyder mere eller mindre end i 2015.",
  );
  expect(
    measureLine({ ...entry, own: { ...own, waves: [], changes: [] } }, 2019),
  )
    .toBe("");
});
