import { symmetricEigen } from "#lib/numerics/mod.ts";
import { failDesign } from "./check_values.ts";
import type { Minimum } from "./minimise.ts";
import type { MixedProblem } from "./mixed_problem.ts";

/** A relative factor this large leaves nothing for the residual. */
const NO_RESIDUAL = 1e3;

/** A column of root mean square 1 whose mean is further from 0 hardly varies beside it. */
const FAR_FROM_ZERO = 0.95;

/** Advice to centre the slopes that lie far from 0 beside an intercept, e.g. years. */
function adviceOnSlopes({ terms, columns, n }: MixedProblem): string {
  const far = terms.flatMap(({ effects, columnIds }) =>
    effects.filter((_, e) => {
      const column = columns[columnIds[e]!]!;
      const mean = column === null ? 0 : column.reduce((a, x) => a + x, 0) / n;
      return effects.length > 1 && Math.abs(mean) > FAR_FROM_ZERO;
    })
  );
  return far.length === 0
    ? ""
    : `, centre ${far.map((name) => `"${name}"`).join(" and ")}`;
}

/** Refuses a search that has not ended. */
export function checkConvergence(
  problem: MixedProblem,
  found: Minimum,
  tolerance: number,
): void {
  if (found.promised < tolerance) return;
  if (found.point.some((theta) => Math.abs(theta) > NO_RESIDUAL)) {
    failDesign(
      "the levels explain the outcome completely, rows of a level must differ",
    );
  }
  failDesign(
    `not converged in ${found.iterations} steps, another step promises ${found.promised} less deviance, the tolerance is ${tolerance}${
      adviceOnSlopes(problem)
    }`,
  );
}

/** A deviance that bends less than this while a variance grows by its size is flat. */
const FLAT = 1e-6;
/** Directions in which the bends of several parameters cancel to this part are flat. */
const FLAT_TOGETHER = 1e-5;
/** A parameter with a smaller part of a direction plays no role in it. */
const NONE = 0.05;

/** Name of the term of each parameter. */
function termNames({ terms, thetaCount }: MixedProblem): readonly string[] {
  const names = new Array<string>(thetaCount);
  for (const { name, thetaStart, thetaCount: own } of terms) {
    names.fill(name, thetaStart, thetaStart + own);
  }
  return names;
}

/** A flat direction of the curvature scaled to 1 on the diagonal, null where there is none. */
function flatDirection(
  profiled: Float64Array,
  kept: readonly number[],
  q: number,
): Float64Array | null {
  const size = kept.length;
  const at = (i: number, j: number) => profiled[kept[i]! * q + kept[j]!]!;
  const scaled = Float64Array.from({ length: size * size }, (_, place) => {
    const i = Math.floor(place / size), j = place % size;
    return at(i, j) / Math.sqrt(Math.abs(at(i, i) * at(j, j)));
  });
  const { values, vectors } = symmetricEigen(scaled, size);
  const flat = values.findIndex((value) => !(value > FLAT_TOGETHER));
  return flat < 0 ? null : values.map((_, i) => vectors[i * size + flat]!);
}

/**
 * Refuses variances that the data do not decide: the deviance is then the same along a
 * line, and where the optimiser stopped on it means nothing.
 *
 * @param profiled Curvature of the deviance by θ, q × q.
 * @param scales Per parameter a size that matters; 0 off the diagonals of the factors.
 */
export function checkCurvature(
  problem: MixedProblem,
  profiled: Float64Array,
  { theta, scales }: {
    readonly theta: Float64Array;
    readonly scales: Float64Array;
  },
): void {
  const q = theta.length, names = termNames(problem);
  const kept = [...theta.keys()].filter((i) => theta[i] !== 0);
  for (const i of kept) {
    const scale = scales[i]!;
    if (scale === 0) continue;
    const bend = profiled[i * q + i]! * (theta[i]! * theta[i]! + scale * scale);
    if (Math.abs(bend) > FLAT) continue;
    failDesign(
      `the variance of "${
        names[i]
      }" is not known, the fixed columns leave nothing of it`,
    );
  }
  const direction = flatDirection(profiled, kept, q);
  if (direction === null) return;
  const flat = kept.filter((_, k) => Math.abs(direction[k]!) > NONE);
  failDesign(
    `the variances of ${
      [...new Set(flat.map((i) => `"${names[i]}"`))].join(" and ")
    } cannot be told apart, use fewer slopes or centre their columns`,
  );
}
