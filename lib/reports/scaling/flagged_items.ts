import type { Item, ItemDecision, Scale } from "#lib/codebook/mod.ts";
import type { ItemDocumentation, ScalingReport } from "#lib/profiles/mod.ts";
import { type Display, display } from "../display.ts";
import {
  formatList,
  formatNumber,
  formatPValue,
  formatYear,
} from "../format.ts";
import { type Markup, markup } from "../markup.ts";
import { dataTable } from "../table.ts";
import { capitalise, countWord } from "../words.ts";
import { documentedScales } from "./documented_scales.ts";

/** An infit outside this says that the model does not describe an item. */
export const INFIT_LIMITS: readonly [number, number] = [0.8, 1.2];
/** Distance between a wave's curve and the common one that is too large. */
export const RMSD_LIMIT = 0.1;

/** An item that an analysis flags, and what was decided. */
export interface ItemFlag {
  /** Scale of the item. */
  readonly scale: Scale;
  /** The item itself. */
  readonly item: Item;
  /** Which analysis. */
  readonly concerns: ItemDecision["concerns"];
  /** Danish: what it found. */
  readonly finding: string;
  /** Null where nothing has been decided. */
  readonly decision: ItemDecision | null;
}

/** Every flag of every scale, in the order of the codebook. */
export function itemFlags(report: ScalingReport): readonly ItemFlag[] {
  return documentedScales(report).flatMap(({ scale, documentation }) =>
    documentation.items.flatMap((own) => {
      const item = scale.items.find(({ id }) => id === own.item)!;
      return findingsOf(own).map(({ concerns, finding }): ItemFlag => ({
        scale,
        item,
        concerns,
        finding,
        decision: report.decisions.find((d) =>
          d.item === own.item && d.concerns === concerns
        ) ?? null,
      }));
    })
  );
}

interface Finding {
  readonly concerns: ItemDecision["concerns"];
  readonly finding: string;
}

function findingsOf(item: ItemDocumentation): readonly Finding[] {
  return [driftOf(item), genderOf(item), fitOf(item)].flatMap((finding) =>
    finding ?? []
  );
}

function driftOf({ waves }: ItemDocumentation): Finding | null {
  const freed = waves.filter(({ isFreed }) => isFreed);
  const far = waves.filter(({ rmsd }) => (rmsd ?? 0) > RMSD_LIMIT);
  if (freed.length === 0 && far.length === 0) return null;
  const largest = Math.max(...waves.map(({ rmsd }) => rmsd ?? 0));
  const rmsd = `RMSD ${formatNumber(largest, { decimals: 2 })}`;
  const years = (some: typeof waves): string =>
    formatList(some.map(({ wave }) => formatYear(wave)));
  return {
    concerns: "drift",
    finding: freed.length > 0
      ? `Har flyttet sig i forhold til skalaens øvrige og har egne parametre i ${
        years(freed)
      } (største ${rmsd}).`
      : `Ligger langt fra den fælles kurve i ${years(far)} (største ${rmsd}).`,
  };
}

function genderOf({ gender }: ItemDocumentation): Finding | null {
  if (!gender || gender.recommendation === "keep") return null;
  const points = formatNumber(gender.points, { decimals: 1, sign: "always" });
  return {
    concerns: "gender",
    finding:
      `Virker forskelligt for piger og drenge: med egne parametre for hvert køn ændres forskellen piger minus drenge med ${points} point (RMSD ${
        formatNumber(gender.rmsd, { decimals: 2 })
      }${gender.pValue === null ? "" : `, ${formatPValue(gender.pValue)}`}).`,
  };
}

