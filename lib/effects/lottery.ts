/** What is known about each school of a lottery, in the same order throughout. */
export interface LotteryData {
  /** Mean of the school after the programme, e.g. over pupils and plausible values. */
  readonly outcome: ArrayLike<number>;
  /** 1 for schools that were drawn, 0 for the others. */
  readonly treated: ArrayLike<number>;
  /** School values from before the draw, one array per covariate. @default {[]} */
  readonly baseline?: readonly ArrayLike<number>[];
  /** Weight of each school, above 0, e.g. pupils. @default {all 1} */
  readonly weights?: ArrayLike<number>;
}

/** A checked {@linkcode LotteryData}. */
export interface Lottery {
  /** Schools that took part. */
  readonly schools: number;
  /** Schools drawn. */
  readonly drawn: number;
  /** Draws that were equally likely: schools over drawn. */
  readonly draws: number;
  /** Mean of each school after. */
  readonly outcome: Float64Array;
  /** 1 for schools that were drawn, else 0. */
  readonly treated: Float64Array;
  /** One array per covariate. */
  readonly baseline: readonly Float64Array[];
  /** Above 0. */
  readonly weights: Float64Array;
}

/** More draws than this take minutes and gigabytes. */
const MOST_DRAWS = 5e7;
/** The tables of half-sums double with every second school. */
const MOST_SCHOOLS = 40;

/**
 * Number of ways to draw some of all: all! / (some! (all − some)!).
 *
 * Exact below 2^53.
 */
export function countDraws(all: number, some: number): number {
  let ways = 1;
  for (let k = 1; k <= some; k++) ways = ways * (all - some + k) / k;
  return Math.round(ways);
}

function finite(
  values: ArrayLike<number>,
  name: string,
  schools: number,
): Float64Array {
  if (values.length !== schools) {
    throw new RangeError(
      `Cannot test a lottery: found ${values.length} values of ${name} for ${schools} schools`,
    );
  }
  for (let i = 0; i < schools; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new RangeError(
        `Cannot test a lottery: ${name} of school ${i} is ${
          values[i]
        }, it must be a finite number`,
      );
    }
  }
  return Float64Array.from(values);
}

function checkNumberOfDraws(schools: number, drawn: number): number {
  if (!(drawn >= 1 && drawn < schools)) {
    throw new RangeError(
      `Cannot test a lottery: ${drawn} of ${schools} schools are treated, at least 1 and not all must be`,
    );
  }
  const draws = countDraws(schools, drawn);
  if (draws > MOST_DRAWS || schools > MOST_SCHOOLS) {
    throw new RangeError(
      `Cannot test a lottery: ${drawn} of ${schools} schools can be drawn in ${draws} ways, at most ${MOST_DRAWS} draws of ${MOST_SCHOOLS} schools can be listed`,
    );
  }
  return draws;
}

/**
 * Checks the schools of a lottery.
 *
 * @throws {RangeError} If lengths differ, a value is missing, `treated` is not 0 or 1,
 * a weight is not above 0, or there are more than 50 million draws.
 */
export function toLottery(
  { outcome, treated, baseline = [], weights }: LotteryData,
): Lottery {
  const schools = treated.length;
  const marks = finite(treated, "treated", schools);
  const bad = marks.findIndex((mark) => mark !== 0 && mark !== 1);
  if (bad >= 0) {
    throw new RangeError(
      `Cannot test a lottery: treated of school ${bad} is ${
        marks[bad]
      }, it must be 0 or 1`,
    );
  }
  const drawn = marks.reduce((total, mark) => total + mark, 0);
  const draws = checkNumberOfDraws(schools, drawn);
  const checked = finite(
    weights ?? new Float64Array(schools).fill(1),
    "weight",
    schools,
  );
  const light = checked.findIndex((weight) => !(weight > 0));
  if (light >= 0) {
    throw new RangeError(
      `Cannot test a lottery: weight of school ${light} is ${
        checked[light]
      }, it must be above 0`,
    );
  }
  return {
    schools,
    drawn,
    draws,
    outcome: finite(outcome, "outcome", schools),
    treated: marks,
    baseline: baseline.map((values, k) =>
      finite(values, `baseline ${k}`, schools)
    ),
    weights: checked,
  };
}
