import type { ChangeResults } from "#lib/profiles/mod.ts";
import { formatList, formatPeriod, formatYear } from "../format.ts";
import { longestChange, type ScaleEntry, shownOrNull } from "../report.ts";
import {
  capitalise,
  countNoun,
  type Direction,
  directionOf,
} from "../words.ts";

interface Change {
  readonly period: ChangeResults;
  readonly direction: Direction;
}

const scaleNoun = { one: "skala", many: "skalaer" } as const;

/**
 * Says in one sentence how many scales rose, fell and stayed over their longest
 * period, e.g. "2015–2019: To skalaer er steget, …".
 *
 * Scales that began later are counted over their own, shorter period, and the
 * sentence then says so.
 */
export function changeSummary(entries: readonly ScaleEntry[]): string {
  const changes = entries.flatMap(({ own }): Change[] => {
    const period = longestChange(own);
    const mean = shownOrNull(period?.mean);
    return period && mean ? [{ period, direction: directionOf(mean) }] : [];
  });
  if (changes.length === 0) return "Udviklingen kan ikke opgøres.";
  const from = Math.min(...changes.map(({ period }) => period.from));
  const to = Math.max(...changes.map(({ period }) => period.to));
  const count = (wanted: Direction) =>
    changes.filter(({ direction }) => direction === wanted).length;
  const [up, down, same] = [count("higher"), count("lower"), count("same")];
  const parts = [
    ...(up > 0 ? [`${countNoun(up, scaleNoun)} er steget`] : []),
    ...(down > 0 ? [`${countNoun(down, scaleNoun)} er faldet`] : []),
    ...(same > 0
      ? [
        `${countNoun(same, scaleNoun)} er ikke sikkert forskellig${
          same > 1 ? "e" : ""
        } fra ${formatYear(from)}`,
      ]
      : []),
  ];
  const isMixed = changes.some(({ period }) =>
    period.from !== from || period.to !== to
  );
  const ending = isMixed ? " (eller fra det første år, de er spurgt)" : "";
  return `${formatPeriod(from, to)}: ${
    capitalise(formatList(parts))
  }${ending}.`;
}
