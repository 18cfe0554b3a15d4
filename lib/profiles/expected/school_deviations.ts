import {
  coefficientCovariance,
  schoolErrorCovariance,
} from "#lib/background/mod.ts";
import type { ScaleInput } from "../scale_input.ts";
import type { DrawnNumbers } from "./raw_deviation.ts";
import { drawsAt } from "./raw_deviation.ts";
import type { WaveExpectation } from "./wave_expectation.ts";

/**
 * Results of every school against their background in one wave, or from one wave to
 * another: the school is given, its classes and pupils are draws.
 *
 * In a change, pupils who are at the school in both waves and the coefficients from the
 * other schools have something in common, which cancels.
 *
 * @param used One wave, or the earlier and the later.
 */
export function schoolDeviations(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  used: readonly number[],
): readonly DrawnNumbers[] {
  const first = waves[used[0]!]!, last = waves[used.at(-1)!]!;
  const isChange = used.length > 1;
  const degreesOfFreedom = last.pupils.filter((pupils) => pupils > 0).length -
    1;
  const shared = isChange
    ? schoolErrorCovariance(first.residuals, last.residuals)
    : null;
  return Array.from({ length: input.schools }, (_, school): DrawnNumbers => {
    const at = (values: Float64Array): number[] =>
      drawsAt(values, school, input.schools);
    const covariance = (from: WaveExpectation, to: WaveExpectation): number =>
      coefficientCovariance({ from: from.bySchool, to: to.bySchool }, school);
    const common = {
      degreesOfFreedom,
      n: used.reduce((sum, w) => sum + waves[w]!.pupils[school]!, 0),
    };
    const early = at(first.bySchool.deviations);
    if (shared !== null) {
      const own = first.errorVariance[school]! + last.errorVariance[school]! -
        2 * shared[school]!;
      return {
        observed: null,
        expected: null,
        deviation: {
          ...common,
          draws: at(last.bySchool.deviations).map((x, d) => x - early[d]!),
          sampling: own + covariance(first, first) + covariance(last, last) -
            2 * covariance(first, last),
        },
      };
    }
    const expected = at(first.bySchool.expected);
    const ofCoefficients = covariance(first, first);
    return {
      observed: {
        ...common,
        draws: expected.map((x, d) => x + early[d]!),
        sampling: first.observedVariance[school]!,
      },
      expected: { ...common, draws: expected, sampling: ofCoefficients },
      deviation: {
        ...common,
        draws: early,
        sampling: first.errorVariance[school]! + ofCoefficients,
      },
    };
  });
}
