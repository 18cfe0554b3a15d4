import type { SuccessCriterion } from "#lib/codebook/mod.ts";
import type { Cell, ChangeResults } from "#lib/profiles/mod.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import { formatDifference, formatPeriod, intervalLabel } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import {
  changeOf,
  type Report,
  scaleEntries,
  type ScaleEntry,
} from "../report.ts";
import { dataTable } from "../table.ts";
import { groupPhrase } from "../words.ts";
import { cellText, noteOf } from "./cell_text.ts";
import {
  type CriterionStatus,
  criterionStatus,
  evidenceSentence,
  marginText,
  scaleStatus,
  statusText,
} from "./criterion_status.ts";
import { changeName, named } from "./estimate_names.ts";

/** The change that a criterion is about, of one scale. */
interface Evidence {
  readonly entry: ScaleEntry;
  readonly cell: Cell | undefined;
  readonly status: CriterionStatus | null;
}

const statistics: Readonly<
  Record<
    SuccessCriterion["estimand"],
    { readonly name: string; readonly of: (change: ChangeResults) => Cell }
  >
> = {
  "mean-change": { name: "mean", of: ({ mean }) => mean },
  "gradient-change": { name: "gradient", of: ({ gradient }) => gradient },
  "explained-change": { name: "explained", of: ({ explained }) => explained },
};

/**
 * Holds the programme's success criteria against the numbers: for each its
 * estimand, the evidence of every scale, and one of "dokumenteret fremgang",
 * "ingen sikker ændring" and "tilbagegang".
 */
export function successCriteria(report: Report): Display {
  const criteria = report.codebook.criteria.map((criterion) => ({
    criterion,
    evidence: evidenceOf(report, criterion),
  }));
  return display(
    markup`${
      criteria.map(({ criterion, evidence }) =>
        criterionPart(criterion, evidence)
      )
    }<p class="note">En skala viser dokumenteret fremgang, når hele 95 %-intervallet ligger på den ønskede side af 0, og tilbagegang, når det ligger på den anden side. Et kriterium får den betegnelse, som mindst halvdelen af dets skalaer har, og kun når ingen skala peger den modsatte vej; ellers står der »ingen sikker ændring«.</p>`,
    criteria.flatMap(({ criterion, evidence }) => namesOf(criterion, evidence)),
  );
}

function evidenceOf(
  report: Report,
  criterion: SuccessCriterion,
): readonly Evidence[] {
  return scaleEntries(report)
    .filter(({ scale }) => criterion.scales.includes(scale.id))
    .map((entry) => {
      const change = changeOf(entry.own, criterion);
      const cell = change
        ? statistics[criterion.estimand].of(change)
        : undefined;
      const status = cell && !("hidden" in cell)
        ? scaleStatus(cell, criterion)
        : null;
      return { entry, cell, status };
    });
}

function criterionPart(
  criterion: SuccessCriterion,
  evidence: readonly Evidence[],
): Markup {
  const statuses = evidence.flatMap(({ status }) => status ? [status] : []);
  const status = criterionStatus(statuses);
  return markup`<section class="criterion"><h3>${criterion.label}</h3><p class="status ${status.tone}">${
    statusText(status)
  }</p><p>${
    evidenceSentence(statuses)
  }</p><p class="note">${criterion.estimandText} ${
    marginText(criterion)
  }</p><details class="numbers"><summary>Vis tallene bag</summary>${
    evidenceTable(criterion, evidence)
  }</details></section>`;
}

function evidenceTable(
  criterion: SuccessCriterion,
  evidence: readonly Evidence[],
): Markup {
  return dataTable({
    caption: `${criterion.label}: ændring ${
      formatPeriod(criterion.from, criterion.to)
    } med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      { label: "Svar fra", kind: "text" },
      { label: "Ændring" },
      { label: "Vurdering", kind: "text" },
    ],
    rows: evidence.map(({ entry, cell, status }) => [
      entry.scale.label,
      groupPhrase(entry.scale.group),
      cellText(cell, formatDifference),
      status ? statusText(status) : "–",
    ]),
    ...noteOf(evidence.map(({ cell }) => cell)),
  });
}

function namesOf(
  criterion: SuccessCriterion,
  evidence: readonly Evidence[],
): NamedEstimate[] {
  const statistic = statistics[criterion.estimand].name;
  return evidence.flatMap(({ entry, cell }) =>
    named(changeName(entry.scale.id, { ...criterion, statistic }), cell)
  );
}
