import type { EstimateTable } from "#lib/profiles/mod.ts";
import type { WaveInvariance } from "#lib/scaling/mod.ts";
import {
  type CoverageInput,
  type CoverageRow,
  tallyCoverage,
} from "./coverage.ts";
import { estimateSmallProgramme } from "./small_programme.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds intervals of levels and changes against the truth, with and without drift. */
export const trendStudy: Study = {
  name: "linkfejl",
  title:
    "95 %-intervaller for niveau og udvikling i små simulerede programmer, med og uden linkfejl",
  run: () => [
    ...levelRows([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21, 22]),
    ...driftRows([11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 32]),
  ],
};

const BAND = [0.92, 0.98] as const;

/** Coverage of municipalities' means and changes where no item drifts. */
export function levelRows(seeds: readonly number[]): readonly StudyRow[] {
  const rows = tallyCoverage(
    seeds.flatMap((seed) => estimateSmallProgramme({ seed, flaws: "none" })),
  );
  return (["mean", "change"] as const).map((quantity) => ({
    quantity: quantity === "mean"
      ? "dækning, kommunens niveau"
      : "dækning, kommunens udvikling",
    setting: "ingen spørgsmål forskyder sig",
    ...shareCovered(rows, { quantity, drift: false }),
    band: BAND,
  }));
}

/** How drift is met: the items freed or not, the link error counted or not. */
interface Treatment {
  readonly setting: string;
  readonly invariance: WaveInvariance;
  readonly link: "counted" | "left-out";
}

const TREATMENTS: readonly Treatment[] = [{
  setting: "forskudte spørgsmål frigjort, linkfejl regnet med",
  invariance: "partial",
  link: "counted",
}, {
  setting: "intet frigjort, linkfejl regnet med",
  invariance: "full",
  link: "counted",
}, {
  setting: "intet frigjort, ingen linkfejl",
  invariance: "full",
  link: "left-out",
}];

/** Coverage of changes on scales with drifting items, treatment by treatment. */
export function driftRows(seeds: readonly number[]): readonly StudyRow[] {
  const tables = new Map<WaveInvariance, readonly CoverageInput[]>(
    (["partial", "full"] as const).map((invariance) => [
      invariance,
      seeds.flatMap((seed) =>
        estimateSmallProgramme({
          seed,
          flaws: "as-stated",
          invariance,
          scales: "drifting",
        })
      ),
    ]),
  );
  return (["municipalities", "programme"] as const).flatMap((units) =>
    TREATMENTS.map(({ setting, invariance, link }) => ({
      quantity: units === "programme"
        ? "dækning, programmets udvikling"
        : "dækning, kommunens udvikling",
      setting,
      ...shareCovered(
        tallyCoverage(
          tables.get(invariance)!.map((input) => ({
            ...input,
            units,
            table: link === "counted" ? input.table : withoutLink(input.table),
          })),
        ),
        { quantity: "change", drift: true },
      ),
      band: bandOf({ units, invariance, link }),
    }))
  );
}

/**
 * What must hold. The programme's own change is the most certain, so drift shows
 * most there: without the link error its intervals must fail.
 */
function bandOf(
  { units, invariance, link }: Pick<Treatment, "invariance" | "link"> & {
    readonly units: "municipalities" | "programme";
  },
): StudyRow["band"] {
  if (link === "left-out") return units === "programme" ? [0, 0.8] : null;
  if (units === "programme") return [0.9, 1];
  return invariance === "partial" ? BAND : null;
}

/** The same table as if nobody had thought of the link error. */
function withoutLink(table: EstimateTable): EstimateTable {
  const { rows, columns } = table;
  return { rows, columns: { ...columns, link: new Float64Array(rows) } };
}

function shareCovered(
  rows: readonly CoverageRow[],
  { quantity, drift }: Pick<CoverageRow, "quantity" | "drift">,
): Pick<StudyRow, "value" | "trials"> {
  const row = rows.find((r) =>
    r.quantity === quantity && r.drift === drift && r.group === "all"
  );
  return row
    ? { value: row.covered / row.intervals, trials: row.intervals }
    : { value: NaN, trials: 0 };
}
