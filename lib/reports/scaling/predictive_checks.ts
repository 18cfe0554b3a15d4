import type { ScalingReport } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import { formatCount, formatNumber } from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { type DocumentedScale, documentedScales } from "./documented_scales.ts";

type Statistic = "scores" | "pairs" | "schools";

const statistics: readonly Statistic[] = ["scores", "pairs", "schools"];
const names: Readonly<Record<Statistic, string>> = {
  scores: "Fordelingen af besvarelsernes score",
  pairs: "Sammenhængen mellem to spørgsmål",
  schools: "Spredningen mellem skoler",
};
/** Below this the answers do not look like the model's. */
const LIMIT = 0.05;

/** What the largest difference is, in words. */
function differenceText(
  { scale, documentation }: DocumentedScale,
  statistic: Statistic,
): string {
  const check = documentation.predictive.find((one) =>
    one.statistic === statistic
  );
  if (!check) return "–";
  const number = (factor: number, decimals: number): string =>
    formatNumber(factor * check.largest, { decimals, sign: "always" });
  switch (statistic) {
    case "scores":
      return `${number(100, 1)} procentpoint ved ${
        check.where[0]
      } % af den højeste score`;
    case "pairs": {
      const places = check.where.map((id) =>
        scale.items.findIndex((item) => item.id === id.split("@")[0]) + 1
      );
      return `korrelation ${number(1, 2)} (nr. ${places.join(" og ")})`;
    }
    case "schools":
      return `${number(100, 1)} procentpoint af den højeste score`;
  }
}

/** One scale: p and the largest difference of each check. */
export function predictiveTable(one: DocumentedScale): Markup | null {
  const { scale, documentation } = one;
  if (documentation.predictive.length === 0) return null;
  return dataTable({
    caption: `${scale.label}: svar holdt op mod de plausible værdier`,
    columns: [
      { label: "Det der sammenlignes", kind: "text" },
      { label: "p" },
      { label: "Største forskel: svar minus model", kind: "text" },
    ],
    rows: documentation.predictive.map(({ statistic, pValue }) => [
      names[statistic],
      formatNumber(pValue, { decimals: 2 }),
      differenceText(one, statistic),
    ]),
  });
}

/** Counts the scales whose answers look like the model's, and shows the others. */
export function predictiveChecks(report: ScalingReport): Display {
  const scales = documentedScales(report).filter(({ documentation }) =>
    documentation.predictive.length > 0
  );
  const departing = scales.flatMap((one) =>
    one.documentation.predictive.filter(({ pValue }) => pValue < LIMIT)
      .map(({ statistic, pValue }) => ({ one, statistic, pValue }))
  );
  const checks = scales.reduce(
    (n, { documentation }) => n + documentation.predictive.length,
    0,
  );
  const counts = statistics.map((statistic) => {
    const found = departing.filter((d) => d.statistic === statistic).length;
    return `${names[statistic].toLowerCase()}: ${formatCount(found)}`;
  });
  return display(
    markup`<p>${formatCount(departing.length)} af ${
      formatCount(checks)
    } sammenligninger på ${
      formatCount(scales.length)
    } skalaer har p under 0,05 (${counts.join("; ")}).</p>${
      departing.length > 0 &&
      dataTable({
        caption: "Hvor svarene afviger fra modellens",
        phone: "stack",
        columns: [
          { label: "Skala", kind: "text" },
          { label: "Det der sammenlignes", kind: "text" },
          { label: "Største forskel: svar minus model", kind: "text" },
        ],
        rows: departing.map(({ one, statistic }) => [
          one.scale.label,
          names[statistic],
          differenceText(one, statistic),
        ]),
      })
    }`,
  );
}
