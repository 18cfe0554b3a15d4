import { formatYear } from "../format.ts";
import {
  isProgrammeReport,
  type Report,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { countNoun, countWord, directionOf } from "../words.ts";
import { changeSummary } from "./change_summary.ts";

const scaleNoun = { one: "skala", many: "skalaer" } as const;

/**
 * Says in one sentence on how many scales a unit lies over, under or not
 * different from the programme; of the programme itself, how it developed.
 */
export function comparisonSummary(
  report: Report,
  entries: readonly ScaleEntry[],
  year: number,
): string {
  const unit = report.results.unit.label;
  if (isProgrammeReport(report)) return changeSummary(entries);
  const directions = entries.flatMap(({ own }) => {
    const difference = shownOrNull(waveOf(own, year)?.versusProgramme);
    return difference ? [directionOf(difference)] : [];
  });
  const over = directions.filter((d) => d === "higher").length;
  const under = directions.filter((d) => d === "lower").length;
  if (directions.length === 0) {
    return `${unit} kan ikke sammenlignes med programmet i ${
      formatYear(year)
    }.`;
  }
  if (over + under === 0) {
    return `${unit} er ikke sikkert forskellig fra programmet på nogen af ${
      directions.length === 1
        ? "skalaerne"
        : `de ${countWord(directions.length)} skalaer`
    }.`;
  }
  const rest = directions.length - over - under;
  const onScales = (count: number) => `på ${countNoun(count, scaleNoun)}`;
  const parts = [
    ...(over > 0 ? [`over programmet ${onScales(over)}`] : []),
    ...(under > 0
      ? [`under${over > 0 ? "" : " programmet"} ${onScales(under)}`]
      : []),
  ];
  const ending = rest > 0
    ? ` og er ikke sikkert forskellig ${onScales(rest)}`
    : "";
  return `${unit} ligger ${parts.join(rest > 0 ? ", " : " og ")}${ending}.`;
}
