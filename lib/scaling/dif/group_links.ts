import {
  chiSquareCdf,
  choleskyInPlace,
  choleskySolveInPlace,
  fCdf,
  type Matrix,
} from "#lib/numerics/mod.ts";
import type { LinearLink } from "../linking/linking_item.ts";
import {
  type ComparedGroups,
  type Contrast,
  contrastsOf,
  roughLink,
} from "./group_contrasts.ts";
import type { DifTest } from "./logistic_dif.ts";

/** Every focal group's θ on the reference's, from items taken to work alike. */
export interface GroupLinks {
  /** One per focal group. */
  readonly links: readonly LinearLink[];
  /** The contrasts of the anchors at these links. */
  readonly contrasts: readonly Contrast[];
  /** (Working covariance of the contrasts)⁻¹ × derivatives, one column per number of the links. */
  readonly weights: readonly Float64Array[];
  /** (derivatives′ × weights)⁻¹, numbers × numbers. */
  readonly bread: Float64Array;
}

/** Steps of Gauss and Newton; from medians two or three are enough. */
const MOST_STEPS = 10;
/** Smallest step that counts, θ units. */
const SMALLEST_STEP = 1e-9;

function quadratic(
  a: Contrast["entries"],
  b: Contrast["entries"],
  { columns, values }: Matrix,
): number {
  let sum = 0;
  for (const x of a) {
    for (const y of b) sum += x.by * y.by * values[x.at * columns + y.at]!;
  }
  return sum;
}

/** Covariances of contrasts, row by row. */
function covarianceOf(
  contrasts: readonly Contrast[],
  estimates: Matrix,
): Float64Array {
  const n = contrasts.length;
  return Float64Array.from(
    { length: n * n },
    (_, at) =>
      quadratic(
        contrasts[Math.floor(at / n)]!.entries,
        contrasts[at % n]!.entries,
        estimates,
      ),
  );
}

/** Derivatives of contrasts by the numbers of the links: shifts, then slopes where free. */
function derivatives(
  contrasts: readonly Contrast[],
  focals: number,
): readonly Float64Array[] {
  const shifts = Array.from({ length: focals }, (_, focal) =>
    Float64Array.from(
      contrasts,
      (c) => c.focal === focal ? c.byShift : 0,
    ));
  const slopes = Array.from({ length: focals }, (_, focal) =>
    Float64Array.from(
      contrasts,
      (c) => c.focal === focal ? c.bySlope : 0,
    ));
  const isFree = contrasts.some(({ bySlope }) => bySlope !== 0);
  return isFree ? [...shifts, ...slopes] : shifts;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** The inverse of a small matrix given by its Cholesky factor. */
function inverseOf(factor: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const column = new Float64Array(n);
    column[j] = 1;
    choleskySolveInPlace(factor, n, column);
    column.forEach((v, i) => result[i * n + j] = v);
  }
  return result;
}

/**
 * Finds the links at which the anchors' contrasts are smallest, weighted by the
 * inverse of their covariance if persons were independent: with few schools the
 * clustered covariance is too uncertain for weights, but not for tests.
 *
 * @param anchors Ids of the items taken to work alike.
 * @returns null where a focal group shares no anchor with the reference.
 */
export function linkGroups(
  groups: ComparedGroups,
  anchors: readonly string[],
): GroupLinks | null {
  const { focals, estimates } = groups;
  const contrastsAt = (
    links: readonly LinearLink[],
    focal: number,
  ): readonly Contrast[] =>
    anchors.flatMap((item) =>
      contrastsOf(groups, item, { focal, link: links[focal]! })
    );
  const identity = focals.map(() => ({ slope: 1, shift: 0 }));
  if (focals.some((_, f) => contrastsAt(identity, f).length === 0)) return null;
  let links: readonly LinearLink[] = focals.map((_, f) =>
    roughLink(groups, f, anchors)
  );
  for (let turn = 1;; turn++) {
    const contrasts = focals.flatMap((_, f) => contrastsAt(links, f));
    const n = contrasts.length;
    const factor = covarianceOf(contrasts, estimates.working);
    choleskyInPlace(factor, n);
    const columns = derivatives(contrasts, focals.length);
    const weights = columns.map((column) => {
      const solved = column.slice();
      choleskySolveInPlace(factor, n, solved);
      return solved;
    });
    const size = columns.length;
    const normal = Float64Array.from(
      { length: size * size },
      (_, at) => dot(columns[Math.floor(at / size)]!, weights[at % size]!),
    );
    choleskyInPlace(normal, size);
    const values = Float64Array.from(contrasts, ({ value }) => value);
    const step = Float64Array.from(weights, (weight) => dot(weight, values));
    choleskySolveInPlace(normal, size, step);
    const largest = Math.max(...step.map(Math.abs));
    if (largest < SMALLEST_STEP || turn === MOST_STEPS) {
      return { links, contrasts, weights, bread: inverseOf(normal, size) };
    }
    links = links.map(({ slope, shift }, f) => ({
      shift: shift - step[f]!,
      slope: slope - (step[focals.length + f] ?? 0),
    }));
  }
}

