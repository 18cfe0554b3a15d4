import { collapseResponses, type ResponseRows } from "./collapse_responses.ts";
import type { ScaleResponses } from "./types.ts";

/** Pairs need at least this many persons to have a covariance. */
const FEWEST = 3;

interface PairMoments {
  readonly persons: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly product: Float64Array;
}

/** Sums over the persons of one group who answered both items of a pair. */
function pairMoments(
  rows: ResponseRows,
  items: number,
  group: number,
): PairMoments {
  const size = items * items;
  const persons = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const product = new Float64Array(size);
  for (const segment of rows.segments) {
    if (segment.group !== group) continue;
    const booklet = rows.booklets[segment.booklet]!;
    for (let row = segment.start; row < segment.end; row++) {
      const weight = rows.weight[row]!;
      for (const i of booklet) {
        const x = rows.scores[row * rows.width + i]!;
        for (const j of booklet) {
          if (j > i) break;
          const y = rows.scores[row * rows.width + j]!;
          const at = i * items + j;
          persons[at]! += weight;
          first[at]! += weight * x;
          second[at]! += weight * y;
          product[at]! += weight * x * y;
        }
      }
    }
  }
  return { persons, first, second, product };
}

function alphaFrom(moments: PairMoments, items: number): number | null {
  const { persons, first, second, product } = moments;
  const asked = Array.from({ length: items }, (_, i) => i)
    .filter((i) => persons[i * items + i]! > 0);
  let variances = 0;
  let total = 0;
  for (const i of asked) {
    for (const j of asked) {
      if (j > i) break;
      const at = i * items + j;
      const n = persons[at]!;
      if (n < FEWEST) return null;
      const covariance = (product[at]! - first[at]! * second[at]! / n) /
        (n - 1);
      if (i === j) variances += covariance;
      total += i === j ? covariance : 2 * covariance;
    }
  }
  if (asked.length < 2 || !(total > 0)) return null;
  return asked.length / (asked.length - 1) * (1 - variances / total);
}

/**
 * Cronbach's alpha of a scale in each group (wave).
 *
 * k / (k − 1) · (1 − Σ variances / Σ covariances) over the k items asked in the
 * group. Each covariance is over the persons who answered both items; without
 * missing answers this is the ordinary alpha.
 *
 * @returns One value per group; null where fewer than two items were asked or
 * some pair was answered by fewer than three persons.
 */
export function cronbachAlpha(
  responses: ScaleResponses,
): readonly (number | null)[] {
  const rows = collapseResponses(responses, "pattern");
  const items = responses.itemIds.length;
  return Array.from(
    { length: responses.groupCount },
    (_, group) => alphaFrom(pairMoments(rows, items, group), items),
  );
}
