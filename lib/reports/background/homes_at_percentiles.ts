import { dotIntervalChart, type DotRow } from "../charts/dot_interval_chart.ts";
import { figure } from "../figure.ts";
import {
  formatEstimate,
  formatPoints,
  formatYear,
  intervalLabel,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { type Report, shownOrNull } from "../report.ts";
import { cellText, noteOf } from "../sections/cell_text.ts";
import { chartKey } from "../sections/key.ts";
import { capitalise } from "../words.ts";
import type { ComposedScale } from "./background_part.ts";
import { percentileNames } from "./percentile_table.ts";

/** The distance between homes among weak, middling and strong pupils. */
export function homesAtPercentiles(
  report: Report,
  found: readonly ComposedScale[],
): Markup {
  const shown = found.flatMap(({ entry, parts }) => {
    const percentiles = parts.deeper?.percentiles ?? [];
    return percentiles.length > 0
      ? [{ entry, percentiles, year: formatYear(parts.to) }]
      : [];
  });
  const [first] = shown;
  if (!first) return markup``;
  const message = "Er afstanden den samme blandt svage og stærke elever?";
  const nameOf = (share: number): string =>
    capitalise(percentileNames[share] ?? String(share));
  return markup`<h3>${message}</h3><p>Her er det ikke gennemsnittene, der sammenlignes, men den svageste tiendedel, midten og den stærkeste tiendedel i hver af de to grupper. Er den større nederst end øverst, følger baggrund mere, hvem der har det svært, end hvem der klarer sig bedst. Overlapper stregerne meget, kan man ikke sige, at der er forskel.</p>${
    figure({
      message: "Afstanden mellem hjem nederst, midt i og øverst",
      scope:
        `Forældre med lang minus kort uddannelse, point i ${first.year} med ${intervalLabel}. ${report.results.unit.label}.`,
      key: chartKey([{ form: "own", label: `Point med ${intervalLabel}` }]),
      draw: (layout) =>
        dotIntervalChart(
          shown.flatMap(({ entry, percentiles }): DotRow[] => [
            {
              label: entry.scale.label,
              estimate: null,
              reference: null,
              remark: "",
              heading: true,
            },
            ...percentiles.map(({ share, homes }) => ({
              label: nameOf(share),
              estimate: shownOrNull(homes.total),
              reference: null,
              remark: "",
              heading: false,
            })),
          ]),
          {
            layout,
            baseline: 0,
            ...(layout === "narrow"
              ? { valueText: (e) => formatPoints(e.value) }
              : {}),
            title: message,
            description: shown.map(({ entry, percentiles }) =>
              `${entry.scale.label}: ${
                percentiles.map(({ share, homes }) =>
                  `${nameOf(share)} ${
                    cellText(homes.total, (e) => formatPoints(e.value))
                  }`
                ).join(", ")
              }.`
            ).join(" "),
          },
        ),
      table: {
        caption: `${message} Point i ${first.year} med ${intervalLabel}`,
        columns: [
          { label: "Skala", kind: "text" },
          ...first.percentiles.map(({ share }) => ({ label: nameOf(share) })),
        ],
        rows: shown.map(({ entry, percentiles }) => [
          entry.scale.label,
          ...percentiles.map(({ homes }) =>
            cellText(homes.total, formatEstimate)
          ),
        ]),
        ...noteOf(
          shown.flatMap(({ percentiles }) =>
            percentiles.map(({ homes }) => homes.total)
          ),
        ),
      },
    })
  }`;
}