/**
 * Tests whether an item works alike, given anchors that do not hold it.
 *
 * Wald: d′ Cov(d)⁻¹ d with d the item's contrasts at the anchors' links, whose own
 * uncertainty is in Cov(d). By clusters p is from F, as that of Hotelling's T².
 *
 * @returns null where the item cannot be compared.
 * @see Lord (1980), Applications of Item Response Theory to Practical Testing
 * Problems, chapter 14.
 */
export function waldTest(
  groups: ComparedGroups,
  item: string,
  linked: GroupLinks,
): DifTest | null {
  const { focals, estimates: { covariance, clusters } } = groups;
  const own = linked.links.flatMap((link, focal) =>
    contrastsOf(groups, item, { focal, link })
  );
  const n = own.length;
  // So few clusters give a covariance that cannot be turned around, and no F.
  if (n === 0 || (clusters !== null && clusters <= n)) return null;
  const factor = contrastCovariance(own, linked, {
    covariance,
    focals: focals.length,
  });
  choleskyInPlace(factor, n);
  const values = Float64Array.from(own, ({ value }) => value);
  const solved = values.slice();
  choleskySolveInPlace(factor, n, solved);
  const statistic = dot(values, solved);
  return {
    statistic,
    degreesOfFreedom: n,
    pValue: 1 - (clusters === null ? chiSquareCdf(statistic, n) : fCdf(
      statistic * (clusters - n) / (n * (clusters - 1)),
      n,
      clusters - n,
    )),
  };
}

/**
 * Covariance of contrasts at estimated links.
 *
 * With e the errors of the anchors' contrasts, B the item's derivatives and
 * L = B × bread × weights′: Cov(d) = Cov(own − L e).
 */
function contrastCovariance(
  own: readonly Contrast[],
  { contrasts, weights, bread }: GroupLinks,
  { covariance, focals }: {
    readonly covariance: Matrix;
    readonly focals: number;
  },
): Float64Array {
  const n = own.length;
  const size = weights.length;
  const by = derivatives(own, focals);
  // What each contrast loses of every anchor contrast.
  const levers = own.map((_, a) => {
    const lever = new Float64Array(contrasts.length);
    weights.forEach((weight, j) => {
      let along = 0;
      for (let k = 0; k < size; k++) {
        along += (by[k]?.[a] ?? 0) * bread[k * size + j]!;
      }
      weight.forEach((w, c) => lever[c]! += along * w);
    });
    return lever;
  });
  // As combinations of the estimates: own entries − lever × the anchors' entries.
  const combined = own.map(({ entries }, a) => {
    const vector = new Float64Array(covariance.columns);
    for (const { at, by } of entries) vector[at]! += by;
    contrasts.forEach((anchor, c) => {
      for (const { at, by } of anchor.entries) {
        vector[at]! -= levers[a]![c]! * by;
      }
    });
    return vector;
  });
  const result = new Float64Array(n * n);
  combined.forEach((vector, a) => {
    const image = new Float64Array(covariance.columns);
    for (let i = 0; i < image.length; i++) {
      if (vector[i] === 0) continue;
      for (let j = 0; j < image.length; j++) {
        image[j]! += vector[i]! * covariance.values[i * image.length + j]!;
      }
    }
    combined.forEach((other, b) => result[a * n + b] = dot(image, other));
  });
  return result;
}
