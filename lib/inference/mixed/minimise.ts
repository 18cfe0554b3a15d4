/** A function value and its gradient. */
export interface Slope {
  /** Value. */
  readonly value: number;
  /** Gradient. */
  readonly gradient: Float64Array;
}

/** Options for {@linkcode minimise}. */
export interface MinimiseOptions {
  /** Starting inverse curvature of each parameter. */
  readonly inverseCurvature: Float64Array;
  /** Stop when the quadratic model promises less than this. */
  readonly tolerance: number;
  /** Steps allowed. */
  readonly maxIterations: number;
}

/** Where a minimisation ended. */
export interface Minimum {
  /** Parameters. */
  readonly point: Float64Array;
  /** Value and gradient there. */
  readonly slope: Slope;
  /** Inverse of the curvature, q × q, as the steps have shown it. */
  readonly inverse: Float64Array;
  /** Steps taken. */
  readonly iterations: number;
  /** Times the function was computed. */
  readonly evaluations: number;
  /** What the quadratic model still promises. */
  readonly promised: number;
}

/** No step moves a logarithm further than this: the deviance is no parabola far away. */
const LONGEST_STEP = 1;

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const q = vector.length;
  return Float64Array.from({ length: q }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < q; j++) sum += matrix[i * q + j]! * vector[j]!;
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The inverse curvature after a step s in which the gradient changed by d. */
function updateInverse(
  inverse: Float64Array,
  s: Float64Array,
  d: Float64Array,
): Float64Array {
  const q = s.length, along = dot(s, d);
  if (!(along > 1e-12 * Math.sqrt(dot(s, s) * dot(d, d)))) return inverse;
  const hd = times(inverse, d);
  const scale = (1 + dot(d, hd) / along) / along;
  return inverse.map((h, at) => {
    const i = Math.floor(at / q), j = at % q;
    return h + scale * s[i]! * s[j]! -
      (hd[i]! * s[j]! + s[i]! * hd[j]!) / along;
  });
}

/**
 * Minimises a smooth function by the method of Broyden, Fletcher, Goldfarb and Shanno
 * with backtracking.
 *
 * @param compute Value and gradient; infinite where the function does not exist.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., chapter 6.
 */
export function minimise(
  compute: (point: Float64Array) => Slope,
  start: Float64Array,
  { inverseCurvature, tolerance, maxIterations }: MinimiseOptions,
): Minimum {
  const q = start.length;
  let inverse: Float64Array = new Float64Array(q * q);
  inverseCurvature.forEach((h, i) => inverse[i * q + i] = h);
  let point: Float64Array = start, slope = compute(point);
  let iterations = 0, evaluations = 1, promised = Infinity;
  while (iterations < maxIterations) {
    let step: Float64Array = times(inverse, slope.gradient).map((x) => -x);
    promised = -dot(step, slope.gradient) / 2;
    if (promised < tolerance) break;
    const longest = step.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
    if (longest > LONGEST_STEP) {
      step = step.map((x) => x * LONGEST_STEP / longest);
    }
    const descent = dot(step, slope.gradient);
    let fraction = 1, next = slope, candidate: Float64Array = point;
    // Rounding in the value is below this; without it the last steps are refused.
    const noise = 1e-13 * Math.abs(slope.value);
    for (let halving = 0; halving < 40; halving++) {
      candidate = point.map((x, i) => x + fraction * step[i]!);
      next = compute(candidate);
      evaluations++;
      if (next.value <= slope.value + 1e-4 * fraction * descent + noise) break;
      // The parabola through the value and slope here and the value there.
      const bend = next.value - slope.value - fraction * descent;
      const best = -descent * fraction * fraction / (2 * bend);
      fraction = best > 0.1 * fraction && best < 0.5 * fraction
        ? best
        : 0.3 * fraction;
    }
    const moved = candidate.map((x, i) => x - point[i]!);
    inverse = updateInverse(
      inverse,
      moved,
      next.gradient.map((g, i) => g - slope.gradient[i]!),
    );
    point = candidate;
    slope = next;
    iterations++;
  }
  return { point, slope, inverse, iterations, evaluations, promised };
}
