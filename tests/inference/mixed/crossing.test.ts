import {
  choleskyInPlace,
  choleskySolveInPlace,
  createStream,
} from "#lib/numerics/mod.ts";
import {
  fitMixedModel,
  type MixedDesign,
  type MixedModelFit,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectClose } from "../expect_close.ts";

/** Students who rate many teachers each: levels that touch nearly all others. */
function ratings(): MixedDesign {
  const students = 27, teachers = 23, stream = createStream(11);
  const draw = (count: number, deviation: number) =>
    Float64Array.from({ length: count }, () => deviation * stream.normal());
  const ofStudent = draw(students, 0.4), ofTeacher = draw(teachers, 0.6);
  const slopeOf = draw(teachers, 0.3);
  const student: number[] = [], teacher: number[] = [];
  for (let s = 0; s < students; s++) {
    for (let t = 0; t < teachers; t++) {
      if (stream.uniform() > 0.35) continue;
      student.push(s);
      teacher.push(t);
    }
  }
  const lecture = student.map((s, i) => (s + i) % 2);
  return {
    outcome: Float64Array.from(
      student,
      (s, i) =>
        3 + 0.1 * lecture[i]! + ofStudent[s]! + ofTeacher[teacher[i]!]! +
        lecture[i]! * slopeOf[teacher[i]!]! + stream.normal(),
    ),
    fixed: {
      rows: student.length,
      columns: 2,
      values: Float64Array.from(lecture.flatMap((x) => [1, x])),
    },
    fixedNames: ["1", "lecture"],
    terms: [
      { name: "student", levels: Int32Array.from(student) },
      {
        name: "teacher",
        levels: Int32Array.from(teacher),
        slopes: [{ name: "lecture", values: Float64Array.from(lecture) }],
      },
    ],
  };
}

type Variances = Pick<MixedModelFit, "components" | "residualVariance">;

/** V of all rows, each entry by itself. */
function covarianceOf(
  { terms, outcome }: MixedDesign,
  { components, residualVariance }: Variances,
): Float64Array {
  const n = outcome.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    covariance[i * n + i] = residualVariance;
    for (let j = 0; j < n; j++) {
      terms.forEach(({ levels, slopes = [] }, t) => {
        if (levels[i] !== levels[j]) return;
        const z = (row: number) => [1, ...slopes.map((s) => s.values[row]!)];
        const { covariance: own, effects } = components[t]!;
        z(i).forEach((a, e) =>
          z(j).forEach((b, f) => {
            covariance[i * n + j]! += a * b * own[e * effects.length + f]!;
          })
        );
      });
    }
  }
  return covariance;
}

/** −2 log restricted likelihood by its definition, with the n × n covariance of the rows. */
function devianceByDefinition(
  design: MixedDesign,
  variances: Variances,
): number {
  const { outcome, fixed: { columns: p, values } } = design;
  const n = outcome.length;
  const factor = covarianceOf(design, variances);
  choleskyInPlace(factor, n);
  const solved = (values: Float64Array) => {
    const copy = values.slice();
    choleskySolveInPlace(factor, n, copy);
    return copy;
  };
  const columns = Array.from(
    { length: p },
    (_, j) => Float64Array.from({ length: n }, (_, i) => values[i * p + j]!),
  );
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const solvedColumns = columns.map(solved);
  const information = Float64Array.from(
    solvedColumns.flatMap((a) => columns.map((b) => dot(a, b))),
  );
  const right = Float64Array.from(solvedColumns, (a) => dot(a, outcome));
  choleskyInPlace(information, p);
  const beta = right.slice();
  choleskySolveInPlace(information, p, beta);
  const logDeterminant = (matrix: Float64Array, size: number) =>
    Array.from({ length: size }, (_, i) => 2 * Math.log(matrix[i * size + i]!))
      .reduce((a, b) => a + b);
  return logDeterminant(factor, n) + logDeterminant(information, p) +
    dot(outcome, solved(outcome)) - dot(right, beta) +
    (n - p) * Math.log(2 * Math.PI);
}

test("fitMixedModel() of a dense crossing has the deviance of its definition, and its lowest", () => {
  const design = ratings();
  const fit = fitMixedModel(design);
  const best = devianceByDefinition(design, fit);
  expectClose(fit.deviance, best, { tolerance: 1e-10 });
  expect(fit.convergence.largestGradient).toBeLessThan(1e-5);
  fit.components.forEach(({ effects, covariance }, t) => {
    covariance.forEach((_, at) => {
      // Only on the diagonal, so that the matrix stays one of covariances.
      if (at % (effects.length + 1) !== 0) return;
      for (const factor of [0.98, 1.02]) {
        const components = fit.components.map((component, u) =>
          u === t
            ? {
              ...component,
              covariance: covariance.map((v, i) => i === at ? v * factor : v),
            }
            : component
        );
        const { residualVariance } = fit;
        expect(devianceByDefinition(design, { components, residualVariance }))
          .toBeGreaterThan(best);
      }
    });
  });
});
