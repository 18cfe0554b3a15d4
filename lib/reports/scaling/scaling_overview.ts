import type { ScalingReport } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatNumber } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { syntheticNotice } from "../page.ts";
import { dataTable } from "../table.ts";
import { domainName, domainOrder } from "../words.ts";
import { type DocumentedScale, documentedScales } from "./documented_scales.ts";

/** Shows every scale in a line: items, answers, reliability, link error. */
export function scalingOverview(report: ScalingReport): Display {
  const scales = documentedScales(report);
  const answered = scales.reduce((n, s) => n + s.documentation.answered, 0);
  const failed = scales.filter((s) => !s.documentation.converged);
  const converged = failed.length === 0
    ? "Alle kalibreringer er nået i mål."
    : `Ikke nået i mål: ${failed.map(({ scale }) => scale.label).join(", ")}.`;
  const tables = domainOrder.map((domain) =>
    domainTable(documentedScales(report, domain), domainName(domain))
  );
  return display(
    markup`${dataMark(report)}<p>${
      formatCount(scales.length)
    } skalaer er regnet ud af ${
      formatCount(answered)
    } besvarelser, én pr. person, målerunde og skala. ${converged}</p>${tables}<p class="note">Laveste til højeste målerunde; for linkfejl laveste til højeste par af målerunder. – hvor tallet ikke kan regnes ud.</p>`,
  );
}

/** Says that data are simulated; a page finds the attribute and says it, too. */
function dataMark({ provenance }: ScalingReport): Markup | null {
  return provenance.synthetic
    ? markup`<div class="data-note" data-synthetic="true"><p><strong>${syntheticNotice}.</strong></p></div>`
    : null;
}

function domainTable(
  scales: readonly DocumentedScale[],
  name: string,
): Markup | null {
  if (scales.length === 0) return null;
  return dataTable({
    caption: name,
    columns: [
      { label: "Skala", kind: "text" },
      { label: "Spørgsmål" },
      { label: "Besvarelser" },
      { label: "Reliabilitet" },
      { label: "Alfa" },
      { label: "Linkfejl (point)" },
    ],
    rows: scales.map(({ scale, documentation: d }) => [
      scale.label,
      formatCount(d.items.filter(({ slope }) => slope !== null).length),
      formatCount(d.answered),
      rangeText(d.waves.map(({ reliability }) => reliability), 2),
      rangeText(d.waves.map(({ alpha }) => alpha), 2),
      rangeText(d.links.map(({ linkError }) => linkError), 1),
    ]),
  });
}

/** Lowest to highest of some values, one number where they look the same. */
function rangeText(
  values: readonly (number | null)[],
  decimals: number,
): string {
  const known = values.flatMap((value) => value ?? []);
  if (known.length === 0) return "–";
  const [low, high] = [Math.min(...known), Math.max(...known)].map((value) =>
    formatNumber(value, { decimals })
  );
  return low === high ? low! : `${low}–${high}`;
}
