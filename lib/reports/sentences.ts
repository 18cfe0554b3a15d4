/**
 * Danish sentences from estimates. A difference is claimed only where its 95 %
 * interval leaves out 0; without a control group the word is development.
 * @module
 */
import type { Scale } from "#lib/codebook/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import {
  formatMagnitude,
  formatMagnitudeInterval,
  formatPeriod,
  formatValue,
  intervalLabel,
} from "./format.ts";
import {
  capitalise,
  chooseWording,
  directionOf,
  scalePhrase,
  scalePhraseWithGroup,
} from "./words.ts";

/** A period between two years. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * The interval as it stands in a sentence, e.g. "95 %-interval: 3–13".
 *
 * Where the sentence tells the direction, the interval is that of the size.
 */
export function intervalPhrase(estimate: Estimate): string {
  return `${intervalLabel}: ${formatMagnitudeInterval(estimate)}`;
}

/** Joins a phrase that may end in a bracket with what also belongs in brackets. */
function withBracket(phrase: string, addition: string): string {
  return phrase.endsWith(")")
    ? `${phrase.slice(0, -1)}; ${addition})`
    : `${phrase} (${addition})`;
}

/** Names of the two sides of a comparison. */
export interface ComparisonSides {
  /** e.g. "Billund Kommune"; a name of common gender. */
  readonly unit: string;
  /** e.g. "programmet". */
  readonly reference: string;
}

/**
 * Says how a unit lies against a reference on one scale.
 *
 * @param difference Unit minus reference, in points.
 */
export function comparisonSentence(
  scale: Scale,
  difference: Estimate,
  { unit, reference }: ComparisonSides,
): string {
  const name = scalePhraseWithGroup(scale);
  const interval = intervalPhrase(difference);
  const size = formatMagnitude(difference);
  const direction = directionOf(difference);
  if (direction === "same") {
    return chooseWording(`same/${scale.id}/${unit}`, [
      `På ${name} er ${unit} ikke forskellig fra ${reference} (${interval}).`,
      `${
        capitalise(unit)
      } er ikke forskellig fra ${reference} på ${name} (${interval}).`,
    ]);
  }
  const side = direction === "higher" ? "over" : "under";
  return chooseWording(`${side}/${scale.id}/${unit}`, [
    `På ${name} ligger ${unit} ${size} ${side} ${reference} (${interval}).`,
    `${capitalise(name)} ligger ${size} ${side} ${reference} (${interval}).`,
    `${
      capitalise(unit)
    } ligger ${size} ${side} ${reference} på ${name} (${interval}).`,
  ]);
}

/** Says how a scale's mean developed over a period; never why. */
export function changeSentence(
  scale: Scale,
  change: Estimate,
  { from, to }: Period,
): string {
  const name = scalePhraseWithGroup(scale);
  const interval = intervalPhrase(change);
  const size = formatMagnitude(change);
  const direction = directionOf(change);
  if (direction === "same") {
    return chooseWording(`stable/${scale.id}/${from}/${to}`, [
      `Resultatet for ${name} er i ${to} ikke forskelligt fra ${from} (${interval}).`,
      `${
        capitalise(name)
      } er i ${to} på et niveau, der ikke er forskelligt fra ${from} (${interval}).`,
    ]);
  }
  const verb = direction === "higher" ? "steget" : "faldet";
  const noun = direction === "higher" ? "en stigning" : "et fald";
  return chooseWording(`${verb}/${scale.id}/${from}/${to}`, [
    `${
      capitalise(name)
    } er ${verb} ${size} fra ${from} til ${to} (${interval}).`,
    `Fra ${from} til ${to} er ${name} ${verb} ${size} (${interval}).`,
    `På ${name} ses ${noun} på ${size} fra ${from} til ${to} (${interval}).`,
  ]);
}

/** Says how much a scale goes with social background: the slope in points. */
export function gradientSentence(scale: Scale, gradient: Estimate): string {
  const name = scalePhrase(scale);
  const interval = intervalPhrase(gradient);
  const direction = directionOf(gradient);
  if (direction === "same") {
    return `Der ses ingen sikker sammenhæng mellem social baggrund og ${name} (${interval}).`;
  }
  const side = direction === "higher" ? "højere" : "lavere";
  return `Når den sociale baggrund er én standardafvigelse højere, ligger ${name} i gennemsnit ${
    formatMagnitude(gradient)
  } ${side} (${interval}).`;
}

/** Says whether the importance of social background changed over a period. */
export function gradientChangeSentence(
  scale: Scale,
  change: Estimate,
  { from, to }: Period,
): string {
  const name = scalePhrase(scale);
  const interval = intervalPhrase(change);
  const direction = directionOf(change);
  if (direction === "same") {
    return `Betydningen af social baggrund for ${name} er i ${to} ikke forskellig fra ${from} (${interval}).`;
  }
  const [word, verb] = direction === "higher"
    ? ["større", "steget"]
    : ["mindre", "faldet"];
  return `Betydningen af social baggrund for ${name} er blevet ${word} fra ${from} til ${to}: hældningen er ${verb} ${
    formatMagnitude(change)
  } (${interval}).`;
}

/** Says how girls and boys differ on a scale. */
export function genderGapSentence(scale: Scale, gap: Estimate): string {
  const name = scalePhraseWithGroup(scale);
  const interval = intervalPhrase(gap);
  const direction = directionOf(gap);
  if (direction === "same") {
    return `På ${name} er piger og drenge ikke forskellige (${interval}).`;
  }
  const [first, second] = direction === "higher"
    ? ["Piger", "drenge"]
    : ["Drenge", "piger"];
  return `${first} ligger ${formatMagnitude(gap)} over ${second} på ${
    withBracket(name, interval)
  }.`;
}

/** Says how large a part of the differences between pupils background explains. */
export function explainedSentence(scale: Scale, explained: Estimate): string {
  return `Social baggrund kan forklare ${
    formatValue(explained)
  } af forskellene mellem eleverne i ${scalePhrase(scale)} (${
    intervalPhrase(explained)
  }).`;
}

/** Says a period in words for headings, e.g. "Udvikling 2015–2019". */
export function periodHeading({ from, to }: Period): string {
  return `Udvikling ${formatPeriod(from, to)}`;
}
