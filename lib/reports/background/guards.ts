import { gradientGuards, type GuardFinding } from "#lib/background/mod.ts";
import {
  formatDifference,
  formatNumber,
  formatPeriod,
  intervalLabel,
  noBreakSpace,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { longestChange, type ScaleEntry, waveOf } from "../report.ts";
import { dataTable } from "../table.ts";
import { capitalise, scalePhrase } from "../words.ts";
import { guardWords } from "./guard_words.ts";

/**
 * What else than learning may have moved the gradient: a sentence where a guard
 * warns, and all guards folded.
 */
export function guards(entries: readonly ScaleEntry[]): Markup {
  const all = entries.flatMap((entry) => {
    const findings = findingsOf(entry);
    return findings ? [{ entry, findings }] : [];
  });
  if (all.length === 0) return markup``;
  return markup`<h3>Kan ændringen skyldes noget andet?</h3><p>Hældningen kan falde, uden at baggrund er kommet til at betyde mindre. Derfor er det undersøgt, om målet for baggrund, spredningen, et loft eller manglende svar har flyttet sig.</p><ul>${
    all.map(({ entry, findings }) => line(entry, findings))
  }</ul><details class="numbers"><summary>Vis undersøgelsen af hver skala</summary>${
    all.map(({ entry, findings }) => guardTable(entry, findings))
  }<p class="note">»Svarer til« er det, ændringen alene ville gøre ved hældningen; hold det op mod hele ændringen. – står, hvor det ikke kan regnes ud.</p></details>`;
}

function findingsOf({ own }: ScaleEntry): readonly GuardFinding[] | null {
  const change = longestChange(own);
  const from = change && waveOf(own, change.from)?.background;
  if (!change?.background || !from) return null;
  return gradientGuards({
    from: from.observed,
    change: change.background.observed,
    imputed: change.background.imputed,
  });
}

function line(
  { scale }: ScaleEntry,
  findings: readonly GuardFinding[],
): Markup {
  const warning = findings.filter(({ verdict }) => verdict === "warns");
  const unknown = findings.filter(({ verdict }) => verdict === "unknown");
  const text = warning.length > 0
    ? `${
      warning.map((finding) => capitalise(guardWords[finding.guard].warning))
        .join(". ")
    }.`
    : unknown.length === findings.length
    ? "Det kan ikke undersøges her."
    : "Intet af det undersøgte har flyttet sig sikkert.";
  return markup`<li>${
    warning.length > 0 && markup`<strong>Vær forsigtig.</strong> `
  }${scalePhrase(scale)}: ${text}</li>`;
}

const verdicts: Readonly<Record<GuardFinding["verdict"], string>> = {
  clear: "Ingen tegn",
  warns: "Vær forsigtig",
  unknown: "Kan ikke undersøges",
};

function guardTable(
  { scale, own }: ScaleEntry,
  findings: readonly GuardFinding[],
): Markup {
  const change = longestChange(own);
  return dataTable({
    caption: `${scale.label}: hvad kan have flyttet hældningen ${
      change ? formatPeriod(change.from, change.to) : ""
    }, med ${intervalLabel}`,
    columns: [
      { label: "Hvad", kind: "text" },
      { label: "Ændring" },
      { label: "Svarer til i hældningen" },
      { label: "Vurdering", kind: "text" },
    ],
    rows: findings.map(({ guard, change, slopePoints, verdict }) => [
      guardWords[guard].label,
      change && guard !== "measures-disagree" ? formatDifference(change) : "–",
      Number.isFinite(slopePoints)
        ? `${
          formatNumber(slopePoints, { decimals: 1, sign: "always" })
        }${noBreakSpace}point`
        : "–",
      verdicts[verdict],
    ]),
  });
}
