import type { SuccessCriterion } from "#lib/codebook/mod.ts";
import { judgeCriterion } from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import { formatList, formatNumber, noBreakSpace } from "../format.ts";
import { capitalise, countNoun } from "../words.ts";

/** What the numbers say of a scale or a criterion. */
export interface CriterionStatus {
  readonly tone: "progress" | "decline" | "none";
  /** For "none": shown to be small, too uncertain to tell, pointing both ways, or without numbers. */
  readonly reason: "small" | "uncertain" | "mixed" | "hidden" | null;
}

/** Judges the change of one scale against a criterion. */
export function scaleStatus(
  change: Estimate,
  { margin, desired }: Pick<SuccessCriterion, "margin" | "desired">,
): CriterionStatus {
  const verdict = judgeCriterion(change, { margin, desired });
  if (verdict === "documented-progress") {
    return { tone: "progress", reason: null };
  }
  if (verdict === "decline") return { tone: "decline", reason: null };
  return {
    tone: "none",
    reason: verdict === "no-certain-change" ? "small" : "uncertain",
  };
}

/**
 * Judges a criterion from its scales: at least half must point the same way and
 * none the other; otherwise there is no certain change.
 */
export function criterionStatus(
  scales: readonly CriterionStatus[],
): CriterionStatus {
  if (scales.length === 0) return { tone: "none", reason: "hidden" };
  const count = (tone: CriterionStatus["tone"]) =>
    scales.filter((scale) => scale.tone === tone).length;
  const [up, down] = [count("progress"), count("decline")];
  const half = scales.length / 2;
  if (up > 0 && up >= half && down === 0) {
    return { tone: "progress", reason: null };
  }
  if (down > 0 && down >= half && up === 0) {
    return { tone: "decline", reason: null };
  }
  return { tone: "none", reason: up > 0 && down > 0 ? "mixed" : null };
}

const toneTexts: Readonly<Record<CriterionStatus["tone"], string>> = {
  progress: "dokumenteret fremgang",
  none: "ingen sikker ændring",
  decline: "tilbagegang",
};

const reasonTexts = {
  small: "for lille til at tælle",
  uncertain: "for usikkert til at afgøre",
  mixed: "skalaerne peger hver sin vej",
} as const;

/** The status in words, e.g. "Ingen sikker ændring (for usikkert til at afgøre)". */
export function statusText({ tone, reason }: CriterionStatus): string {
  if (reason === "hidden") return "Kan ikke opgøres";
  const text = capitalise(toneTexts[tone]);
  return reason ? `${text} (${reasonTexts[reason]})` : text;
}

/** Counts a criterion's scales by status in one sentence. */
export function evidenceSentence(scales: readonly CriterionStatus[]): string {
  if (scales.length === 0) {
    return "Kriteriet kan ikke opgøres: ingen af dets skalaer kan vises.";
  }
  const parts = (["progress", "none", "decline"] as const).flatMap((tone) => {
    const count = scales.filter((scale) => scale.tone === tone).length;
    return count > 0
      ? [
        `${toneTexts[tone]} på ${
          countNoun(count, { one: "skala", many: "skalaer" })
        }`,
      ]
      : [];
  });
  return `${capitalise(formatList(parts))}.`;
}

/** The smallest change that counts, in words. */
export function marginText({ estimand, margin }: SuccessCriterion): string {
  const text = estimand === "explained-change"
    ? `${formatNumber(margin * 100)}${noBreakSpace}procentpoint`
    : `${formatNumber(margin)}${noBreakSpace}point`;
  return `Ændringer under ${text} regnes for små.`;
}
