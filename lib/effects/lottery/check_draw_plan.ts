import type { CompletePlan, ListedPlan, StratifiedPlan } from "./draw_plan.ts";
import type { StratumDraw } from "./enumerate_draws.ts";

/** The bits of a draw and the tables over them are made for so many. */
const MOST_SCHOOLS = 40;

/** Checks the marks of one draw: 0 or 1, some drawn and some not. */
export function recordedSchools(
  treated: ArrayLike<number>,
  { schools = treated.length, name }: {
    readonly schools?: number;
    readonly name: string;
  },
): Float64Array {
  if (!(schools <= MOST_SCHOOLS && treated.length === schools)) {
    throw new RangeError(
      `Cannot test a lottery: ${name} has ${treated.length} schools, ${
        schools <= MOST_SCHOOLS ? schools : `at most ${MOST_SCHOOLS}`
      } are allowed`,
    );
  }
  const marks = Float64Array.from(treated);
  const bad = marks.findIndex((mark) => mark !== 0 && mark !== 1);
  if (bad >= 0) {
    throw new RangeError(
      `Cannot test a lottery: ${name} holds ${
        marks[bad]
      } for school ${bad}, it must be 0 or 1`,
    );
  }
  const drawn = marks.reduce((total, mark) => total + mark, 0);
  if (!(drawn >= 1 && drawn < schools)) {
    throw new RangeError(
      `Cannot test a lottery: ${name} has ${drawn} of ${schools} schools, at least 1 and not all must be drawn`,
    );
  }
  return marks;
}

/** The strata of a plan with the number drawn in each, checked against the record. */
export interface PlanStrata {
  /** In the order of their first school. */
  readonly strata: readonly StratumDraw[];
  /** Number of the stratum of each school. */
  readonly stratum: Int32Array;
}

function checkPlanned(
  planned: Readonly<Record<string, number>>,
  labels: readonly string[],
): void {
  const empty = Object.keys(planned).find((label) => !labels.includes(label));
  if (empty !== undefined) {
    throw new RangeError(
      `Cannot test a lottery: the plan draws ${
        planned[empty]
      } schools in stratum "${empty}", which has no schools`,
    );
  }
}

/**
 * Divides the schools into the strata of the plan.
 *
 * @throws {RangeError} If the recorded draw has other numbers than the plan, a
 * stratum has only drawn schools or none, or the plan draws in one without schools.
 */
export function strataOf(
  plan: CompletePlan | StratifiedPlan | ListedPlan,
  recorded: Float64Array,
): PlanStrata {
  const names = plan.kind === "stratified" ? plan.strata : null;
  if (names !== null && names.length !== recorded.length) {
    throw new RangeError(
      `Cannot test a lottery: the plan has strata of ${names.length} schools, the record has ${recorded.length} schools`,
    );
  }
  const labels = [...new Set(names ?? [""])];
  const planned = plan.kind === "stratified" ? plan.drawn ?? {} : {};
  checkPlanned(planned, labels);
  const stratum = Int32Array.from(
    recorded,
    (_, i) => labels.indexOf(names?.[i] ?? ""),
  );
  const strata = labels.map((label, s): StratumDraw => {
    const members = [...recorded.keys()].filter((i) => stratum[i] === s);
    const drawn = members.reduce((total, i) => total + recorded[i]!, 0);
    const wanted = plan.kind === "complete" ? plan.drawn : planned[label];
    const place = names === null ? "" : ` in stratum "${label}"`;
    if (wanted !== undefined && wanted !== drawn) {
      throw new RangeError(
        `Cannot test a lottery: the record has ${drawn} drawn schools${place}, the plan draws ${wanted}`,
      );
    }
    if (!(drawn >= 1 && drawn < members.length)) {
      throw new RangeError(
        `Cannot test a lottery: ${drawn} of ${members.length} schools are drawn${place}, at least 1 and not all must be`,
      );
    }
    return { members, drawn };
  });
  return { strata, stratum };
}
