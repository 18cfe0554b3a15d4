import type { ScoreGroup } from "./score_group.ts";

/** A group with the weights of one replicate. */
export interface WeightedGroup {
  /** Whom and what. */
  readonly group: ScoreGroup;
  /** One per person. */
  readonly weights: Float64Array;
  /** X′WX, p × p by rows. */
  readonly cross: Float64Array;
  /** People with weight. */
  readonly people: number;
  /** Per cluster: replicate weight over full weight; `null` where weights are others. */
  readonly factors: Float64Array | null;
}

/** Copies the lower triangle, given row after row, to a full matrix. */
export function fromTriangle(triangle: Float64Array, p: number): Float64Array {
  const cross = new Float64Array(p * p);
  for (let j = 0, at = 0; j < p; j++) {
    for (let k = 0; k <= j; k++, at++) {
      cross[j * p + k] = triangle[at]!;
      cross[k * p + j] = triangle[at]!;
    }
  }
  return cross;
}

/** Adds w x x′ by its lower triangle, from `offset` on. */
export function addCrossInPlace(
  out: Float64Array,
  offset: number,
  { values, start, columns: p, weight }: {
    readonly values: Float64Array;
    readonly start: number;
    readonly columns: number;
    readonly weight: number;
  },
): void {
  let at = offset;
  for (let j = 0; j < p; j++) {
    const x = weight * values[start + j]!;
    for (let k = 0; k <= j; k++) out[at++]! += x * values[start + k]!;
  }
}

/** Σ over clusters of factor × sums of the cluster, of which there are `width`. */
export function combineClusters(
  sums: Float64Array,
  factors: Float64Array,
  { width }: { readonly width: number },
): Float64Array {
  const out = new Float64Array(width);
  for (let c = 0; c < factors.length; c++) {
    const factor = factors[c]!;
    if (factor === 0) continue;
    for (let j = 0; j < width; j++) out[j]! += factor * sums[c * width + j]!;
  }
  return out;
}

/** Sums a group's cross products with weights of its people. */
export function weightByRow(
  group: ScoreGroup,
  weights: Float64Array,
): WeightedGroup {
  const { columns: p, values } = group;
  const triangle = new Float64Array(p * (p + 1) / 2);
  let people = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    people++;
    addCrossInPlace(triangle, 0, { values, start: i * p, columns: p, weight });
  }
  const cross = fromTriangle(triangle, p);
  return { group, weights, cross, people, factors: null };
}

/** {@linkcode weightByRow} with the weights of a replicate, by cluster where that is possible. */
export function weightByReplicate(
  group: ScoreGroup,
  weights: Float64Array,
  { replicate }: { readonly replicate: number },
): WeightedGroup {
  const { bases, columns: p } = group;
  if (bases === null) return weightByRow(group, weights);
  const factors = bases.factorsOf(replicate);
  const triangle = combineClusters(bases.cross, factors, {
    width: p * (p + 1) / 2,
  });
  let people = 0;
  bases.people.forEach((count, c) => {
    if (factors[c]! > 0) people += count;
  });
  return { group, weights, cross: fromTriangle(triangle, p), people, factors };
}
