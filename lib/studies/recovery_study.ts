import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { estimatesFile, readEstimates } from "#lib/profiles/mod.ts";
import { readTruth } from "#lib/samples/mod.ts";
import { type CoverageRow, tallyCoverage } from "./coverage.ts";
import type { Study, StudyRow } from "./study.ts";

const GROUPS: Readonly<Record<string, string>> = {
  "all": "alle grupper",
  "class-teachers": "klasselærere",
  "leaders": "ledere",
  "parents": "forældre",
  "pupils-0-3": "elever 0.–3. klasse",
  "pupils-4-9": "elever 4.–9. klasse",
  "staff": "medarbejdere",
  "tests": "prøver",
};

/** Holds the full-size sample's published estimates against the truth behind it. */
export const recoveryStudy: Study = {
  name: "genfinding",
  title:
    "Kommunernes 95 %-intervaller på det fulde datasæt holdt op mod den sandhed det er simuleret fra",
  usesSample: true,
  run: async ({ sampleFolder, results }) => {
    const codebook = loadCodebook();
    return recoveryRows(tallyCoverage([{
      table: await readEstimates(estimatesFile(await results(), "programme")),
      truth: readTruth(sampleFolder),
      codebook,
      programme: programmeById(codebook, "program-for-laeringsledelse"),
    }]));
  },
};

function recoveryRows(tallies: readonly CoverageRow[]): readonly StudyRow[] {
  return tallies.flatMap((row): StudyRow[] => {
    const what = row.quantity === "mean" ? "niveau" : "udvikling";
    const setting = `${GROUPS[row.group] ?? row.group}, ${
      row.drift ? "skalaer med" : "skalaer uden"
    } spørgsmål der forskyder sig`;
    return [{
      quantity: `dækning, ${what}`,
      setting,
      value: row.covered / row.intervals,
      trials: row.intervals,
      band: row.group === "all" ? [0.92, 0.98] : null,
    }, {
      quantity: `afvigelse i standardfejl (rms), ${what}`,
      setting,
      value: row.rmsDeviation,
      trials: row.intervals,
      band: null,
    }];
  });
}
