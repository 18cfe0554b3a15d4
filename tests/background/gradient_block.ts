import {
  addSchoolBackgroundInPlace,
  GRADIENT_WIDTH,
  socialGradient,
} from "#lib/background/mod.ts";
import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { Person, StatisticsBlock } from "../inference/statistics_block.ts";

function addSchoolInPlace(
  sums: Float64Array,
  offset: number,
  people: readonly Person[],
): void {
  const known = people.filter((one) => !Number.isNaN(one.background));
  const add = (value: (x: number, d: number) => number) =>
    known.reduce(
      (total, { weight, score, background }) =>
        total + weight * value(background, score - SCORE_ORIGIN),
      0,
    );
  addSchoolBackgroundInPlace(sums, offset, {
    weight: add(() => 1),
    score: add((_, d) => d),
    scoreSquare: add((_, d) => d * d),
    background: add((x) => x),
    backgroundSquare: add((x) => x * x),
    product: add((x, d) => x * d),
  });
}

/** Slope, R² and correlation, in this order. */
export const GRADIENTS: StatisticsBlock = {
  width: GRADIENT_WIDTH,
  count: 3,
  addSchoolInPlace,
  statistics: (sums, out) => {
    const { total, explained, standardised } = socialGradient(sums, 0);
    out.set([total, explained, standardised]);
  },
};
