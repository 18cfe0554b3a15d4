import type { DecompositionResults, HomesSplit } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import {
  formatInterval,
  formatList,
  formatMagnitude,
  formatMagnitudeInterval,
  formatPeriod,
  formatValue,
  formatYear,
  noBreakSpace,
} from "../format.ts";
import { markup } from "../markup.ts";
import {
  isProgrammeReport,
  type Report,
  type ScaleEntry,
  shownOrNull,
} from "../report.ts";
import { named } from "../sections/estimate_names.ts";
import { directionOf, scalePhrase } from "../words.ts";
import type { BackgroundPart, ComposedScale } from "./background_part.ts";
import {
  gapTable,
  percentileTable,
  shareTable,
  slopeTable,
  weakTable,
} from "./composition_tables.ts";
import { homesAtPercentiles } from "./homes_at_percentiles.ts";
import { homesExplained } from "./homes_explained.ts";

/**
 * What differences are made of: the change in the slope, the change in results, the
 * distance between homes and the explained share; in the joint report also what the
 * distance goes with and whether it is the same for weak and strong pupils. Splits of
 * differences, not causes.
 */
export function composition(
  report: Report,
  entries: readonly ScaleEntry[],
): BackgroundPart {
  const found = entries.flatMap((entry): ComposedScale[] => {
    const parts = report.decompositions.find(({ scale }) =>
      scale === entry.scale.id
    );
    return parts ? [{ entry, parts }] : [];
  });
  if (found.length === 0) return { content: markup``, estimates: [] };
  const isJoint = isProgrammeReport(report);
  const shares = shareTable(found);
  return {
    content:
      markup`<h3>Hvad består forskellene af?</h3><p>Et tal kan flytte sig, fordi det er andre elever, eller fordi baggrund betyder noget andet. Her er forskellene delt op, så delene tilsammen giver hele forskellen. Det er regnestykker, ikke forklaringer på, hvorfor det er sådan. ${
        othersSentence(found)
      }</p><ul>${
        found.map((one) =>
          markup`<li>${scalePhrase(one.entry.scale)}: ${
            sentencesOf(one, isJoint).join(" ")
          }</li>`
        )
      }</ul>${isJoint && homesExplained(report, found)}${
        isJoint && homesAtPercentiles(report, found)
      }${
        isJoint &&
        markup`<h3>Hvor ligger forskellene mellem elever?</h3><p>Tabellen viser, hvor stor en del af forskellene mellem elever der følger eleven selv, familien, klassen, skolen og kommunen. Resten følger noget, der ikke er målt her.</p>${shares}`
      }<details class="numbers"><summary>Vis alle dele</summary>${
        slopeTable(found)
      }${gapTable(found)}${weakTable(found)}${percentileTable(found)}${
        !isJoint && shares
      }</details>`,
    estimates: found.flatMap(({ parts }) => estimatesOf(parts)),
  };
}

/** Whether the results have moved because the pupils are others, for all scales at once. */
function othersSentence(found: readonly ComposedScale[]): string {
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

function sentencesOf(
  { parts: { from, to, change, homes, weak } }: ComposedScale,
  isJoint: boolean,
): readonly string[] {
  const alike = shownOrNull(change.remainder);
  return [
    alike
      ? `Med ens elever er udviklingen ${formatPeriod(from, to)} ${
        formatValue(alike, { sign: "always" })
      }${noBreakSpace}point (${formatInterval(alike)}).`
      : "Udviklingen kan ikke deles op her.",
    ...homesSentence(homes),
    ...(isJoint ? weakSentence(weak) : []),
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

function estimatesOf(
  { scale, from, to, change, homes, shares, weak, deeper }:
    DecompositionResults,
): readonly NamedEstimate[] {
  const of = (group: string, cells: object): NamedEstimate[] =>
    Object.entries(cells).flatMap(([part, cell]) => [
      ...named(`${scale}/${from}-${to}/${group}/${part}`, cell),
    ]);
  return [
    ...of("change-split", change),
    ...of("homes-split", homes),
    ...of("explained-split", shares),
    ...of("weak-split", weak),
    ...(deeper === null ? [] : [
      ...of("homes-change-split", deeper.homesChange),
      ...of("homes-explained", {
        alone: deeper.homes.alone,
        "with-all": deeper.homes.withAll,
        ...deeper.homes.parts,
      }),
      ...deeper.percentiles.flatMap(({ share, change, homes }) => {
        const percentile = `p${Math.round(100 * share)}`;
        return [
          ...of(`change-split-${percentile}`, change),
          ...of(`homes-split-${percentile}`, homes),
        ];
      }),
    ]),
  ];
}
