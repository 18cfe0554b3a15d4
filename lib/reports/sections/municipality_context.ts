import { type Scale, scaleById } from "#lib/codebook/mod.ts";
import type { Cell, UnitResults } from "#lib/profiles/mod.ts";
import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import {
  formatEstimate,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { markup } from "../markup.ts";
import {
  latestYear,
  type Report,
  resultsOfScale,
  shownOrNull,
  waveOf,
} from "../report.ts";
import { countNoun, directionOf, groupPhrase, sideRemark } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import { named, waveName } from "./estimate_names.ts";
import { chartKey } from "./key.ts";

/** One municipality's place on one scale. */
interface Place {
  readonly id: string;
  readonly label: string;
  readonly mean: Cell | undefined;
  readonly difference: Cell | undefined;
}

/**
 * Shows the municipalities on one scale, always in alphabetical order.
 *
 * @param scaleId e.g. "pr_laesning".
 * @throws {RangeError} If the report holds no municipalities, or no such scale.
 */
export function municipalityContext(report: Report, scaleId: string): Display {
  if (report.municipalities.length === 0) {
    throw new RangeError(
      `Cannot show the municipalities: found none in the report of ${report.results.unit.label}, allowed is the joint report`,
    );
  }
  const scale = scaleById(report.codebook, scaleId);
  const year = latestYear(report);
  const places = placesOf(report, { scale, year });
  const message = contextSentence(places, scale);
  return display(
    markup`${
      figure({
        message,
        scope: `${scale.label}, ${
          groupPhrase(scale.group)
        }, middelværdi i point ${
          formatYear(year)
        } med ${intervalLabel}. Kommunerne står i alfabetisk orden.`,
        key: chartKey([
          { form: "own", label: `Kommunen med ${intervalLabel}` },
          { form: "reference", label: "Programmet" },
        ]),
        draw: (layout) =>
          dotIntervalChart(rowsOf(report, { places, scale, year }), {
            layout,
            baseline: 500,
            ...(layout === "narrow"
              ? { valueText: (e) => formatPoints(e.value) }
              : {}),
            title: `Kommunerne på ${scale.label} ${formatYear(year)}`,
            description: message,
          }),
        table: {
          caption: `${scale.label} ${
            formatYear(year)
          }: kommunerne i alfabetisk orden`,
          columns: [{ label: "Kommune", kind: "text" }, {
            label: "Middelværdi",
          }, { label: "Forskel til programmet" }],
          rows: places.map(({ label, mean, difference }) => [
            label,
            cellText(mean, formatEstimate),
            cellText(difference, formatEstimate),
          ]),
          ...noteOf(
            places.flatMap(({ mean, difference }) => [mean, difference]),
          ),
        },
      })
    }`,
    places.flatMap(({ id, mean, difference }) => [
      ...named(`${id}/${waveName(scale.id, year, "mean")}`, mean),
      ...named(
        `${id}/${waveName(scale.id, year, "versus-programme")}`,
        difference,
      ),
    ]),
  );
}

interface ContextInput {
  readonly scale: Scale;
  readonly year: number;
}

function meanOf(
  unit: UnitResults,
  { scale, year }: ContextInput,
): Cell | undefined {
  return waveOf(resultsOfScale(unit, scale.id), year)?.mean;
}

function placesOf(
  report: Report,
  { scale, year }: ContextInput,
): readonly Place[] {
  const collator = new Intl.Collator("da-DK");
  return report.municipalities
    .map((unit) => ({
      id: unit.unit.id,
      label: unit.unit.label,
      mean: meanOf(unit, { scale, year }),
      difference: waveOf(resultsOfScale(unit, scale.id), year)?.versusProgramme,
    }))
    .toSorted((a, b) => collator.compare(a.label, b.label));
}

function rowsOf(
  report: Report,
  { places, ...input }: ContextInput & { readonly places: readonly Place[] },
): readonly DotRow[] {
  const reference = shownOrNull(meanOf(report.programme, input))?.value ?? null;
  return places.map(({ label, mean, difference }) => ({
    label,
    estimate: shownOrNull(mean),
    reference,
    remark: sideRemark(shownOrNull(difference)),
    heading: false,
  }));
}

function contextSentence(places: readonly Place[], scale: Scale): string {
  const directions = places.flatMap(({ difference }) => {
    const shown = shownOrNull(difference);
    return shown ? [directionOf(shown)] : [];
  });
  const different = directions.filter((d) => d !== "same").length;
  const noun = { one: "kommune", many: "kommuner" };
  if (directions.length === 0) {
    return `${scale.label}: kommunerne kan ikke sammenlignes.`;
  }
  if (different === 0) {
    return `${scale.label}: ingen af kommunerne er sikkert forskellig fra programmet.`;
  }
  const same = directions.length - different;
  return `${scale.label}: ${countNoun(same, noun)} er ikke sikkert forskellig${
    same === 1 ? "" : "e"
  } fra programmet, ${countNoun(different, noun)} er det.`;
}
