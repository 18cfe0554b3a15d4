import { createStream, hashString } from "#lib/numerics/mod.ts";
import {
  type ImputationPlan,
  type ImputeOptions,
  planImputation,
} from "./impute_background.ts";
import { drawLinear, fitLinear, predict } from "./linear_draw.ts";

/** Who is given a group of parents' education from whom; made once for all draws. */
export interface EducationPlan {
  /** Education group of the home, 0 lowest; −1 unknown. */
  readonly education: ArrayLike<number>;
  /** Pupils of known and unknown education, by municipality and wave. */
  readonly plan: ImputationPlan;
}

/** What {@linkcode imputeEducation} draws from, beside the plan. */
export interface EducationDraw
  extends Pick<ImputeOptions, "points" | "draw" | "seed"> {
  /** The completed index of social background; NaN leaves the education unknown. */
  readonly background: ArrayLike<number>;
  /** Number of the completion: names the random numbers. */
  readonly imputation: number;
}

/** Plans which pupils of unknown education resemble whom, as `planImputation` does. */
export function planEducation(
  education: ArrayLike<number>,
  { people }: ImputationPlan,
): EducationPlan {
  const known = Float64Array.from(education, (g) => g < 0 ? NaN : g);
  return { education, plan: planImputation({ ...people, background: known }) };
}

const PURPOSE = hashString("imputed education");
/** Known pupils of which one gives its group: enough to vary, few enough to be alike. */
const DONORS = 10;
/** 1, index, score, gender, gender unknown, grade. */
const COLUMNS = 6;

/**
 * Completes the parents' education groups for one completed index of background.
 *
 * A pupil of unknown education takes the group of one of the ten pupils of known
 * education who are nearest in predicted group, within the municipality and wave. The
 * prediction is a regression on the completed index, the pupil's own score, gender and
 * grade; its coefficients are drawn anew for those who receive, so that what the data
 * leave open is in the spread of the completions. Borrowing keeps every group a group
 * that exists, however the three are distributed.
 *
 * @returns One group per pupil; −1 only for pupils who stay unknown.
 * @see Morris, White and Royston (2014), BMC Medical Research Methodology 14:75.
 */
export function imputeEducation(
  { education, plan: { groups, people } }: EducationPlan,
  { points, background, draw, imputation, seed }: EducationDraw,
): Int8Array {
  const completed = Int8Array.from(education);
  const hasIndex = (i: number): boolean => !Number.isNaN(background[i]!);
  const designOf = (rows: Int32Array): Float64Array => {
    const design = new Float64Array(rows.length * COLUMNS);
    rows.forEach((i, k) => {
      const gender = people.gender[i]!, grade = people.grade[i]!;
      design.set([
        1,
        background[i]!,
        (points[i]! - 500) / 100,
        gender < 0 ? 0 : gender - 0.5,
        gender < 0 ? 1 : 0,
        grade < 0 ? 0 : (grade - 4.5) / 3,
      ], k * COLUMNS);
    });
    return design;
  };
  for (const group of groups) {
    const known = group.known.filter(hasIndex);
    const missing = group.missing.filter(hasIndex);
    if (known.length < DONORS || missing.length === 0) continue;
    const design = designOf(known), wanted = designOf(missing);
    const fit = fitLinear({
      design,
      columns: COLUMNS,
      response: Float64Array.from(known, (i) => education[i]!),
    });
    const stream = createStream(seed, PURPOSE, draw, imputation, group.key);
    const drawn = drawLinear(fit, stream);
    const donors = sortDonors(
      known,
      (k) => predict(design, k * COLUMNS, fit.coefficients),
    );
    missing.forEach((i, k) => {
      const target = predict(wanted, k * COLUMNS, drawn.coefficients);
      const first = nearestWindow(donors.predicted, target);
      completed[i] = education[donors.rows[first + stream.integer(DONORS)]!]!;
    });
  }
  return completed;
}

interface Donors {
  /** Pupils by rising prediction, ties in the order of the data. */
  readonly rows: Int32Array;
  readonly predicted: Float64Array;
}

function sortDonors(
  known: Int32Array,
  predictedOf: (k: number) => number,
): Donors {
  const predicted = Float64Array.from(known, (_, k) => predictedOf(k));
  const order = Int32Array.from(known, (_, k) => k)
    .sort((a, b) => predicted[a]! - predicted[b]! || a - b);
  return {
    rows: order.map((k) => known[k]!),
    predicted: Float64Array.from(order, (k) => predicted[k]!),
  };
}

/** First of the {@linkcode DONORS} values next to each other that lie nearest to a target. */
function nearestWindow(rising: Float64Array, target: number): number {
  let low = 0, high = rising.length - DONORS;
  while (low < high) {
    const middle = (low + high) >> 1;
    // Moving the window up is worth it while its next value is nearer than its first.
    if (target - rising[middle]! > rising[middle + DONORS]! - target) {
      low = middle + 1;
    } else high = middle;
  }
  return low;
}
