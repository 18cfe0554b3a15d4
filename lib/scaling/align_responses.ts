import type { CollapseBy } from "./collapse_responses.ts";
import { checkResponses, selectItems } from "./screen_items.ts";
import { splitItems } from "./split_items.ts";
import type { Calibration, ScaleResponses } from "./types.ts";

/**
 * Puts the answers in the order of a calibration's items and leaves others out.
 *
 * Items with parameters of their own in one group are split as in the calibration.
 *
 * @throws {RangeError} If an item of the calibration is not among the answers, its
 * range differs, or a group has answers but no distribution.
 */
export function alignResponses(
  calibration: Calibration,
  original: ScaleResponses,
): ScaleResponses {
  const responses = splitItems(
    original,
    calibration.items.flatMap(({ splitFrom }) => splitFrom ?? []),
  );
  const positions = calibration.items.map(({ id, maxScore }) => {
    const position = responses.itemIds.indexOf(id);
    if (position < 0 || responses.maxScores[position] !== maxScore) {
      throw new RangeError(
        `Cannot score scale "${responses.scale}": item "${id}" with categories 0 to ${maxScore} is not among ${
          responses.itemIds.map((other, i) =>
            `${other} (0 to ${responses.maxScores[i]})`
          ).join(", ")
        }`,
      );
    }
    return position;
  });
  const aligned = selectItems(responses, positions);
  checkResponses(aligned);
  if (aligned.groupCount !== calibration.groups.length) {
    throw new RangeError(
      `Cannot score scale "${responses.scale}": the answers have ${aligned.groupCount} groups, the calibration ${calibration.groups.length}`,
    );
  }
  checkDistributions(calibration, aligned);
  return aligned;
}

/** Without a distribution of their group, persons would be scored as if anything were likely. */
function checkDistributions(
  { groups }: Calibration,
  { scale, columns, group, persons }: ScaleResponses,
): void {
  const isKnown = groups.map(({ mean }) => Number.isFinite(mean));
  if (!isKnown.includes(false)) return;
  for (let p = 0; p < persons; p++) {
    if (isKnown[group[p]!] || columns.every((c) => c[p]! < 0)) continue;
    throw new RangeError(
      `Cannot score scale "${scale}": person ${p} answered in group ${
        group[p]
      }, which has no distribution; groups with one are ${
        groups.flatMap((_, g) => isKnown[g] ? [g] : []).join(", ")
      }`,
    );
  }
}

/** With equal slopes the sum of the answers is enough. */
export function collapseRule({ items }: Calibration): CollapseBy {
  return items.every(({ slope }) => slope === items[0]!.slope)
    ? "sum"
    : "pattern";
}
