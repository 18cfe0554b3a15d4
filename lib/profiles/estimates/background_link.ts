import {
  type ChangeMeasure,
  type GradientNumber,
  type Measure,
  MEASURE_NAMES,
  measureInfo,
  NUMBERS_PER_WAVE,
  perPointPlace,
} from "#lib/background/mod.ts";
import { LOW_SCORE, SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { LinkPair } from "#lib/scaling/mod.ts";
import { type LinkPart, NO_LINK } from "./link_part.ts";

/** Which change it is, and its place among a unit's numbers. */
export interface BackgroundChange {
  /** What has changed. */
  readonly measure: ChangeMeasure;
  /** Index of the earlier wave. */
  readonly wave: number;
  /** Index of the later wave. */
  readonly to: number;
  /** Place of the change among the numbers. */
  readonly k: number;
}

/**
 * What the choice of common items adds to a change: see `MeasureInfo.link`.
 *
 * @param link Link errors per pair of waves.
 * @param numbers All numbers of the unit, for the levels that stretch.
 */
export function backgroundLink(
  link: readonly LinkPair[],
  numbers: readonly GradientNumber[],
  { measure, wave, to, k }: BackgroundChange,
): LinkPart {
  const pair = link.find((p) => p.from === wave && p.to === to);
  const kind = measureInfo(measure).link;
  if (!pair || kind === "none") return NO_LINK;
  const mean = (place: number): number =>
    (numbers[wave * NUMBERS_PER_WAVE + place]!.value +
      numbers[to * NUMBERS_PER_WAVE + place]!.value) / 2;
  const { degreesOfFreedom } = pair;
  if (kind === "limit") {
    const perPoint = mean(perPointPlace(measure as Measure));
    const away = LOW_SCORE - SCORE_ORIGIN;
    const variance = perPoint * perPoint *
      (pair.mean + away * away * pair.unit);
    return Number.isFinite(variance) ? { variance, degreesOfFreedom } : NO_LINK;
  }
  const level = stretched(measure, { mean, change: numbers[k]!.value });
  return { variance: level * level * pair.unit, degreesOfFreedom };
}

/** The number that stretches with the scale: of a part, what it is a part of. */
function stretched(
  measure: ChangeMeasure,
  { mean, change }: {
    readonly mean: (place: number) => number;
    readonly change: number;
  },
): number {
  const of = (name: Measure): number => mean(MEASURE_NAMES.indexOf(name));
  switch (measure) {
    case "part-segregation":
      return change / 2;
    case "part-between":
      return of("segregation") * of("between");
    case "part-within":
      return (1 - of("segregation")) * of("within");
    default:
      return of(measure);
  }
}
