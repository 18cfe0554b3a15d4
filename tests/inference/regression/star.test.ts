import { expect, test } from "vitest";
import { buildDesign, fitRegression } from "#lib/inference/mod.ts";
import golden from "../../golden/star.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";

type Study = typeof golden.kindergarten;

/**
 * Rows with the number, mean and sum of squares that each school's classes of a kind
 * had: two rows off the mean, the others on it. Every result below depends on no more.
 */
function expandCells({ cells }: Study) {
  const score: number[] = [], kind: string[] = [], school: number[] = [];
  cells.n.forEach((count, c) => {
    const off = Math.sqrt(cells.squares[c]! / 2);
    for (let k = 0; k < count; k++) {
      const sign = k === 0 ? 1 : k === 1 ? -1 : 0;
      score.push(cells.mean[c]! + sign * off);
      kind.push(cells.kind[c]!);
      school.push(cells.school[c]!);
    }
  });
  return { score, kind, school };
}

// Kindergarten's 13.90 (2.45) is Stock & Watson's; the rest is R's on the same rows.
for (
  const name of [
    "kindergarten",
    "first",
    "second",
    "third",
    "mathsLater",
  ] as const
) {
  test(`fitRegression() matches R on the STAR experiment, ${name}`, () => {
    const study = golden[name];
    const table = expandCells(study);
    const design = buildDesign("score ~ kind", table, {
      references: { kind: "regular" },
    });
    // R lists the small classes first.
    const order = [0, 2, 1];
    const inOrder = (values: readonly number[]) => order.map((j) => values[j]!);
    const { response } = design;
    const rows = fitRegression(design, response, { covariance: "HC1" });
    expect(rows.names).toEqual([
      "(Intercept)",
      "kind[regular+aide]",
      "kind[small]",
    ]);
    expect(rows.n).toBe(study.n);
    expectAllClose(rows.coefficients, inOrder(study.coefficients));
    expectAllClose(rows.standardErrors, inOrder(study.HC1));
    for (const covariance of ["CR0", "CR1S", "CR2"] as const) {
      const fit = fitRegression(design, response, {
        clusters: table.school,
        covariance,
      });
      expectAllClose(fit.standardErrors, inOrder(study[covariance].se));
      expectAllClose(fit.degreesOfFreedom, inOrder(study[covariance].df));
    }
    const within = fitRegression(design, response, { absorb: table.school });
    expectAllClose(within.coefficients, [...study.within].reverse());
  });
}

test("fitRegression() gives the published effect of small classes", () => {
  const { coefficients, HC1 } = golden.kindergarten;
  expectClose(coefficients[1]!, 13.899, { tolerance: 1e-5 });
  expectClose(HC1[1]!, 2.4541, { tolerance: 1e-5 });
});
