import type { ChangeResults, WaveResults } from "#lib/profiles/mod.ts";
import {
  formatInterval,
  formatList,
  formatValue,
  formatYear,
} from "../format.ts";
import {
  longestChange,
  type ScaleEntry,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { capitalise, directionOf, scalePhrase } from "../words.ts";
import { measures } from "./measures.ts";

/**
 * The answer for one scale in two sentences: which of the three measures have moved,
 * and what they are now.
 */
export function measureLine({ scale, own }: ScaleEntry, year: number): string {
  const change = longestChange(own);
  const wave = waveOf(own, year);
  const sentences = [
    ...(change ? [movement(change)] : []),
    ...(wave ? levels(wave) : []),
  ];
  return sentences.length === 0
    ? ""
    : `${scalePhrase(scale)}: ${sentences.join(" ")}`;
}

function movement(change: ChangeResults): string {
  const from = formatYear(change.from);
  const moved = measures.map(({ phrase, ofChange }) => {
    const estimate = shownOrNull(ofChange(change));
    return { phrase, direction: estimate && directionOf(estimate) };
  });
  const are = (wanted: "lower" | "higher"): readonly string[] =>
    moved.filter(({ direction }) => direction === wanted)
      .map(({ phrase }) => phrase);
  const [fallen, risen] = [are("lower"), are("higher")];
  if (moved.every(({ direction }) => direction === null)) {
    return `Det kan ikke siges, om baggrund betyder mere eller mindre end i ${from}.`;
  }
  if (fallen.length === moved.length) {
    return `Baggrund betyder mindre end i ${from}: Alle tre mål er faldet.`;
  }
  if (risen.length === moved.length) {
    return `Baggrund betyder mere end i ${from}: Alle tre mål er steget.`;
  }
  if (fallen.length > 0 && risen.length > 0) {
    return `Målene peger hver sin vej siden ${from}: ${
      capitalise(formatList(fallen))
    } er faldet, ${formatList(risen)} er steget.`;
  }
  const [clear, verb] = fallen.length > 0
    ? [fallen, "faldet"]
    : [risen, "steget"];
  if (clear.length === 0) {
    return `Ingen af de tre mål har flyttet sig sikkert siden ${from}.`;
  }
  const others = moved.length - clear.length === 1
    ? "det tredje mål"
    : "de to andre mål";
  return `${
    capitalise(formatList(clear))
  } er ${verb} siden ${from}; ${others} har ikke flyttet sig sikkert.`;
}

/** The three measures of a wave beside each other; nothing where none is shown. */
function levels(wave: WaveResults): readonly string[] {
  const shown = measures.flatMap(({ phrase, unit, ofWave }) => {
    const estimate = shownOrNull(ofWave(wave));
    return estimate
      ? [
        `${phrase} ${formatValue(estimate)}${unit} (${
          formatInterval(estimate)
        })`,
      ]
      : [];
  });
  return shown.length === 0
    ? []
    : [`I ${formatYear(wave.wave)} er ${formatList(shown)}.`];
}
