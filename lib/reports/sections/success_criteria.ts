import type { SuccessCriterion } from "#lib/codebook/mod.ts";
import type { CriterionScaleResults, UnitCriteria } from "#lib/profiles/mod.ts";
import { type Display, display, type NamedEstimate } from "../display.ts";
import {
  formatDifference,
  formatPeriod,
  formatShare,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { isProgrammeReport, type Report } from "../report.ts";
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
import { municipalityCounts } from "./criterion_municipalities.ts";
import { changeName, named } from "./estimate_names.ts";

/** Part of a change's published name. */
const statisticNames: Readonly<Record<SuccessCriterion["estimand"], string>> = {
  "mean-change": "mean",
  "gradient-change": "gradient",
  "explained-change": "explained",
};

/**
 * Holds the programme's success criteria against the numbers: for each its
 * estimand, the evidence of every scale, and one of "dokumenteret fremgang",
 * "ingen sikker ændring" and "tilbagegang", where "ingen sikker ændring" says
 * whether the change is shown to be small or the data cannot tell.
 */
export function successCriteria(report: Report): Display {
  const own = report.criteria[0];
  const criteria = report.codebook.criteria.map((criterion) => ({
    criterion,
    evidence: scalesOf(own, criterion),
  }));
  return display(
    markup`${
      criteria.map(({ criterion, evidence }) =>
        criterionPart(report, criterion, evidence)
      )
    }${howJudged(report)}`,
    criteria.flatMap(({ criterion, evidence }) => namesOf(criterion, evidence)),
  );
}

function scalesOf(
  unit: UnitCriteria | undefined,
  { id }: SuccessCriterion,
): readonly CriterionScaleResults[] {
  return unit?.criteria.find(({ criterion }) => criterion === id)?.scales ?? [];
}

function statusesOf(
  evidence: readonly CriterionScaleResults[],
): readonly CriterionStatus[] {
  return evidence.flatMap(({ judgement }) =>
    judgement ? [scaleStatus(judgement)] : []
  );
}

function criterionPart(
  report: Report,
  criterion: SuccessCriterion,
  evidence: readonly CriterionScaleResults[],
): Markup {
  const statuses = statusesOf(evidence);
  const status = criterionStatus(statuses);
  return markup`<section class="criterion"><h3>${criterion.label}</h3><p class="status ${status.tone}">${
    statusText(status, criterion)
  }</p><p>${
    evidenceSentence(statuses)
  }</p><p class="note">${criterion.estimandText} ${
    marginText(criterion)
  }</p><details class="numbers"><summary>Vis tallene bag</summary>${
    evidenceTable(report, criterion, evidence)
  }</details>${
    isProgrammeReport(report) && municipalityCounts(
      criterion,
      report.criteria.slice(1).map((unit) => ({
        label: unit.unit.label,
        statuses: statusesOf(scalesOf(unit, criterion)),
      })),
    )
  }</section>`;
}

function evidenceTable(
  report: Report,
  criterion: SuccessCriterion,
  evidence: readonly CriterionScaleResults[],
): Markup {
  const hasShrunken = evidence.some(({ shrunken }) => shrunken);
  return dataTable({
    caption: `${criterion.label}: ændring ${
      formatPeriod(criterion.from, criterion.to)
    } med ${intervalLabel}`,
    columns: [
      { label: "Skala", kind: "text" },
      { label: "Svar fra", kind: "text" },
      { label: "Ændring" },
      ...(hasShrunken ? [{ label: "Set sammen med de andre kommuner" }] : []),
      { label: "Vurdering", kind: "text" },
    ],
    rows: evidence.map(({ scale: id, change, judgement, shrunken }) => {
      const scale = report.codebook.scales.find((s) => s.id === id);
      return [
        scale?.label ?? id,
        scale ? groupPhrase(scale.group) : "",
        cellText(change, formatDifference),
        ...(hasShrunken ? [shrunken ? formatDifference(shrunken) : "–"] : []),
        judgement ? statusText(scaleStatus(judgement), criterion) : "–",
      ];
    }),
    ...noteOf(evidence.map(({ change }) => change)),
  });
}

/** How the words were chosen, for the reader who wants to know. */
function howJudged(report: Report): Markup {
  const alpha = formatShare(
    Math.max(...report.codebook.criteria.map((criterion) => criterion.alpha)),
  );
  const isProgramme = isProgrammeReport(report);
  const family = isProgramme
    ? `Programmets skalaer er vurderet samlet: risikoen for blot én forkert påstand er højst ${alpha} (Holms metode). Tabellerne over kommunerne er vurderet samlet over alle kommuner og skalaer: højst ${alpha} af påstandene ventes at være forkerte (Benjamini og Hochbergs metode).`
    : `Alle kommuners skalaer er vurderet samlet, så højst ${alpha} af påstandene ventes at være forkerte (Benjamini og Hochbergs metode). Derfor kan en ændring, hvis ${intervalLabel} ikke rummer 0, stadig være usikker.`;
  return markup`<details class="numbers"><summary>Sådan er kriterierne vurderet</summary><p>En skala viser dokumenteret fremgang eller tilbagegang, når ændringen er for stor til at være tilfældig. ${family}</p><p>»Med sikkerhed lille« er et resultat: tallene viser, at ændringen er mindre end den grænse, der er sat på forhånd. »Det kan ikke afgøres« er mangel på viden: ændringen kan være både større og mindre end grænsen.</p><p>Et kriterium får den betegnelse, som mindst halvdelen af dets skalaer har, og kun når ingen skala peger den modsatte vej.</p>${
    !isProgramme &&
    markup`<p>»Set sammen med de andre kommuner« trækker kommunens ændring mod kommunernes gennemsnit, mere jo mindre sikker den er. Det er det bedste bud, når en kommune har få skoler; vurderingen bygger på kommunens egen ændring.</p>`
  }<p>Vurderingen gælder udvikling. Den siger ikke, hvad udviklingen skyldes.</p></details>`;
}

function namesOf(
  criterion: SuccessCriterion,
  evidence: readonly CriterionScaleResults[],
): NamedEstimate[] {
  const statistic = statisticNames[criterion.estimand];
  return evidence.flatMap(({ scale, change, shrunken }) => {
    const name = changeName(scale, { ...criterion, statistic });
    return [
      ...named(name, change),
      ...named(`${name}/shrunken`, shrunken),
    ];
  });
}
