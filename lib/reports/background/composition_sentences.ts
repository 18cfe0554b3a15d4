import type { DecompositionResults, HomesSplit } from "#lib/profiles/mod.ts";
import {
  formatInterval,
  formatList,
  formatMagnitude,
  formatMagnitudeInterval,
  formatValue,
  formatYear,
  noBreakSpace,
} from "../format.ts";
import { shownOrNull } from "../report.ts";
import { directionOf, scalePhrase } from "../words.ts";
import type { ComposedScale } from "./background_part.ts";

/** Whether the results have moved because the pupils are others, for all scales at once. */
export function othersSentence(found: readonly ComposedScale[]): string {
  const moved = found.flatMap(({ entry, parts }) => {
    const others = shownOrNull(parts.change.composition);
    return others && directionOf(others) !== "same"
      ? [
        `en ${others.value > 0 ? "stigning" : "nedgang"} på ${
          formatMagnitude(others)
        } for ${scalePhrase(entry.scale)}`,
      ]
      : [];
  });
  const start = `At det er andre elever end i ${
    formatYear(found[0]!.parts.from)
  },`;
  return moved.length === 0
    ? `${start} har ikke flyttet resultaterne sikkert.`
    : `${start} svarer til ${formatList(moved)}.`;
}

/** What one scale's development and distance between homes are made of. */
export function sentencesOf(
  { parts: { from, to, change, homes, weak, deeper } }: ComposedScale,
): readonly string[] {
  const alike = shownOrNull(change.remainder);
  return [
    alike
      ? `Med ens elever er udviklingen ${
        formatValue(alike, { sign: "always" })
      }${noBreakSpace}point (${formatInterval(alike)}) fra ${
        formatYear(from)
      } til ${formatYear(to)}.`
      : "Udviklingen kan ikke deles op her.",
    ...homesSentence(homes),
    ...(deeper === null ? [] : [
      ...homesChangeSentence(deeper.homesChange, from),
      ...weakSentence(weak),
    ]),
  ];
}

function homesSentence({ total, remainder }: HomesSplit): readonly string[] {
  const [gap, within] = [total, remainder].map(shownOrNull);
  if (!gap || !within || !(gap.value > 0)) return [];
  return [
    `Af afstanden på ${
      formatMagnitude(gap)
    } mellem hjem med lang og kort uddannelse findes ${
      formatMagnitude(within)
    } (${formatInterval(within)}) også mellem elever på lignende skoler.`,
  ];
}

/** Where the distance between homes has moved; nothing where it may not have. */
function homesChangeSentence(
  { total, remainder }: HomesSplit,
  from: number,
): readonly string[] {
  const [all, within] = [total, remainder].map(shownOrNull);
  if (!all || !within || directionOf(all) === "same") return [];
  return [
    `Afstanden er ${directionOf(all) === "lower" ? "faldet" : "steget"} ${
      formatMagnitude(all)
    } (${formatMagnitudeInterval(all)}) siden ${
      formatYear(from)
    }; mellem elever på lignende skoler har den flyttet sig ${
      formatValue(within, { sign: "always" })
    }${noBreakSpace}point (${formatInterval(within)}).`,
  ];
}

function weakSentence(
  { total, composition }: DecompositionResults["weak"],
): readonly string[] {
  const [all, others] = [total, composition].map(shownOrNull);
  if (!all || !others) return [];
  const direction = directionOf(all);
  if (direction === "same") return [];
  const share = directionOf(others) === "same"
    ? "det kan ikke ses, at noget af det er andre hjem"
    : `heraf følger ${formatMagnitude(others)}, at det er andre hjem`;
  return [
    `Andelen med svage resultater er ${
      direction === "lower" ? "faldet" : "steget"
    } ${formatMagnitude(all)} (${formatMagnitudeInterval(all)}); ${share}.`,
  ];
}
