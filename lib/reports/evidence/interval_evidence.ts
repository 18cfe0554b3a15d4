import { type EvidenceReport, isHeld } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount } from "../format.ts";
import { markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { sharesTable } from "./study_matrix.ts";

/** Studies of the intervals that reports print, in the order of the reports. */
const INTERVALS: readonly string[] = [
  "niveauer",
  "aendringer",
  "skoler-og-klasser",
  "succeskriterier",
  "social-baggrund",
  "lodtraekning",
];

/** Shows how often the intervals that reports print hold the truth, one table per study. */
export function intervalEvidence({ studies }: EvidenceReport): Display {
  const found = INTERVALS.flatMap((name) =>
    studies.filter((study) => study.name === name)
  );
  if (found.length === 0) {
    return display(markup`<p>Studierne er ikke kørt.</p>`);
  }
  const banded = found.flatMap(({ rows }) =>
    rows.filter(({ band }) => band !== null)
  );
  return display(
    markup`<p>${formatCount(banded.filter(isHeld).length)} af ${
      formatCount(banded.length)
    } tal, der skal ligge inden for et bånd, gør det.</p>${
      found.map((study) =>
        markup`<details><summary>${study.title}</summary>${
          dataTable(sharesTable(study))
        }</details>`
      )
    }`,
  );
}
