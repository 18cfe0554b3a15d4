import type { EvidenceReport, StudyTable } from "#lib/profiles/mod.ts";
import { sharesChart, shareSeries } from "../charts/shares_chart.ts";
import { colour } from "../charts/palette.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import { formatShare } from "../format.ts";
import { markup } from "../markup.ts";
import { chartKey } from "../sections/key.ts";
import { type Choice, CHOICES } from "./choices.ts";
import { sharesTable, simulationLimits, studyMatrix } from "./study_matrix.ts";

/**
 * Shows by simulation what a choice of inference does to the numbers: how often each
 * way of computing keeps what it promises.
 */
export function choiceStudy(
  { studies }: EvidenceReport,
  choice: Choice,
): Display {
  const { study: name, ...spec } = CHOICES[choice];
  const study = studies.find((one) => one.name === name);
  if (!study) {
    return display(markup`<p>Studiet »${name}« er ikke kørt.</p>`);
  }
  const message = spec.message(shareOf(study));
  const { quantities, settings, at } = studyMatrix(study);
  const rows = quantities.map((label) => ({
    label,
    points: settings.map((setting) => {
      const row = at(label, setting);
      return row && { share: row.value, limits: simulationLimits(row) };
    }),
  }));
  const shown = figure({
    message,
    scope: `${study.title}, i procent. Den kraftige lodrette linje er ${
      formatShare(spec.promised)
    }: ${spec.line}.`,
    key: chartKey(settings.map((label, k) => ({
      form: shareSeries[k]!.symbol,
      ink: colour(shareSeries[k]!.colour),
      label,
    }))),
    draw: (layout) =>
      sharesChart(rows, {
        layout,
        promised: spec.promised,
        title: study.title,
        description: message,
      }),
    table: sharesTable(study),
  });
  return display(markup`<div data-synthetic="true">${shown}</div>`);
}

/** Finds a share as text by the place of its quantity and setting in the study. */
function shareOf(
  study: StudyTable,
): (quantity: number, setting: number) => string {
  const { quantities, settings, at } = studyMatrix(study);
  return (quantity, setting) => {
    const row = at(quantities[quantity] ?? "", settings[setting] ?? "");
    if (row) return formatShare(row.value);
    throw new RangeError(
      `Cannot tell of study "${study.name}": found no quantity ${quantity} in setting ${setting}`,
    );
  };
}
