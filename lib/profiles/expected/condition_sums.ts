import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { isTooFew } from "../disclosure.ts";
import type { ScaleInput } from "../scale_input.ts";

/** What a scale says of every school in every wave; arrays have school × waves + wave. */
export interface SchoolConditions {
  /** Mean of the plausible values' school means, points; NaN with too few people. */
  readonly mean: Float64Array;
  /** Gradients within schools, for scales that have one. */
  readonly gradient: SchoolGradients | null;
}

/** Gradient among the pupils of each school in each wave. */
export interface SchoolGradients {
  /** Points per unit of background, one array per plausible value; NaN without variation. */
  readonly slopes: readonly Float64Array[];
  /** Σ w (background − school's mean)². */
  readonly information: Float64Array;
  /** Mean background. */
  readonly meanBackground: Float64Array;
}

/** Mean of every school on one scale, in every wave. */
export function schoolMeans(
  { people, school, schools, waves }: ScaleInput,
): Float64Array {
  const cells = schools * waves;
  const weight = new Float64Array(cells), sum = new Float64Array(cells);
  const count = new Int32Array(cells);
  for (let i = 0; i < school.length; i++) {
    const cell = school[i]! * waves + people.wave[i]!, w = people.weight[i]!;
    weight[cell]! += w;
    count[cell]!++;
    for (const points of people.points) {
      sum[cell]! += w * (points[i]! - SCORE_ORIGIN) / people.points.length;
    }
  }
  return sum.map((s, cell) =>
    isTooFew(count[cell]!) ? NaN : SCORE_ORIGIN + s / weight[cell]!
  );
}

/** Gradient among the pupils of known background of every school, in every wave. */
export function schoolGradients(
  { people, school, schools, waves }: ScaleInput,
): SchoolGradients {
  const cells = schools * waves;
  const weight = new Float64Array(cells), mean = new Float64Array(cells);
  const known = Int32Array.from(
    Array.from(people.background, (x, i) => Number.isNaN(x) ? -1 : i)
      .filter((i) => i >= 0),
  );
  const cellOf = known.map((i) => school[i]! * waves + people.wave[i]!);
  known.forEach((i, k) => {
    weight[cellOf[k]!]! += people.weight[i]!;
    mean[cellOf[k]!]! += people.weight[i]! * people.background[i]!;
  });
  const meanBackground = mean.map((sum, cell) => sum / weight[cell]!);
  const information = new Float64Array(cells);
  const centred = Float64Array.from(known, (i, k) => {
    const x = people.background[i]! - meanBackground[cellOf[k]!]!;
    information[cellOf[k]!]! += people.weight[i]! * x * x;
    return people.weight[i]! * x;
  });
  const slopes = people.points.map((points) => {
    const products = new Float64Array(cells);
    known.forEach((i, k) =>
      products[cellOf[k]!]! += centred[k]! * (points[i]! - SCORE_ORIGIN)
    );
    return products.map((p, cell) =>
      information[cell]! > 0 ? p / information[cell]! : NaN
    );
  });
  return { slopes, information, meanBackground };
}
