import { nationalDifference } from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatDifference,
  formatNumber,
  formatPeriod,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { type Report, type ScaleEntry, shownOrNull } from "../report.ts";
import { dataTable } from "../table.ts";
import { changeName } from "./estimate_names.ts";

/** A change beside the country's. */
interface Row {
  readonly entry: ScaleEntry;
  readonly from: number;
  readonly to: number;
  readonly own: Estimate;
  /** The country's change, points. */
  readonly country: number;
  readonly difference: Estimate;
}

/** Changes beside the country's, as a folded table and as named numbers. */
export interface NationalTrend {
  /** Null where the user gave no means of the country for these scales. */
  readonly content: Markup | null;
  readonly estimates: readonly NamedEstimate[];
}

/**
 * Sets changes beside those of the whole country, where the data folder holds the
 * country's means; nothing is assumed where it does not.
 */
export function nationalTrend(
  report: Report,
  entries: readonly ScaleEntry[],
): NationalTrend {
  const rows = entries.flatMap((entry) => rowsOf(report, entry));
  if (rows.length === 0) return { content: null, estimates: [] };
  return {
    content:
      markup`<details class="numbers" open><summary>Set i forhold til hele landet</summary>${
        dataTable({
          caption: `Ændring i point her og i hele landet med ${intervalLabel}`,
          columns: [
            { label: "Skala", kind: "text" },
            { label: "Periode", kind: "short-text" },
            { label: "Her" },
            { label: "Hele landet" },
            { label: "Forskel" },
          ],
          rows: rows.map(({ entry, from, to, own, country, difference }) => [
            entry.scale.label,
            formatPeriod(from, to),
            formatDifference(own),
            formatNumber(country, { sign: "always" }),
            formatDifference(difference),
          ]),
          note:
            "Landets tal er oplyst af den, der har leveret data. En forskel siger ikke, hvad den skyldes.",
        })
      }</details>`,
    estimates: rows.map(({ entry, from, to, difference }) => ({
      name: `${
        changeName(entry.scale.id, { from, to, statistic: "mean" })
      }/versus-country`,
      estimate: difference,
    })),
  };
}

function rowsOf({ national }: Report, entry: ScaleEntry): Row[] {
  const at = (wave: number) =>
    national.find((one) => one.scale === entry.scale.id && one.wave === wave);
  return entry.own.changes.flatMap(({ from, to, mean }): Row[] => {
    const own = shownOrNull(mean);
    const [first, second] = [at(from), at(to)];
    if (!own || !first || !second) return [];
    return [{
      entry,
      from,
      to,
      own,
      country: second.mean - first.mean,
      difference: nationalDifference(own, { from: first, to: second }),
    }];
  });
}
