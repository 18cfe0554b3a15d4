import type { SuccessCriterion } from "#lib/codebook/mod.ts";
import type { ChangeJudgement } from "#lib/effects/mod.ts";
import { formatList, formatNumber, noBreakSpace } from "../format.ts";
import { capitalise, countNoun } from "../words.ts";

/** Why there is no certain change. */
export type NoneReason =
  /** Shown to be within the margin: a finding. */
  | "small"
  /** May be larger than the margin: the data cannot tell. */
  | "uncertain"
  /** Some of a criterion's scales have risen and some have fallen. */
  | "mixed"
  /** Fewer than half of a criterion's scales have changed. */
  | "few"
  /** There are no numbers. */
  | "hidden";

/** What the numbers say of a scale or a criterion. */
export interface CriterionStatus {
  readonly tone: "progress" | "decline" | "none";
  /** For "none" why; null for the others. */
  readonly reason: NoneReason | null;
  /** For "progress" and "decline" of a scale: shown to be within the margin all the same. */
  readonly isSmall: boolean;
}

const none = (reason: NoneReason): CriterionStatus => ({
  tone: "none",
  reason,
  isSmall: reason === "small",
});

/** The status of one scale from its judgement. */
export function scaleStatus(
  { verdict, isSmall }: Pick<ChangeJudgement, "verdict" | "isSmall">,
): CriterionStatus {
  switch (verdict) {
    case "documented-progress":
      return { tone: "progress", reason: null, isSmall };
    case "decline":
      return { tone: "decline", reason: null, isSmall };
    case "no-certain-change":
      return none("small");
    case "uncertain":
      return none("uncertain");
  }
}

/**
 * Judges a criterion from its scales: at least half must point the same way and
 * none the other; otherwise there is no certain change.
 */
export function criterionStatus(
  scales: readonly CriterionStatus[],
): CriterionStatus {
  if (scales.length === 0) return none("hidden");
  const count = (tone: CriterionStatus["tone"]) =>
    scales.filter((scale) => scale.tone === tone).length;
  const [up, down] = [count("progress"), count("decline")];
  if (up > 0 && down > 0) return none("mixed");
  if (Math.max(up, down) * 2 >= scales.length) {
    return {
      tone: up > 0 ? "progress" : "decline",
      reason: null,
      isSmall: scales.every(({ isSmall }) => isSmall),
    };
  }
  if (up + down > 0) return none("few");
  return none(
    scales.every(({ reason }) => reason === "small") ? "small" : "uncertain",
  );
}

const toneTexts: Readonly<Record<CriterionStatus["tone"], string>> = {
  progress: "dokumenteret fremgang",
  none: "ingen sikker ændring",
  decline: "tilbagegang",
};

function reasonText(reason: NoneReason, margin: string): string {
  switch (reason) {
    case "small":
      return `ændringen er med sikkerhed lille, inden for ±${margin}`;
    case "mixed":
      return "skalaerne peger hver sin vej";
    case "few":
      return "under halvdelen af skalaerne har ændret sig sikkert";
    default:
      return "det kan ikke afgøres";
  }
}

/**
 * The status in words, e.g. "Ingen sikker ændring: det kan ikke afgøres".
 *
 * @param criterion Whose margin a small change lies within.
 */
export function statusText(
  { tone, reason, isSmall }: CriterionStatus,
  criterion: Pick<SuccessCriterion, "estimand" | "margin">,
): string {
  if (reason === "hidden") return "Kan ikke opgøres";
  const text = capitalise(toneTexts[tone]);
  const margin = formatMargin(criterion);
  if (reason) return `${text}: ${reasonText(reason, margin)}`;
  return isSmall ? `${text}, men under ${margin}` : text;
}

/** Counts a criterion's scales by status in one sentence. */
export function evidenceSentence(scales: readonly CriterionStatus[]): string {
  if (scales.length === 0) {
    return "Kriteriet kan ikke opgøres: ingen af dets skalaer kan vises.";
  }
  const kinds: readonly (readonly [string, (s: CriterionStatus) => boolean])[] =
    [
      ["er der dokumenteret fremgang", ({ tone }) => tone === "progress"],
      ["er ændringen med sikkerhed lille", ({ reason }) => reason === "small"],
      ["kan det ikke afgøres", ({ reason }) => reason === "uncertain"],
      ["er der tilbagegang", ({ tone }) => tone === "decline"],
    ];
  const parts = kinds.flatMap(([text, matches]) => {
    const count = scales.filter(matches).length;
    return count > 0
      ? [`på ${countNoun(count, { one: "skala", many: "skalaer" })} ${text}`]
      : [];
  });
  return `${capitalise(formatList(parts))}.`;
}

/** A criterion's margin with its unit, e.g. "5 point" or "2 procentpoint". */
export function formatMargin(
  { estimand, margin }: Pick<SuccessCriterion, "estimand" | "margin">,
): string {
  return estimand === "explained-change"
    ? `${formatNumber(margin * 100)}${noBreakSpace}procentpoint`
    : `${formatNumber(margin)}${noBreakSpace}point`;
}

/** The smallest change that matters, in words. */
export function marginText(criterion: SuccessCriterion): string {
  return `Den mindste ændring, der betyder noget, er på forhånd sat til ${
    formatMargin(criterion)
  }.`;
}
