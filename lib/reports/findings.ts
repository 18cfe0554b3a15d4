import type { Scale } from "#lib/codebook/mod.ts";
import { differencePValue } from "#lib/effects/mod.ts";
import { adjustBenjaminiHochberg, type Estimate } from "#lib/inference/mod.ts";
import type { Cell } from "#lib/profiles/mod.ts";
import {
  isProgrammeReport,
  isShown,
  latestYear,
  longestChange,
  type Report,
  scaleEntries,
  waveOf,
} from "./report.ts";
import { changeName, waveName } from "./sections/estimate_names.ts";
import {
  changeSentence,
  comparisonSentence,
  gradientChangeSentence,
} from "./sentences.ts";

/** A difference or change that holds when all of a report's are seen together. */
export interface Finding {
  /** "up" is what the programme wants more of, "down" what calls for attention. */
  readonly kind: "up" | "down";
  readonly about: "development" | "comparison" | "background";
  readonly scale: Scale;
  readonly estimate: Estimate;
  /** Published name of the estimate. */
  readonly name: string;
  readonly sentence: string;
}

interface Candidate {
  readonly about: Finding["about"];
  readonly scale: Scale;
  readonly estimate: Estimate;
  readonly name: string;
  readonly sentence: string;
  /** +1 where a rise is wanted, −1 where a fall is. */
  readonly desired: 1 | -1;
}

/** Largest expected share of false findings among the findings. */
export const falseFindingShare = 0.05;

/**
 * Finds what a summary may claim.
 *
 * All changes (longest period), comparisons with the programme (latest wave) and
 * changes in the social gradient are judged together by Benjamini and Hochberg's
 * rule, so that at most one claim in twenty is expected to be chance; a claim
 * also needs a 95 % interval without 0.
 *
 * @returns Claims in the order of the codebook, never by size.
 */
export function findingsOf(report: Report): readonly Finding[] {
  const candidates = scaleEntries(report).flatMap((entry) => [
    ...developmentCandidates(entry),
    ...comparisonCandidates(report, entry),
    ...backgroundCandidates(report, entry),
  ]);
  const adjusted = adjustBenjaminiHochberg(
    candidates.map(({ estimate }) => differencePValue(estimate)),
  );
  return candidates.flatMap((candidate, i) => {
    const { estimate, desired, ...rest } = candidate;
    const [lower, upper] = estimate.interval;
    const holds = (adjusted[i] ?? 1) <= falseFindingShare &&
      (lower > 0 || upper < 0);
    if (!holds) return [];
    const kind = estimate.value * desired > 0 ? "up" : "down";
    return [{ ...rest, estimate, kind }];
  });
}

type Entry = ReturnType<typeof scaleEntries>[number];

function developmentCandidates({ scale, own }: Entry): Candidate[] {
  const change = longestChange(own);
  if (!change || !isShown(change.mean)) return [];
  return [{
    about: "development",
    scale,
    estimate: change.mean,
    name: changeName(scale.id, { ...change, statistic: "mean" }),
    sentence: changeSentence(scale, change.mean, change),
    desired: 1,
  }];
}

function comparisonCandidates(
  report: Report,
  { scale, own }: Entry,
): Candidate[] {
  if (isProgrammeReport(report)) return [];
  const year = latestYear(report);
  const difference = waveOf(own, year)?.versusProgramme;
  if (!difference || !isShown(difference)) return [];
  return [{
    about: "comparison",
    scale,
    estimate: difference,
    name: waveName(scale.id, year, "versus-programme"),
    sentence: comparisonSentence(scale, difference, {
      unit: report.results.unit.label,
      reference: "programmet",
    }),
    desired: 1,
  }];
}

function backgroundCandidates(
  report: Report,
  { scale, own }: Entry,
): Candidate[] {
  const isCriterion = report.codebook.criteria.some(({ estimand, scales }) =>
    estimand === "gradient-change" && scales.includes(scale.id)
  );
  const change = longestChange(own);
  const gradient: Cell | undefined = change?.gradient;
  if (!isCriterion || !change || !gradient || !isShown(gradient)) return [];
  return [{
    about: "background",
    scale,
    estimate: gradient,
    name: changeName(scale.id, { ...change, statistic: "gradient" }),
    sentence: gradientChangeSentence(scale, gradient, change),
    desired: -1,
  }];
}
