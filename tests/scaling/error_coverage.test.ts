import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  calibrate,
  calibrationErrors,
  type ErrorKind,
  type ItemParameters,
} from "#lib/scaling/mod.ts";
import { ITEMS, responsesOf, simulateAnswers } from "./simulate.ts";

const REPLICATIONS = 100;
const SCHOOLS = 60;
const PUPILS = 10;

/** Pupils in schools; θ is N(0, 1) whatever the share between schools. */
function pupils(replication: number, between: number) {
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

/** Share of slopes and of intercepts whose 95 % interval holds the true value. */
function coverage(
  between: number,
  kinds: readonly ErrorKind[],
): readonly { readonly slopes: number; readonly intercepts: number }[] {
  const hits = kinds.map(() => ({ slopes: 0, intercepts: 0 }));
  const held = (estimate: number, truth: number, error: number): number =>
    Math.abs(estimate - truth) <= 1.959964 * error ? 1 : 0;
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const { answers, clusters } = pupils(replication, between);
    const fit = calibrate(answers);
    kinds.forEach((kind, k) => {
      const errors = calibrationErrors(fit, answers, { kind, clusters });
      ITEMS.forEach((truth: ItemParameters, i) => {
        const { slope, intercepts } = fit.items[i]!;
        const error = errors.items[i]!;
        hits[k]!.slopes += held(slope, truth.slope, error.slope!);
        for (let c = 1; c <= 3; c++) {
          hits[k]!.intercepts += held(
            intercepts[c]!,
            truth.intercepts[c]!,
            error.intercepts[c]!,
          );
        }
      });
    });
  }
  const each = REPLICATIONS * ITEMS.length;
  return hits.map(({ slopes, intercepts }) => ({
    slopes: slopes / each,
    intercepts: intercepts / (3 * each),
  }));
}

test(
  "calibrationErrors() give intervals that hold the truth in 92 to 98 of 100 samples",
  () => {
    const kinds = ["observed", "cross-product", "sandwich"] as const;
    for (const { slopes, intercepts } of coverage(0, kinds)) {
      expect(slopes).toBeGreaterThan(0.92);
      expect(slopes).toBeLessThan(0.98);
      expect(intercepts).toBeGreaterThan(0.92);
      expect(intercepts).toBeLessThan(0.98);
    }
  },
  60_000,
);

test(
  "calibrationErrors() by school hold the truth where pupils of a school are alike, others fail",
  () => {
    const [observed, robust] = coverage(0.5, ["observed", "sandwich"]);
    expect(observed!.intercepts).toBeLessThan(0.9);
    expect(robust!.intercepts).toBeGreaterThan(0.92);
    expect(robust!.intercepts).toBeLessThan(0.98);
  },
  60_000,
);
