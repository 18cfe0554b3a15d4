import { createStream } from "#lib/numerics/mod.ts";
import { alignResponses, collapseRule } from "./align_responses.ts";
import { type ClusterPlan, planClusters } from "./cluster_plan.ts";
import { collapseResponses, type ResponseRows } from "./collapse_responses.ts";
import type { Conditioning } from "./conditioning.ts";
import { itemDrawer } from "./draw_item_parameters.ts";
import { drawEffectsInPlace, type EffectState } from "./effects_step.ts";
import type { CalibrationErrors } from "./errors/calibration_errors.ts";
import { rowScore } from "./expectation.ts";
import { gather } from "./gather.ts";
import { planPrediction } from "./prediction_plan.ts";
import { thetaTables } from "./theta_tables.ts";
import { type ThetaProblem, thetaProblem } from "./theta_problem.ts";
import { drawThetaInPlace } from "./theta_step.ts";
import { drawWordsInto } from "./theta_words.ts";
import type { Calibration, ScaleResponses } from "./types.ts";
import { drawVariancesInPlace } from "./variance_step.ts";

/** Options for {@linkcode drawPlausibleValues}. */
export interface PlausibleValueOptions {
  /** Plausible values per person. @default {10} */
  readonly draws?: number;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Tells the scales of one seed apart, 0 to 2^32 − 1. */
  readonly scaleNumber: number;
  /**
   * Iterations before the first interval of draws. From where the variances start,
   * the residual settles in about six, those between schools and classes to a tenth
   * of themselves in about ten. @default {8}
   */
  readonly burnIn?: number;
  /**
   * Iterations from one draw to the next. At distance 2 the autocorrelation on a
   * scale of four items is 0.05–0.10 for means, slopes and gaps of the programme,
   * municipalities, schools and classes, 0.09 for the standard deviation in a
   * municipality, 0.31 for that of the programme (0.08 at distance 4), 0.18 for the
   * residual variance, and 0.4 and 0.6 for the variances between classes and between
   * schools, which only shape the prior. Of the variance between ten draws, 0.1 takes
   * two percent, 0.31 eight; it is itself the smallest part of a standard error. With
   * independent draws of the variances the standard deviation of the programme would
   * have 0.5 at distance 2 and 0.35 at distance 3. @default {2}
   */
  readonly thinning?: number;
  /**
   * Where the responses are distinct patterns: the pattern of each person of the
   * conditioning. @default {the responses are those persons}
   */
  readonly patternOf?: Int32Array;
  /**
   * Errors of the calibration: every plausible value then has item parameters of its
   * own, drawn around the estimates, so that the values also differ as the items
   * might. Absent by default: the sampling error of the items is the same for all
   * units, so it cancels wherever units are compared, and what the choice of items
   * does to a change over time is the link error, which a change already carries;
   * drawn item parameters would spread it over every number instead.
   */
  readonly itemErrors?: CalibrationErrors;
}

/** Variances of the conditioning model, iterations × groups, θ units squared. */
export interface VarianceTrace {
  /** Between persons of a class. */
  readonly residual: Float64Array;
  /** Between schools of a wave. */
  readonly school: Float64Array;
  /** Between classes of a school. */
  readonly class: Float64Array;
}

/** Plausible values of one scale. */
export interface PlausibleValues {
  /** One array per draw, one θ per person; NaN without an answer. */
  readonly draws: readonly Float32Array[];
  /** Every iteration, the burn-in too: shows whether the chain moves. */
  readonly trace: VarianceTrace;
  /** Number of iterations. */
  readonly iterations: number;
}

/** Prior standard deviation of a level and of a slope, in units of the scale's SD. */
const LEVEL_PRIOR = 10;
const SLOPE_PRIOR = 1;
/** Where the variances start, as parts of the group's variance. */
const START = { residual: 0.68, school: 0.025, class: 0.055 };

/** Iterations under the same drawn items: levels forget nine tenths in two, 0.3 % stay after five. */
const ITEM_THINNING = 5;

/** Streams of one iteration: effects, variances. */
const STREAM_EFFECTS = 0;
const STREAM_VARIANCES = 1;

/** Average standard deviation of the groups: the unit of θ. */
function unitOf({ groups }: Calibration): number {
  const deviations = groups.map((g) => g.standardDeviation)
    .filter((sd) => sd > 0);
  return deviations.reduce((a, b) => a + b, 0) / deviations.length;
}

/** The conditioning model before the first iteration: the calibrated groups. */
function startState(
  { groups }: Calibration,
  plan: ClusterPlan,
): EffectState {
  const { columns } = plan;
  const variance = groups.map((g) =>
    g.standardDeviation > 0 ? g.standardDeviation * g.standardDeviation : 1
  );
  const coefficients = new Float64Array(plan.groupOfBlock.length * columns);
  plan.groupOfBlock.forEach((g, b) => {
    const { mean } = groups[g]!;
    coefficients[b * columns] = Number.isNaN(mean) ? 0 : mean;
  });
  const share = (part: number): Float64Array =>
    Float64Array.from(variance, (v) => v * part);
  return {
    coefficients,
    schoolEffects: new Float64Array(plan.schoolCount),
    classEffects: new Float64Array(plan.classCount),
    residualVariance: share(START.residual),
    schoolVariance: share(START.school),
    classVariance: share(START.class),
  };
}

