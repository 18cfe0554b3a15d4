import type { DecompositionResults } from "#lib/profiles/mod.ts";
import type { NamedEstimate } from "../display.ts";
import { markup } from "../markup.ts";
import { isProgrammeReport, type Report, type ScaleEntry } from "../report.ts";
import { named } from "../sections/estimate_names.ts";
import { scalePhrase } from "../words.ts";
import type { BackgroundPart, ComposedScale } from "./background_part.ts";
import {
  gapTable,
  shareTable,
  slopeTable,
  weakTable,
} from "./composition_tables.ts";
import { othersSentence, sentencesOf } from "./composition_sentences.ts";
import { homesAtPercentiles } from "./homes_at_percentiles.ts";
import { homesExplained } from "./homes_explained.ts";
import { percentileTable } from "./percentile_table.ts";

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
            sentencesOf(one).join(" ")
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
