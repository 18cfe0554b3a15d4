/** Halvings and Newton steps together; each Newton step that leaves the bracket is a halving. */
const MOST_STEPS = 200;
/** Distance of neighbouring numbers, relative. */
const ADJACENT = 2.3e-16;

/** Value of c₀ + c₁ x + … + c_d x^d. */
function valueAt(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) {
    value = value * x + coefficients[k]!;
  }
  return value;
}

function derivativeOf(coefficients: readonly number[]): number[] {
  return coefficients.slice(1).map((c, k) => c * (k + 1));
}

/** The root between two points of opposite sign, by Newton's method kept inside. */
function rootWithin(
  coefficients: readonly number[],
  derivative: readonly number[],
  [low, high]: readonly [number, number],
): number {
  const isRising = valueAt(coefficients, high) > 0;
  let from = low, to = high, x = low + (high - low) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = valueAt(coefficients, x);
    if (value === 0) return x;
    if (value > 0 === isRising) to = x;
    else from = x;
    if (to - from <= ADJACENT * (Math.abs(from) + Math.abs(to))) return x;
    const next = x - value / valueAt(derivative, x);
    if (next === x) return x;
    x = next > from && next < to ? next : from + (to - from) / 2;
  }
  return x;
}

/**
 * The points between two others at which a polynomial changes sign, ascending.
 *
 * Between neighbouring zeros of the derivative there is at most one, so the
 * polynomial is taken apart from its highest derivative down.
 *
 * @param coefficients From the constant up.
 */
export function rootsBetween(
  coefficients: readonly number[],
  [low, high]: readonly [number, number],
): number[] {
  if (coefficients.length < 2) return [];
  const derivative = derivativeOf(coefficients);
  const turns = rootsBetween(derivative, [low, high]);
  const points = [low, ...turns, high];
  const roots: number[] = [];
  for (let k = 0; k + 1 < points.length; k++) {
    const ends = [points[k]!, points[k + 1]!] as const;
    const first = valueAt(coefficients, ends[0]);
    const last = valueAt(coefficients, ends[1]);
    if (first < 0 !== last < 0) {
      roots.push(rootWithin(coefficients, derivative, ends));
    }
  }
  return roots;
}

/**
 * The one point between two others at which a polynomial of degree 4 at most changes
 * sign, where it is known to be the only one.
 *
 * @param g Five coefficients from the constant up, from place `at`.
 */
export function onlyRootBetween(
  g: readonly number[],
  at: number,
  [low, high]: readonly [number, number],
): number {
  const g0 = g[at]!, g1 = g[at + 1]!, g2 = g[at + 2]!;
  const g3 = g[at + 3]!, g4 = g[at + 4]!;
  const isRising = (((g4 * high + g3) * high + g2) * high + g1) * high + g0 > 0;
  let from = low, to = high, x = low + (high - low) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = (((g4 * x + g3) * x + g2) * x + g1) * x + g0;
    if (value > 0 === isRising) to = x;
    else from = x;
    const slope = ((4 * g4 * x + 3 * g3) * x + 2 * g2) * x + g1;
    const next = x - value / slope;
    if (Math.abs(next - x) <= 1e-14 * Math.abs(x)) return x;
    x = next > from && next < to ? next : from + (to - from) / 2;
    if (to - from <= ADJACENT * (from + to)) return x;
  }
  return x;
}
