import { createStream } from "#lib/numerics/mod.ts";
import {
  calibrate,
  calibrationErrors,
  type ErrorKind,
} from "#lib/scaling/mod.ts";
import { ITEMS, responsesOf, simulateAnswers } from "./simulate_answers.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds the standard errors of item parameters against the spread they claim. */
export const errorStudy: Study = {
  name: "standardfejl",
  title: "95 %-intervaller for spørgsmålenes parametre",
  run: () => [
    ...errorCoverage({
      between: 0,
      kinds: ["observed", "cross-product", "sandwich"],
      replications: 400,
    }),
    ...errorCoverage({
      between: 0.5,
      kinds: ["observed", "sandwich"],
      replications: 400,
    }),
  ],
};

const SCHOOLS = 60;
const PUPILS = 10;

const NAMES: Readonly<Record<ErrorKind, string>> = {
  "observed": "observeret information",
  "cross-product": "krydsprodukt",
  "sandwich": "klynger efter skole",
};

/** What {@linkcode errorCoverage} simulates. */
export interface ErrorCoverageOptions {
  /** Share of the variance of θ between schools, 0–1. */
  readonly between: number;
  /** Which standard errors are compared. */
  readonly kinds: readonly ErrorKind[];
  /** Simulated data sets. */
  readonly replications: number;
}

/** Share of slopes and of intercepts whose 95 % interval holds the true value. */
export function errorCoverage(
  { between, kinds, replications }: ErrorCoverageOptions,
): readonly StudyRow[] {
  const hits = kinds.map(() => ({ slopes: 0, intercepts: 0 }));
  for (let replication = 0; replication < replications; replication++) {
    const { answers, clusters } = simulatePupils(replication, between);
    const fit = calibrate(answers);
    kinds.forEach((kind, k) => {
      const errors = calibrationErrors(fit, answers, { kind, clusters });
      ITEMS.forEach((truth, i) => {
        const { slope, intercepts } = fit.items[i]!;
        const error = errors.items[i]!;
        hits[k]!.slopes += held(slope - truth.slope, error.slope!);
        for (let c = 1; c <= 3; c++) {
          hits[k]!.intercepts += held(
            intercepts[c]! - truth.intercepts[c]!,
            error.intercepts[c]!,
          );
        }
      });
    });
  }
  const each = replications * ITEMS.length;
  const schools = between > 0
    ? "elever på samme skole ligner hinanden"
    : "elever uafhængige";
  return kinds.flatMap((kind, k) => {
    const setting = `${NAMES[kind]}, ${schools}`;
    // Errors that take pupils for independent must fail where they are not.
    const fails = between > 0 && kind !== "sandwich";
    return [{
      quantity: "dækning, hældninger",
      setting,
      value: hits[k]!.slopes / each,
      trials: each,
      band: fails ? null : [0.92, 0.98],
    }, {
      quantity: "dækning, tærskler",
      setting,
      value: hits[k]!.intercepts / (3 * each),
      trials: 3 * each,
      band: fails ? [0, 0.9] : [0.92, 0.98],
    }];
  });
}

function held(deviation: number, error: number): number {
  return Math.abs(deviation) <= 1.959964 * error ? 1 : 0;
}

/** Pupils in schools; θ is N(0, 1) whatever the share between schools. */
function simulatePupils(replication: number, between: number) {
  const persons = SCHOOLS * PUPILS;
  const clusters = Int32Array.from(
    { length: persons },
    (_, p) => Math.floor(p / PUPILS),
  );
  const school = createStream(101, replication);
  const effects = Float64Array.from(
    { length: SCHOOLS },
    () => Math.sqrt(between) * school.normal(),
  );
  const own = createStream(102, replication);
  const theta = Float64Array.from(
    clusters,
    (c) => effects[c]! + Math.sqrt(1 - between) * own.normal(),
  );
  const columns = simulateAnswers(theta, { seed: 1000 + replication });
  return { clusters, answers: responsesOf(columns, { maxScore: 3 }) };
}
