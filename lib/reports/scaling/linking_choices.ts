import type { Domain } from "#lib/codebook/mod.ts";
import type {
  LinkingChoice,
  LinkingTrend,
  ScalingReport,
} from "#lib/profiles/mod.ts";
import {
  type ChoiceStyle,
  linkingChart,
  type LinkingRow,
} from "../charts/linking_chart.ts";
import { colour } from "../charts/palette.ts";
import { type Display, display } from "../display.ts";
import { figure } from "../figure.ts";
import { formatNumber, formatPeriod } from "../format.ts";
import { markup } from "../markup.ts";
import { chartKey, type GroupForm } from "../sections/key.ts";
import { domainName } from "../words.ts";
import { type DocumentedScale, documentedScales } from "./documented_scales.ts";

interface ShownChoice extends ChoiceStyle {
  readonly symbol: GroupForm;
  readonly choice: LinkingChoice;
  readonly label: string;
}

const choices: readonly ShownChoice[] = [
  {
    choice: "partial",
    label: "Samlet, flyttede sat frit (offentliggjort)",
    symbol: "circle",
    colour: "own",
    fill: "filled",
  },
  {
    choice: "common",
    label: "Samlet, alle ens",
    symbol: "square",
    colour: "other",
    fill: "open",
  },
  {
    choice: "anchored",
    label: "Fastholdt fra første runde",
    symbol: "triangle",
    colour: "third",
    fill: "filled",
  },
  {
    choice: "haebara",
    label: "Hver for sig, Haebara",
    symbol: "diamond",
    colour: "third",
    fill: "open",
  },
  {
    choice: "mean-sigma",
    label: "Hver for sig, middel og spredning",
    symbol: "cross",
    colour: "other",
    fill: "open",
  },
];

/** Half of a 95 % interval in standard errors. */
const HALF = 1.96;

/** From the first to the last wave with a mean. */
function changeOf(trend: LinkingTrend | undefined): number | null {
  const known = (trend?.means ?? []).flatMap((mean) => mean ?? []);
  return known.length > 1 ? known.at(-1)! - known[0]! : null;
}

function rowOf({ scale, documentation }: DocumentedScale): LinkingRow {
  return {
    label: scale.label,
    changes: choices.map(({ choice }) =>
      changeOf(documentation.trends.find((t) => t.choice === choice))
    ),
    margin: documentation.trendError === null
      ? null
      : HALF * documentation.trendError,
  };
}

/** Farthest that another choice lies from the published one; 0 without changes. */
function farthest({ changes: [published, ...others] }: LinkingRow): number {
  return published === null || published === undefined
    ? 0
    : Math.max(0, ...others.map((x) => Math.abs((x ?? published) - published)));
}

/**
 * Shows the programme's development on the scales of a domain under every way of
 * linking the waves: where the marks lie together, the choice does not matter.
 */
export function linkingChoices(
  report: ScalingReport,
  domain: Domain,
): Display {
  const rows = documentedScales(report, domain).map(rowOf)
    .filter(({ changes }) => changes[0] !== null);
  if (rows.length === 0) return display(markup``);
  const worst = rows.toSorted((a, b) => farthest(b) - farthest(a))[0]!;
  const most = formatNumber(farthest(worst), { decimals: 1 });
  const message = `${
    domainName(domain)
  }: valget af sammenkobling flytter en udvikling højst ${most} point (${worst.label}).`;
  const period = formatPeriod(report.waves[0]!, report.waves.at(-1)!);
  return display(figure({
    message,
    scope:
      `Programmets udvikling ${period} i point under fem valg. Stregerne er det offentliggjorte 95 %-interval (forskelle mellem skoler og linkfejl), tegnet om hvert mærke.`,
    key: chartKey(choices.map(({ symbol, label, colour: ink }) => ({
      form: symbol,
      label,
      ink: colour(ink),
    }))),
    draw: (layout) =>
      linkingChart(rows, {
        layout,
        styles: choices,
        title: `Udvikling under fem valg, ${domainName(domain)}`,
        description: message,
      }),
    table: {
      caption: `Udvikling ${period} i point efter valg af sammenkobling`,
      columns: [
        { label: "Skala", kind: "text" },
        ...choices.map(({ label }) => ({ label })),
        { label: "95 %-interval" },
      ],
      rows: rows.map(({ label, changes, margin }) => [
        label,
        ...changes.map((x) =>
          x === null ? "–" : formatNumber(x, { decimals: 1, sign: "always" })
        ),
        margin === null ? "–" : `± ${formatNumber(margin, { decimals: 1 })}`,
      ]),
    },
  }));
}
