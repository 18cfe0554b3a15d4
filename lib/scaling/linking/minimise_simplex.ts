/** A point and the function there. */
interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

/** Options for {@linkcode minimiseSimplex}. */
interface SimplexOptions {
  /** Length of the first steps. */
  readonly step: number;
  /** Ends when all vertices lie within this distance of the best. */
  readonly tolerance: number;
  /** Most evaluations. */
  readonly maxEvaluations: number;
}

const DEFAULTS: SimplexOptions = {
  step: 0.1,
  tolerance: 1e-9,
  maxEvaluations: 4000,
};

/**
 * Minimises a function of a few variables without derivatives, which sums of
 * absolute distances do not have everywhere.
 *
 * @throws {RangeError} If it does not come to rest.
 * @see Nelder & Mead (1965), The Computer Journal 7, 308–313.
 */
export function minimiseSimplex(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  { step, tolerance, maxEvaluations }: SimplexOptions = DEFAULTS,
): readonly number[] {
  let evaluations = 0;
  const vertex = (at: readonly number[]): Vertex => {
    evaluations += 1;
    return { at, value: f(at) };
  };
  let simplex = [
    vertex(start),
    ...start.map((_, i) => vertex(start.map((x, j) => i === j ? x + step : x))),
  ];
  const n = start.length;
  while (evaluations < maxEvaluations) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!, worst = simplex[n]!;
    const width = Math.max(
      ...simplex.flatMap(({ at }) =>
        at.map((x, j) => Math.abs(x - best.at[j]!))
      ),
    );
    if (width < tolerance) return best.at;
    const centre = start.map((_, j) =>
      simplex.slice(0, n).reduce((sum, v) => sum + v.at[j]!, 0) / n
    );
    const along = (t: number): Vertex =>
      vertex(centre.map((c, j) => c + t * (worst.at[j]! - c)));
    const mirrored = along(-1);
    let next = mirrored;
    if (mirrored.value < best.value) {
      const further = along(-2);
      if (further.value < mirrored.value) next = further;
    } else if (mirrored.value >= simplex[n - 1]!.value) {
      next = along(mirrored.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) {
      simplex[n] = next;
    } else {
      simplex = simplex.map((v) =>
        v === best
          ? v
          : vertex(v.at.map((x, j) => best.at[j]! + (x - best.at[j]!) / 2))
      );
    }
  }
  throw new RangeError(
    `Cannot link two forms: no minimum after ${evaluations} evaluations`,
  );
}