/** Row of each person among the distinct answers; persons without an answer are refused. */
function rowsOfPersons(
  { scale, rows }: { readonly scale: string; readonly rows: ResponseRows },
  { persons }: Conditioning,
  patternOf: Int32Array | undefined,
): Int32Array {
  const row = patternOf
    ? gather(rows.rowOfPerson, patternOf, new Int32Array(patternOf.length))
    : rows.rowOfPerson;
  const without = row.indexOf(-1);
  if (without >= 0 || persons !== row.length) {
    throw new RangeError(
      `Cannot draw plausible values of scale "${scale}": ${
        without >= 0
          ? `person ${without} has no answer`
          : `the conditioning has ${persons} persons, the answers ${row.length}`
      }, every person must have an answer and be known`,
    );
  }
  return row;
}

/** What does not depend on the item parameters. */
interface PreparedAnswers extends
  Pick<
    ThetaProblem,
    "conditioning" | "plan" | "prediction" | "seed" | "scaleNumber"
  > {
  readonly rows: ResponseRows;
  /** Row of each person. */
  readonly row: Int32Array;
}

/** Puts answers and conditioning together. */
function prepare(
  calibration: Calibration,
  responses: ScaleResponses,
  conditioning: Conditioning,
  { seed, scaleNumber, patternOf, itemErrors }: PlausibleValueOptions,
): PreparedAnswers {
  const { scale } = responses;
  const aligned = alignResponses(calibration, responses);
  // Slopes that are drawn differ, and every answer counts by its own.
  const rule = itemErrors ? "pattern" : collapseRule(calibration);
  const rows = collapseResponses(aligned, rule);
  const row = rowsOfPersons({ scale, rows }, conditioning, patternOf);
  const plan = planClusters(conditioning);
  const prediction = planPrediction(conditioning, plan);
  return { conditioning, plan, prediction, rows, row, seed, scaleNumber };
}

/** The draws of θ under some item parameters. */
function problemOf(
  calibration: Calibration,
  { rows, row, ...prepared }: PreparedAnswers,
): ThetaProblem {
  const slopes = Float64Array.from(
    { length: rows.width },
    (_, k) => calibration.items[k]!.slope,
  );
  const tables = thetaTables(calibration, rows);
  const excess = Float64Array.from(
    { length: rows.rows },
    (_, r) => rowScore(rows, slopes, r) - tables.tilts[rows.booklet[r]!]!,
  );
  return thetaProblem({
    ...prepared,
    tables,
    booklet: gather(rows.booklet, row, new Int32Array(row.length)),
    deviations: calibration.groups.map((g) => g.standardDeviation),
    excess: gather(excess, row, new Float64Array(row.length)),
  });
}

/**
 * Draws plausible values from a multilevel conditioning model by Gibbs sampling.
 *
 * θ = design · coefficients + school in wave + class in wave + residual, with
 * coefficients per block and variances per group, all under weak priors. In turn
 * θ is drawn given the model, the coefficients and effects given θ, and the
 * variances given both; the draws are kept some iterations apart. Item parameters
 * are taken as known, or drawn anew for every plausible value, with at least
 * {@linkcode ITEM_THINNING} iterations under each. A person's random numbers depend on seed, scale, key, group
 * and iteration only.
 *
 * @param responses Every person has at least one answer to the calibration's items.
 * @throws {RangeError} If a person has no answer, the lengths differ, or blocks
 * cut through schools.
 * @see Mislevy (1991), Psychometrika 56, 177–196; Johnson & Jenkins (2004), ETS
 * Research Report RR-04-38.
 */
export function drawPlausibleValues(
  calibration: Calibration,
  responses: ScaleResponses,
  conditioning: Conditioning,
  options: PlausibleValueOptions,
): PlausibleValues {
  const { draws = 10, burnIn = 8, seed, scaleNumber, itemErrors } = options;
  const thinning = Math.max(
    options.thinning ?? 2,
    itemErrors ? ITEM_THINNING : 1,
  );
  const prepared = prepare(calibration, responses, conditioning, options);
  const { plan } = prepared;
  const drawItems = itemErrors
    ? itemDrawer(calibration, itemErrors, options)
    : null;
  let problem = problemOf(calibration, prepared);
  const { persons, groupCount } = conditioning;
  const unit = unitOf(calibration);
  const prior = Float64Array.from({ length: plan.columns }, (_, j) => {
    const deviation = (j === 0 ? LEVEL_PRIOR : SLOPE_PRIOR) * unit;
    return 1 / (deviation * deviation);
  });
  const state = startState(calibration, plan);
  const iterations = burnIn + draws * thinning;
  const trace = {
    residual: new Float64Array(iterations * groupCount),
    school: new Float64Array(iterations * groupCount),
    class: new Float64Array(iterations * groupCount),
  };
  const theta = new Float64Array(persons);
  const words = new Uint32Array(4 * persons);
  const kept: Float32Array[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const since = iteration - burnIn;
    if (drawItems && since >= 0 && since % thinning === 0) {
      problem = problemOf(drawItems(since / thinning), prepared);
    }
    if (iteration % 4 === 0) drawWordsInto(words, problem, iteration);
    const sums = drawThetaInPlace(problem, state, { theta, words, iteration });
    const streamOf = (kind: number) =>
      createStream(seed, scaleNumber, iteration, kind);
    drawEffectsInPlace(plan, state, {
      sums,
      prior,
      stream: streamOf(STREAM_EFFECTS),
    });
    drawVariancesInPlace(plan, state, {
      sums,
      stream: streamOf(STREAM_VARIANCES),
      unit,
    });
    trace.residual.set(state.residualVariance, iteration * groupCount);
    trace.school.set(state.schoolVariance, iteration * groupCount);
    trace.class.set(state.classVariance, iteration * groupCount);
    if (since >= 0 && (since + 1) % thinning === 0) {
      kept.push(Float32Array.from(theta));
    }
  }
  return { draws: kept, trace, iterations };
}
