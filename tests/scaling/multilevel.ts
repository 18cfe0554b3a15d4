import { createMatrix, createStream } from "#lib/numerics/mod.ts";
import type { Conditioning, ScaleResponses } from "#lib/scaling/mod.ts";
import { responsesOf, simulateAnswers } from "./simulate.ts";

/** A simulated programme: waves × schools × classes × pupils with a covariate. */
export interface MultilevelTruth {
  readonly waves: number;
  readonly schools: number;
  readonly classes: number;
  readonly pupils: number;
  readonly slope: number;
  readonly schoolVariance: number;
  readonly classVariance: number;
  readonly residualVariance: number;
  /** Wave w lies this much higher than wave w − 1. */
  readonly rise: number;
}

/** Persons, their answers and what is known of them. */
export interface MultilevelData {
  readonly theta: Float64Array;
  readonly covariate: Float64Array;
  readonly responses: ScaleResponses;
  readonly conditioning: Conditioning;
}

/** Simulates answers of pupils in classes in schools over waves. */
export function simulateMultilevel(
  truth: MultilevelTruth,
  { seed, missing = 0.05 }: {
    readonly seed: number;
    readonly missing?: number;
  },
): MultilevelData {
  const { waves, schools, classes, pupils } = truth;
  const perSchool = classes * pupils;
  const perWave = schools * perSchool;
  const persons = waves * perWave;
  const wave = (p: number): number => Math.floor(p / perWave);
  const school = (p: number): number => Math.floor(p % perWave / perSchool);
  const classOf = (p: number): number => Math.floor(p / pupils);
  const numbers = (path: number, count: number): Float64Array => {
    const stream = createStream(seed, path);
    return Float64Array.from({ length: count }, () => stream.normal());
  };
  const covariate = numbers(1, persons);
  const schoolEffects = numbers(2, waves * schools);
  const classEffects = numbers(3, persons / pupils);
  const theta = numbers(4, persons).map((z, p) =>
    truth.rise * wave(p) + truth.slope * covariate[p]! +
    Math.sqrt(truth.schoolVariance) *
      schoolEffects[wave(p) * schools + school(p)]! +
    Math.sqrt(truth.classVariance) * classEffects[classOf(p)]! +
    Math.sqrt(truth.residualVariance) * z
  );
  const group = Uint8Array.from(theta, (_, p) => wave(p));
  const columns = simulateAnswers(theta, { seed, missing });
  columns[0]!.forEach((x, p) => {
    if (columns.every((c) => c[p]! < 0)) columns[0]![p] = 1;
    return x;
  });
  const design = createMatrix({ rows: persons, columns: 2 });
  covariate.forEach((x, p) => design.values.set([1, x], 2 * p));
  return {
    theta,
    covariate,
    responses: responsesOf(columns, { group, groupCount: waves, maxScore: 3 }),
    conditioning: {
      persons,
      design,
      block: Int32Array.from(group),
      blockCount: waves,
      group,
      groupCount: waves,
      school: Int32Array.from(theta, (_, p) => school(p)),
      classIndex: Int32Array.from(theta, (_, p) => classOf(p)),
      key: Int32Array.from(theta, (_, p) => p % perWave),
    },
  };
}
