import { gradientScales } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { type Markup, markup } from "../markup.ts";
import {
  isProgrammeReport,
  latestYear,
  type Report,
  scaleEntries,
  type ScaleEntry,
} from "../report.ts";
import { allMeasures } from "./all_measures.ts";
import { composition } from "./composition.ts";
import { conditions } from "./conditions.ts";
import { educationGroups } from "./education_groups.ts";
import { expectedResult } from "./expected_result.ts";
import { guards } from "./guards.ts";
import { measureFigure } from "./measure_figure.ts";
import { measureLine } from "./measure_line.ts";
import {
  concentration,
  measureEstimates,
  measures,
  type MeasureView,
} from "./measures.ts";

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
  const views: readonly MeasureView[] = isProgrammeReport(report)
    ? [...measures, concentration]
    : measures;
  const content =
    markup`<p>Hældningen er, hvor mange point resultatet er højere, når den sociale baggrund er én standardafvigelse højere. Den forklarede andel er den del af forskellene mellem elever, der følger baggrund. Afstanden er mellem elever, hvis forældre har lang og kort uddannelse.</p>${
      lines(entries, latestYear(report))
    }${
      views.map((measure) => measureFigure(report, { entries, measure }))
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

function lines(entries: readonly ScaleEntry[], year: number): Markup {
  return markup`<ul>${
    entries.map((entry) => measureLine(entry, year)).filter(Boolean)
      .map((line) => markup`<li>${line}</li>`)
  }</ul>`;
}
