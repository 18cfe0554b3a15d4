import { createStream, exp, type RandomStream } from "#lib/numerics/mod.ts";
import type { ItemParameters, ScaleResponses } from "#lib/scaling/mod.ts";

/** Five items with four categories, as a questionnaire scale has them. */
export const ITEMS: readonly ItemParameters[] = [
  [1.2, 1.5, 2.2, 1.4],
  [0.8, 0.9, 1.1, 0.2],
  [1.6, 2.4, 3.0, 1.8],
  [1.0, 0.4, 0.1, -1.2],
  [1.3, 1.1, 1.4, 0.6],
].map(([slope, ...d], i) => ({
  id: `item${i + 1}`,
  maxScore: 3,
  slope: slope!,
  intercepts: [0, ...d],
}));

/** Draws one answer of the generalised partial credit model. */
export function drawAnswer(
  { slope, intercepts }: ItemParameters,
  theta: number,
  stream: RandomStream,
): number {
  const weights = intercepts.map((d, k) => exp(slope * k * theta + d));
  let rest = stream.uniform() * weights.reduce((a, b) => a + b);
  let k = 0;
  while (k < weights.length - 1 && rest > weights[k]!) rest -= weights[k++]!;
  return k;
}

/** Makes responses from columns. */
export function responsesOf(
  columns: readonly ArrayLike<number>[],
  { group, groupCount = 1, maxScore, ids }: {
    readonly group?: ArrayLike<number>;
    readonly groupCount?: number;
    readonly maxScore?: number;
    readonly ids?: readonly string[];
  } = {},
): ScaleResponses {
  const persons = columns[0]!.length;
  return {
    scale: "test",
    itemIds: ids ?? columns.map((_, i) => `item${i + 1}`),
    maxScores: Int32Array.from(
      columns,
      (c) => maxScore ?? Math.max(1, ...Array.from(c)),
    ),
    columns: columns.map((c) => Int8Array.from(c)),
    persons,
    group: group ? Uint8Array.from(group) : new Uint8Array(persons),
    groupCount,
  };
}

/** Answers of persons with given θ to given items. */
export function simulateAnswers(
  theta: ArrayLike<number>,
  { seed, items = ITEMS, missing = 0 }: {
    readonly seed: number;
    readonly items?: readonly ItemParameters[];
    readonly missing?: number;
  },
): Int8Array[] {
  const columns = items.map(() => new Int8Array(theta.length));
  for (let p = 0; p < theta.length; p++) {
    const stream = createStream(seed, p);
    items.forEach((item, i) => {
      const answer = drawAnswer(item, theta[p]!, stream);
      columns[i]![p] = stream.uniform() < missing ? -1 : answer;
    });
  }
  return columns;
}

/** Standard normal numbers. */
export function normals(count: number, seed: number): Float64Array {
  const stream = createStream(seed);
  return Float64Array.from({ length: count }, () => stream.normal());
}
