import { expect, test } from "vitest";
import { createStream, normalQuantile } from "#lib/numerics/mod.ts";
import {
  buildDesign,
  coefficientTable,
  fitRegression,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";

const SCHOOLS = 22, DRAWN = 10, TRIALS = 400;

/** Pupils of 22 schools of unequal size, ten of them drawn, without any effect. */
function simulate(trial: number) {
  const stream = createStream(2018, trial);
  const school: number[] = [], drawn: number[] = [], score: number[] = [];
  for (let j = 0; j < SCHOOLS; j++) {
    const level = 30 * stream.normal();
    const pupils = 8 + (j * 7) % 23;
    for (let k = 0; k < pupils; k++) {
      school.push(j);
      drawn.push(j < DRAWN ? 1 : 0);
      score.push(500 + level + 80 * stream.normal());
    }
  }
  return { school, drawn, score };
}

test("fitRegression() with CR2 and wildClusterBootstrap() reject a true null in about 5 of 100 draws of 22 schools", () => {
  let naive = 0, adjusted = 0, wild = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const { school: clusters, ...table } = simulate(trial);
    const design = buildDesign("score ~ drawn", table);
    const rows = fitRegression(design, table.score);
    const z = rows.coefficients[1]! / rows.standardErrors[1]!;
    if (Math.abs(z) > normalQuantile(0.975)) naive++;
    const fit = fitRegression(design, table.score, { clusters });
    if (coefficientTable(fit)[1]!.pValue < 0.05) adjusted++;
    const { pValue } = wildClusterBootstrap(design, table.score, {
      clusters,
      coefficient: "drawn",
      draws: 199,
      seed: trial,
    });
    if (pValue <= 0.05) wild++;
  }
  // 5 % ± 3 Monte-Carlo errors of 400 trials; pupils as independent reject far more.
  for (const count of [adjusted, wild]) {
    expect(count / TRIALS).toBeGreaterThan(0.017);
    expect(count / TRIALS).toBeLessThan(0.083);
  }
  expect(naive / TRIALS).toBeGreaterThan(0.2);
});
