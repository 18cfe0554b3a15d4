import { type ItemInGroup, splitItemId } from "../split_items.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import {
  itemMeasures,
  locationInformation,
  meanOver,
  waveDensity,
} from "./item_measure.ts";
import { answersByWave } from "./answers_by_wave.ts";

/** How far an item lies in one wave from where it lies in its first wave. */
export interface ItemDrift extends ItemInGroup {
  /** Slope × shift along θ; positive where the item has become easier to agree with. */
  readonly logits: number;
  readonly logitsStandardError: number;
  /** Root mean square distance of the two expected-score curves, on 0–1. */
  readonly rmsd: number;
  /** Sampling standard error of the mean distance, on 0–1. */
  readonly rmsdStandardError: number;
}

/**
 * Reads from a fit in which an item has parameters of its own in every wave how
 * far it has moved since the first wave it was asked in; the other items carry
 * the scale meanwhile.
 *
 * The distance is that of the expected scores, over the wave's persons; divided by
 * the mean slope of the curve it is a shift along θ.
 *
 * @param split Answers as calibrated, versions of the item included.
 */
export function itemDrift(
  item: string,
  { split, calibration }: {
    readonly split: ScaleResponses;
    readonly calibration: Calibration;
  },
): ItemDrift[] {
  const measures = itemMeasures(calibration);
  const counts = answersByWave(split);
  const own = calibration.items.find(({ id }) => id === item);
  const base = measures.get(item);
  if (!own || !base) return [];
  const countOf = (id: string, wave: number): number =>
    counts[split.itemIds.indexOf(id)]?.[wave] ?? 0;
  const first = calibration.groups.findIndex((_, w) => countOf(item, w) > 0);
  const precision = (id: string, wave: number): number => {
    const test = new Float64Array(calibration.grid.nodes);
    for (const [other, { information }] of measures) {
      if (countOf(other, wave) === 0) continue;
      information.forEach((x, q) => test[q]! += x);
    }
    const group = calibration.groups[wave]!;
    return locationInformation({
      density: waveDensity(calibration, group),
      spread: group.standardDeviation,
      measure: measures.get(id)!,
      test,
      answers: countOf(id, wave),
    });
  };
  const before = first < 0 ? 0 : precision(item, first);
  return calibration.groups.flatMap((distribution, group) => {
    const id = splitItemId({ item, group });
    const version = measures.get(id);
    if (!version) return [];
    const density = waveDensity(calibration, distribution);
    const distance = version.expected.map((e, q) => e - base.expected[q]!);
    const steepness = own.slope * meanOver(density, base.variance);
    const shift = meanOver(density, distance) / steepness;
    const error = Math.sqrt(1 / before + 1 / precision(id, group));
    return [{
      item,
      group,
      logits: own.slope * shift,
      logitsStandardError: Math.abs(own.slope) * error,
      rmsd: Math.sqrt(meanOver(density, distance.map((d) => d * d))) /
        own.maxScore,
      rmsdStandardError: Math.abs(steepness) * error / own.maxScore,
    }];
  });
}