/** Outfit is shown but flags nothing: single surprising answers move it. */
function fitOf({ waves }: ItemDocumentation): Finding | null {
  const [low, high] = INFIT_LIMITS;
  const outside = waves.flatMap(({ infit }) => infit ?? [])
    .filter((x) => x < low || x > high)
    .toSorted((a, b) => Math.abs(b - 1) - Math.abs(a - 1));
  if (outside.length === 0) return null;
  return {
    concerns: "fit",
    finding: `Infit uden for ${formatNumber(low, { decimals: 1 })}–${
      formatNumber(high, { decimals: 1 })
    } (længst ude: ${formatNumber(outside[0]!, { decimals: 2 })}).`,
  };
}

const decisionNames: Readonly<Record<ItemDecision["decision"], string>> = {
  freed: "Sat frit",
  kept: "Beholdt",
  watched: "Beholdt under opsyn",
};

/** What was decided about a flag, with the reason. */
export function decisionText({ decision }: ItemFlag): Markup {
  return decision
    ? markup`<strong>${
      decisionNames[decision.decision]
    }.</strong> ${decision.reason}`
    : markup`<strong>Ikke afgjort.</strong>`;
}

/** A decision that nothing calls for any more. */
export interface StaleDecision {
  /** The decision. */
  readonly decision: ItemDecision;
  /** Danish: why it is stale. */
  readonly reason: string;
}

/**
 * Decisions about items that the codebook or the scales do not know, or that the
 * analysis in question no longer flags.
 */
export function staleDecisions(
  report: ScalingReport,
): readonly StaleDecision[] {
  const flags = itemFlags(report);
  const known = new Set(
    report.scales.flatMap(({ items }) => items.map(({ item }) => item)),
  );
  return report.decisions.flatMap((decision): readonly StaleDecision[] => {
    if (!known.has(decision.item)) {
      return [{ decision, reason: "findes ikke på nogen af skalaerne" }];
    }
    const isFlagged = flags.some(({ item, concerns }) =>
      item.id === decision.item && concerns === decision.concerns
    );
    return isFlagged
      ? []
      : [{ decision, reason: "er ikke længere uden for grænsen" }];
  });
}

const concernNames: Readonly<Record<ItemDecision["concerns"], string>> = {
  drift: "flytning mellem målerunder",
  gender: "forskel mellem piger og drenge",
  fit: "pasning",
};

function staleNote(report: ScalingReport): Markup | null {
  const stale = staleDecisions(report);
  if (stale.length === 0) return null;
  return markup`<p>Afgørelser uden anledning:</p><ul>${
    stale.map(({ decision: { item, concerns }, reason }) =>
      markup`<li><code>${item}</code> (${
        concernNames[concerns]
      }) ${reason}.</li>`
    )
  }</ul>`;
}

/**
 * Lists the items that an analysis flags, each with its finding and decision, and
 * the decisions that nothing calls for any more.
 */
export function flaggedItems(report: ScalingReport): Display {
  const flags = itemFlags(report);
  if (flags.length === 0) {
    return display(
      markup`<p>Ingen spørgsmål eller opgaver er uden for grænserne.</p>${
        staleNote(report)
      }`,
    );
  }
  const open = flags.filter(({ decision }) => decision === null).length;
  const total = report.scales.reduce((n, { items }) => n + items.length, 0);
  return display(
    markup`<p>${capitalise(countWord(flags.length))} fund blandt de ${
      formatNumber(total)
    } spørgsmål og opgaver er uden for en grænse. ${
      open === 0
        ? "Alle er afgjort."
        : `${formatNumber(open)} mangler en afgørelse.`
    }</p>${
      dataTable({
        caption: "Markerede spørgsmål og opgaver",
        phone: "stack",
        columns: [
          { label: "Spørgsmål eller opgave", kind: "text" },
          { label: "Fund", kind: "text" },
          { label: "Afgørelse", kind: "text" },
        ],
        rows: flags.map((flag) => [
          markup`»${flag.item.text}« <small>(${flag.scale.label}, <code>${flag.item.id}</code>)</small>`,
          flag.finding,
          decisionText(flag),
        ]),
      })
    }${staleNote(report)}`,
  );
}
