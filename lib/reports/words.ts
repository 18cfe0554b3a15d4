/**
 * Words that go with numbers: directions, names of groups and domains, reasons.
 * @module
 */
import type { Domain, RespondentGroup, Scale } from "#lib/codebook/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import { hashString } from "#lib/numerics/mod.ts";
import type { HiddenReason } from "#lib/profiles/mod.ts";

/** What may be said of a difference or a change. */
export type Direction = "higher" | "lower" | "same";

/**
 * What a difference may be called: a claim needs a 95 % interval without 0.
 *
 * @param difference A difference or change.
 * @returns "same" whenever the interval holds 0 or touches it.
 */
export function directionOf(difference: Estimate): Direction {
  const [lower, upper] = difference.interval;
  if (lower > 0) return "higher";
  return upper < 0 ? "lower" : "same";
}

const domainNames: Readonly<Record<Domain, string>> = {
  "learning": "Læring",
  "well-being": "Trivsel",
  "learning-environment": "Læringsmiljø",
  "home-and-school": "Hjem og skole",
  "professional-practice": "Professionel praksis",
  "leadership": "Ledelse",
};

/** The domains in the order of a report. */
export const domainOrder: readonly Domain[] = [
  "learning",
  "well-being",
  "learning-environment",
  "home-and-school",
  "professional-practice",
  "leadership",
];

/** Danish heading of a domain, e.g. "Læringsmiljø". */
export function domainName(domain: Domain): string {
  return domainNames[domain];
}

const groupPhrases: Readonly<Record<RespondentGroup, string>> = {
  "pupils-0-3": "elever i 0.–\u20603.\u00a0klasse",
  "pupils-4-9": "elever i 4.–\u20609.\u00a0klasse",
  "class-teachers": "klasselærere om eleverne",
  "parents": "forældre",
  "staff": "lærere og pædagoger",
  "leaders": "skoleledere",
  "tests": "elevprøver",
};

/** Who answered, for running text, e.g. "elever i 4.–9. klasse". */
export function groupPhrase(group: RespondentGroup): string {
  return groupPhrases[group];
}

/**
 * A scale's name inside a sentence, e.g. "»Trivsel i skolen«".
 *
 * In quotation marks, since names such as "Glad for skolen" would otherwise be
 * read as part of the sentence, and verbs need not agree with them.
 */
export function scalePhrase(scale: Pick<Scale, "label">): string {
  return `»${scale.label}«`;
}

/** A scale's name with who answered, e.g. "»Feedback« (elever i 4.–9. klasse)". */
export function scalePhraseWithGroup(scale: Scale): string {
  return `${scalePhrase(scale)} (${groupPhrase(scale.group)})`;
}

const smallNumbers: readonly string[] = [
  "ingen",
  "en",
  "to",
  "tre",
  "fire",
  "fem",
  "seks",
  "syv",
  "otte",
  "ni",
  "ti",
  "elleve",
  "tolv",
];

/** A small count in words ("tre"), a larger one in digits ("13"). */
export function countWord(count: number): string {
  return smallNumbers[count] ?? String(count);
}

/** A count with its noun in the right number, e.g. "en skala", "to skalaer". */
export function countNoun(
  count: number,
  noun: { readonly one: string; readonly many: string },
): string {
  return `${countWord(count)} ${count === 1 ? noun.one : noun.many}`;
}

/** Raises the first letter: a sentence begins with a capital. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const hiddenTexts: Readonly<Record<HiddenReason, string>> = {
  "too-few": "for få svar til, at tallet må vises",
  "secondary": "skjult, fordi et andet skjult tal ellers kunne regnes ud",
  "not-asked": "ikke spurgt dette år",
  "no-answers": "ingen svar",
  "level": "vises kun for kommuner og programmet",
  "no-uncertainty": "for få enheder til at angive usikkerheden",
};

/** Why a number is not shown, in words for the reader. */
export function hiddenText(reason: HiddenReason): string {
  return hiddenTexts[reason];
}

/**
 * Picks one of several wordings by the key: the same key always reads the same,
 * different keys spread over the wordings.
 *
 * @throws {RangeError} If there is no wording.
 */
export function chooseWording(
  key: string,
  wordings: readonly string[],
): string {
  const chosen = wordings[hashString(key) % wordings.length];
  if (chosen === undefined) {
    throw new RangeError(
      `Cannot choose a wording for "${key}": found none, at least one is needed`,
    );
  }
  return chosen;
}

/** Remark beside a dot: the side of the reference it lies on, where that is certain. */
export function sideRemark(difference: Estimate | null): string {
  const direction = difference ? directionOf(difference) : "same";
  if (direction === "same") return "";
  return direction === "higher" ? "▲ over" : "▼ under";
}
