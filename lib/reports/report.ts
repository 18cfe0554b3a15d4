import type { Domain, Scale } from "#lib/codebook/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type {
  Cell,
  ChangeResults,
  HiddenReason,
  ReportData,
  ScaleResults,
  UnitResults,
  WaveResults,
} from "#lib/profiles/mod.ts";

/** The numbers of one report together with what they mean. */
export type Report = ReportData;

/** One scale with the unit's own numbers and the programme's. */
export interface ScaleEntry {
  readonly scale: Scale;
  readonly own: ScaleResults;
  readonly programme: ScaleResults | null;
}

/** Whether a cell holds a number that may be shown. */
export function isShown(cell: Cell): cell is Estimate {
  return !("hidden" in cell);
}

/**
 * Whether people answered behind a number: it is shown, or hidden for another
 * reason than that there is nothing to show.
 */
export function hasAnswers(cell: Cell): boolean {
  return isShown(cell) || answeredReasons.has(cell.hidden);
}

const answeredReasons: ReadonlySet<HiddenReason> = new Set([
  "too-few",
  "secondary",
  "no-uncertainty",
]);

/** The estimate in a cell, or null where it is hidden or the cell is missing. */
export function shownOrNull(cell: Cell | undefined): Estimate | null {
  return cell && isShown(cell) ? cell : null;
}

/** Whether the report is about the whole programme, which is not compared with itself. */
export function isProgrammeReport(report: Report): boolean {
  return report.results.unit.level === "programme";
}

/** The years of the programme, first to last. */
export function wavesOf(report: Report): readonly number[] {
  const years = new Set<number>();
  for (const scale of report.results.scales) {
    for (const { wave } of scale.waves) years.add(wave);
  }
  return [...years].sort((a, b) => a - b);
}

/**
 * The last year of the programme.
 *
 * @throws {RangeError} If the report holds no wave at all.
 */
export function latestYear(report: Report): number {
  const latest = wavesOf(report).at(-1);
  if (latest === undefined) {
    throw new RangeError(
      `Cannot write the report of "${report.results.unit.id}": found no wave, at least one is needed`,
    );
  }
  return latest;
}

/** A scale's results in one year, or null where there are none. */
export function waveOf(
  results: ScaleResults | null,
  year: number,
): WaveResults | null {
  return results?.waves.find(({ wave }) => wave === year) ?? null;
}

/** A scale's change between two years, or null where there is none. */
export function changeOf(
  results: ScaleResults | null,
  { from, to }: { readonly from: number; readonly to: number },
): ChangeResults | null {
  return results?.changes.find((c) => c.from === from && c.to === to) ?? null;
}

/** The longest change of a scale whose mean may be shown, or null. */
export function longestChange(results: ScaleResults): ChangeResults | null {
  const shown = results.changes.filter((change) => isShown(change.mean));
  return shown.toSorted((a, b) => (b.to - b.from) - (a.to - a.from))[0] ??
    null;
}

/** A scale's results in a unit, or null where the unit has none. */
export function resultsOfScale(
  unit: UnitResults,
  scaleId: string,
): ScaleResults | null {
  return unit.scales.find(({ scale }) => scale === scaleId) ?? null;
}

/** The scales of the report in the order of the codebook. */
export function scaleEntries(report: Report): readonly ScaleEntry[] {
  return report.codebook.scales.flatMap((scale) => {
    const own = resultsOfScale(report.results, scale.id);
    if (!own) return [];
    const programme = resultsOfScale(report.programme, scale.id);
    return [{ scale, own, programme }];
  });
}

/** The scales of one domain in the order of the codebook. */
export function entriesOfDomain(
  report: Report,
  domain: Domain,
): readonly ScaleEntry[] {
  return scaleEntries(report).filter(({ scale }) => scale.domain === domain);
}
