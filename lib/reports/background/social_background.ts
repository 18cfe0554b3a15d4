import { gradientScales } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { type Markup, markup } from "../markup.ts";
import {
  isShown,
  latestYear,
  longestChange,
  type Report,
  scaleEntries,
  type ScaleEntry,
  waveOf,
} from "../report.ts";
import { gradientChangeSentence, gradientSentence } from "../sentences.ts";
import { allMeasures } from "./all_measures.ts";
import { composition } from "./composition.ts";
import { conditions } from "./conditions.ts";
import { educationGroups } from "./education_groups.ts";
import { expectedResult } from "./expected_result.ts";
import { guards } from "./guards.ts";
import { measureFigure } from "./measure_figure.ts";
import { measureEstimates, measures } from "./measures.ts";

/**
 * The chapter on social background: what it means for learning by three measures
 * side by side, the parents' education groups, results against what the pupils'
 * background leads to expect, and what goes with a flatter gradient.
 *
 * @throws {RangeError} If the codebook names no scale for the social gradient.
 */
export function socialBackground(report: Report): Display {
  const entries = gradientEntries(report);
  if (entries.length === 0) {
    throw new RangeError(
      `Cannot show social background: found no scale with a criterion on the gradient in the report of ${report.results.unit.label}`,
    );
  }
  const measured = allMeasures(entries);
  const parts = [
    educationGroups(report, entries),
    composition(report, entries),
    expectedResult(report, entries),
    conditions(report, entries),
  ];
  const content = markup`${sentences(report, entries)}${
    measures.map((measure) => measureFigure(report, { entries, measure }))
  }<p class="note">De tre mål kan pege hver sin vej. Hældningen kan falde, fordi resultaterne ligger tættere; den forklarede andel kan falde, fordi baggrunden er målt dårligere. Derfor står de ved siden af hinanden. Forældrenes baggrund er oplyst af forældrene selv, og elever uden oplysning indgår ikke i de tre mål; de har deres egen gruppe, »uoplyst«, nedenfor.</p>${
    guards(entries)
  }${measured.content}${parts.map((part) => part.content)}`;
  return display(content, [
    ...entries.flatMap((entry) =>
      measures.flatMap((measure) => measureEstimates(entry, measure))
    ),
    ...measured.estimates,
    ...parts.flatMap((part) => part.estimates),
  ]);
}

function gradientEntries(report: Report): readonly ScaleEntry[] {
  const wanted = gradientScales(report.codebook);
  return scaleEntries(report).filter(({ scale }) => wanted.has(scale.id));
}

function sentences(report: Report, entries: readonly ScaleEntry[]): Markup {
  const year = latestYear(report);
  const lines = entries.flatMap(({ scale, own }) => {
    const wave = waveOf(own, year);
    const change = longestChange(own);
    return [
      ...(wave && isShown(wave.gradient)
        ? [gradientSentence(scale, wave.gradient)]
        : []),
      ...(change && isShown(change.gradient)
        ? [gradientChangeSentence(scale, change.gradient, change)]
        : []),
    ].join(" ");
  });
  return markup`<ul>${
    lines.filter(Boolean).map((line) => markup`<li>${line}</li>`)
  }</ul>`;
}
