import { formatDifference, intervalLabel } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { dataTable } from "../table.ts";
import type { ComposedScale } from "./background_part.ts";

/** Development and distance between homes at percentiles; only where there are pupils enough. */
export function percentileTable(found: readonly ComposedScale[]): Markup {
  const rows = found.flatMap(({ entry, parts }) =>
    (parts.deeper?.percentiles ?? []).map(({ share, change, homes }) => ({
      label: `${entry.scale.label}, ${percentileNames[share] ?? share}`,
      cells: [
        change.total,
        change.composition,
        change.remainder,
        homes.total,
        homes.schools,
        homes.remainder,
      ],
    }))
  );
  const changes = found.flatMap(({ entry, parts }) =>
    parts.deeper ? [{ entry, ...parts.deeper.homesChange }] : []
  );
  if (rows.length === 0) return markup``;
  return markup`${
    dataTable({
      caption:
        `Udvikling og afstand mellem hjem blandt svage og stærke elever, point med ${intervalLabel}`,
      columns: [
        { label: "Skala og percentil", kind: "text" },
        { label: "Udvikling" },
        { label: "Andre elever" },
        { label: "Med ens elever" },
        { label: "Afstand mellem hjem" },
        { label: "Heraf skolerne" },
        { label: "Heraf resten" },
      ],
      rows: rows.map(({ label, cells }) => [
        label,
        ...cells.map((cell) => cellText(cell, formatDifference)),
      ]),
      note: [
        "Percentilen er hver gruppes egen: Den svage tiendedel er den, som en tiendedel ligger under. Opdelingen bruger, hvor meget den enkelte elev flytter percentilen (RIF-regression).",
        noteOf(rows.flatMap(({ cells }) => cells)).note,
      ].filter(Boolean).join(" "),
    })
  }${
    dataTable({
      caption:
        `Ændringen i afstanden mellem hjem fra første til sidste måling, point med ${intervalLabel}`,
      columns: [
        { label: "Skala", kind: "text" },
        { label: "Hele ændringen" },
        { label: "Heraf skolerne" },
        { label: "Heraf resten" },
      ],
      rows: changes.map(({ entry, total, schools, remainder }) => [
        entry.scale.label,
        ...[total, schools, remainder].map((cell) =>
          cellText(cell, formatDifference)
        ),
      ]),
      ...noteOf(
        changes.flatMap(({ total, schools, remainder }) => [
          total,
          schools,
          remainder,
        ]),
      ),
    })
  }`;
}

/** What a percentile is called, by its share. */
export const percentileNames: Readonly<Record<number, string>> = {
  0.1: "den svage tiendedel",
  0.5: "midten",
  0.9: "den stærke tiendedel",
};
