import type { SuccessCriterion } from "#lib/codebook/mod.ts";
import { formatCount } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import type { CriterionStatus } from "./criterion_status.ts";

/** The statuses of a criterion's scales in one municipality. */
export interface MunicipalityStatuses {
  readonly label: string;
  readonly statuses: readonly CriterionStatus[];
}

/**
 * Counts each municipality's scales of a criterion by status, always in
 * alphabetical order.
 */
export function municipalityCounts(
  { label }: SuccessCriterion,
  municipalities: readonly MunicipalityStatuses[],
): Markup | null {
  if (municipalities.length === 0) return null;
  const collator = new Intl.Collator("da-DK");
  const count = (
    { statuses }: MunicipalityStatuses,
    matches: (status: CriterionStatus) => boolean,
  ): string => formatCount(statuses.filter(matches).length);
  return markup`<details class="numbers"><summary>Vis kommunerne</summary>${
    dataTable({
      caption: `${label}: antal skalaer i hver kommune, i alfabetisk orden`,
      columns: [
        { label: "Kommune", kind: "text" },
        { label: "Dokumenteret fremgang" },
        { label: "Med sikkerhed lille ændring" },
        { label: "Kan ikke afgøres" },
        { label: "Tilbagegang" },
      ],
      rows: municipalities
        .toSorted((a, b) => collator.compare(a.label, b.label))
        .map((one) => [
          one.label,
          count(one, ({ tone }) => tone === "progress"),
          count(one, ({ reason }) => reason === "small"),
          count(one, ({ reason }) => reason === "uncertain"),
          count(one, ({ tone }) => tone === "decline"),
        ]),
      note:
        "Tallene tæller skalaer og er ikke en rangliste: store kommuner kan vise mere, fordi de har flere svar.",
    })
  }</details>`;
}
