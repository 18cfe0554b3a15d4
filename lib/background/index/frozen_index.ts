import type { BackgroundIndex } from "#lib/codebook/mod.ts";
import { symmetricEigen } from "#lib/numerics/mod.ts";

/** One component of a frozen index. */
export interface FrozenComponent {
  /** As in the codebook. */
  readonly id: string;
  /** Weight of the z-score. */
  readonly weight: number;
  /** Mean that is taken from the values. */
  readonly mean: number;
  /** SD that they are divided by. */
  readonly standardDeviation: number;
  /** What the reference wave of these data has. */
  readonly reference: {
    /** Mean of the homes with all components. */
    readonly mean: number;
    /** Their SD. */
    readonly standardDeviation: number;
    /** Weight in the first principal component, scaled to the same sum as the weights. */
    readonly principalWeight: number;
  };
}

/** The index of social background as it is used in every wave, and what it rests on. */
export interface FrozenIndex {
  /** Of the file's form. */
  readonly version: 1;
  /** Version of the codebook whose constants are used. */
  readonly codebook: string;
  /** Year of the reference. */
  readonly referenceWave: number;
  /** Item set, weights and standardisation. */
  readonly components: readonly FrozenComponent[];
  /** Divisor of the weighted sum. */
  readonly scale: number;
  /** What the reference wave of these data has. */
  readonly reference: {
    /** Homes with all components. */
    readonly homes: number;
    /** Mean of the index. */
    readonly mean: number;
    /** SD of the index: the divisor that would give it SD 1 is `scale` times this. */
    readonly standardDeviation: number;
    /** Share of the components' variance in the first principal component. */
    readonly principalShare: number;
    /** Correlation of the index with the first principal component. */
    readonly principalCorrelation: number;
  };
}

/** Which homes an index is frozen on. */
export interface FreezeReference {
  /** Version of the codebook. */
  readonly codebook: string;
  /** Year. */
  readonly wave: number;
  /** Per component: value in each home of that wave, NaN unknown. */
  readonly values: readonly ArrayLike<number>[];
  /** Weight of each home. */
  readonly weight: ArrayLike<number>;
}

/**
 * States the frozen index and what the reference wave says of it.
 *
 * The index is the plain mean of the standardised components, not the first principal
 * component: weights that the data choose make the index mean something else in every
 * data set, for three components that correlate about alike the two hardly differ, and
 * PISA went the same way in 2018. The principal component stands beside it, so that
 * the choice can be seen.
 *
 * @throws {RangeError} If fewer than two homes have all components, or one does not vary.
 * @see Avvisati (2020), Large-scale Assessments in Education 8:8.
 */
export function freezeIndex(
  index: BackgroundIndex,
  { codebook, wave, values, weight }: FreezeReference,
): FrozenIndex {
  const complete = completeHomes(values);
  if (complete.length < 2) {
    throw new RangeError(
      `Cannot freeze the index: found ${complete.length} homes of ${wave} with all components, at least 2 are needed`,
    );
  }
  const { mean, standardDeviation, correlations } = moments(values, {
    weight,
    rows: complete,
  });
  const flat = standardDeviation.findIndex((sd) => !(sd > 0));
  if (flat >= 0) {
    throw new RangeError(
      `Cannot freeze the index: component "${
        index.components[flat]!.id
      }" does not vary in ${wave}`,
    );
  }
  const k = index.components.length;
  const first = firstComponent(correlations, k);
  const parts = index.components.map((c, i) =>
    c.weight * standardDeviation[i]! / c.standardDeviation / index.scale
  );
  const variance = quadratic(parts, correlations, parts);
  const total = index.components.reduce((sum, c) => sum + c.weight, 0);
  const ofVector = first.vector.reduce((sum, v) => sum + v, 0);
  return {
    version: 1,
    codebook,
    referenceWave: wave,
    components: index.components.map((c, i) => ({
      id: c.id,
      weight: c.weight,
      mean: c.mean,
      standardDeviation: c.standardDeviation,
      reference: {
        mean: mean[i]!,
        standardDeviation: standardDeviation[i]!,
        principalWeight: first.vector[i]! * total / ofVector,
      },
    })),
    scale: index.scale,
    reference: {
      homes: complete.length,
      mean: index.components.reduce(
        (sum, c, i) =>
          sum +
          c.weight * (mean[i]! - c.mean) / c.standardDeviation / index.scale,
        0,
      ),
      standardDeviation: Math.sqrt(variance),
      principalShare: first.value / k,
      principalCorrelation: quadratic(parts, correlations, first.vector) /
        Math.sqrt(variance * first.value),
    },
  };
}

function completeHomes(values: readonly ArrayLike<number>[]): number[] {
  const rows: number[] = [];
  for (let i = 0; i < (values[0]?.length ?? 0); i++) {
    if (values.every((column) => !Number.isNaN(column[i]!))) rows.push(i);
  }
  return rows;
}

function moments(
  values: readonly ArrayLike<number>[],
  { weight, rows }: {
    readonly weight: ArrayLike<number>;
    readonly rows: readonly number[];
  },
) {
  const total = rows.reduce((sum, i) => sum + weight[i]!, 0);
  const average = (of: (row: number) => number): number =>
    rows.reduce((sum, i) => sum + weight[i]! * of(i), 0) / total;
  const mean = values.map((column) => average((i) => column[i]!));
  const covariance = (a: number, b: number): number =>
    average((i) => (values[a]![i]! - mean[a]!) * (values[b]![i]! - mean[b]!));
  const standardDeviation = values.map((_, a) => Math.sqrt(covariance(a, a)));
  const correlations = Float64Array.from(
    { length: values.length * values.length },
    (_, at) => {
      const a = Math.floor(at / values.length), b = at % values.length;
      return covariance(a, b) / (standardDeviation[a]! * standardDeviation[b]!);
    },
  );
  return { mean, standardDeviation, correlations };
}

/** Largest eigenvalue with its vector, turned so that it adds up to more than 0. */
function firstComponent(correlations: Float64Array, k: number) {
  const { values, vectors } = symmetricEigen(correlations, k);
  let largest = 0;
  for (let i = 1; i < k; i++) if (values[i]! > values[largest]!) largest = i;
  const vector = Array.from({ length: k }, (_, i) => vectors[i * k + largest]!);
  const sign = vector.reduce((sum, v) => sum + v, 0) < 0 ? -1 : 1;
  return { value: values[largest]!, vector: vector.map((v) => sign * v) };
}

/** a′ R b. */
function quadratic(
  a: readonly number[],
  correlations: Float64Array,
  b: readonly number[],
): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      sum += a[i]! * correlations[i * a.length + j]! * b[j]!;
    }
  }
  return sum;
}
