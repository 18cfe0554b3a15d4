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
      `På ${name} er ${unit} ikke sikkert forskellig fra ${reference} (${interval}).`,
      `${
        capitalise(unit)
      } er ikke sikkert forskellig fra ${reference} på ${name} (${interval}).`,
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
      `Resultatet for ${name} er i ${to} ikke sikkert forskelligt fra ${from} (${interval}).`,
      `${
        capitalise(name)
      } er i ${to} på et niveau, der ikke er sikkert forskelligt fra ${from} (${interval}).`,
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
    return `Betydningen af social baggrund for ${name} er i ${to} ikke sikkert forskellig fra ${from} (${interval}).`;
  }
  const [word, verb] = direction === "higher"
    ? ["større", "steget"]
    : ["mindre", "faldet"];
  return `Betydningen af social baggrund for ${name} er blevet ${word} fra ${from} til ${to}: hældningen er ${verb} ${
    formatMagnitude(change)
  } (${interval}).`;
}
