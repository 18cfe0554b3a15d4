import { coefficientCovariance } from "#lib/background/mod.ts";
import { jackknifeFromSums } from "#lib/inference/mod.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "../estimates/sums.ts";
import type { DrawnNumbers } from "./raw_deviation.ts";
import { drawsAt } from "./raw_deviation.ts";
import type { WaveExpectation } from "./wave_expectation.ts";

/** Places in the sums of a school in a wave. */
const WEIGHT = 0, DEVIATION = 1, OBSERVED = 2, WIDTH = 3;

/**
 * Results of one municipality against their background: per wave, then per pair of waves.
 *
 * Its schools are draws, left out of all waves at once; the coefficients come from the
 * schools of the other municipalities, which are the same in both waves of a change.
 */
export function municipalityDeviations(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  municipality: number,
): readonly DrawnNumbers[] {
  const members = Array.from(input.municipalityOfSchool, (m, s) => ({ m, s }))
    .filter(({ m }) => m === municipality).map(({ s }) => s);
  const pairs = wavePairs(waves.length);
  const draws = input.people.points.length;
  const width = WIDTH * waves.length;
  const count = 2 * waves.length + pairs.length;
  const sums = memberSums(input, waves, members);
  // Deviations, then observed means, of every wave, then changes of the deviation.
  const statistics = (totals: Float64Array, out: Float64Array): void => {
    waves.forEach((_, w) => {
      const at = WIDTH * w;
      out[w] = totals[at + DEVIATION]! / totals[at + WEIGHT]!;
      out[waves.length + w] = totals[at + OBSERVED]! / totals[at + WEIGHT]!;
    });
    pairs.forEach(([from, to], k) =>
      out[2 * waves.length + k] = out[to]! - out[from]!
    );
  };
  const jackknife = members.length < 2 ? null : jackknifeFromSums({
    draws,
    clusters: members.length,
    width,
    sums,
    strata: null,
    sizes: members.map((s) =>
      waves.reduce((n, { pupils }) => n + pupils[s]!, 0)
    ),
    statistics,
    count,
  });
  const values = Array.from({ length: draws }, (_, d) => {
    const totals = new Float64Array(width), out = new Float64Array(count);
    members.forEach((_, i) => {
      const at = (d * members.length + i) * width;
      for (let k = 0; k < width; k++) totals[k]! += sums[at + k]!;
    });
    statistics(totals, out);
    return out;
  });
  const people = waves.map(({ pupils }) =>
    members.reduce((n, s) => n + pupils[s]!, 0)
  );
  const others = input.schools - members.length;
  const drawn = (k: number, n: number) => ({
    draws: values.map((out) => out[k]!),
    sampling: jackknife?.[k]?.sampling ?? NaN,
    degreesOfFreedom: jackknife?.[k]?.degreesOfFreedom ?? NaN,
    n,
  });
  const covariance = (from: number, to: number): number =>
    coefficientCovariance({
      from: waves[from]!.byMunicipality,
      to: waves[to]!.byMunicipality,
    }, municipality);
  return [
    ...waves.map((_, w): DrawnNumbers => {
      const deviation = drawn(w, people[w]!);
      const ofCoefficients = covariance(w, w);
      return {
        observed: drawn(waves.length + w, people[w]!),
        expected: {
          draws: values.map((out) => out[waves.length + w]! - out[w]!),
          sampling: ofCoefficients,
          degreesOfFreedom: others - 1,
          n: people[w]!,
        },
        deviation: {
          ...deviation,
          sampling: deviation.sampling + ofCoefficients,
        },
      };
    }),
    ...pairs.map(([from, to], k): DrawnNumbers => {
      const change = drawn(2 * waves.length + k, people[from]! + people[to]!);
      const ofCoefficients = covariance(from, from) + covariance(to, to) -
        2 * covariance(from, to);
      return {
        observed: null,
        expected: null,
        deviation: { ...change, sampling: change.sampling + ofCoefficients },
      };
    }),
  ];
}

/** draws × members × waves × {@linkcode WIDTH}. */
function memberSums(
  { schools, people: { points } }: ScaleInput,
  waves: readonly WaveExpectation[],
  members: readonly number[],
): Float64Array {
  const width = WIDTH * waves.length;
  const sums = new Float64Array(points.length * members.length * width);
  members.forEach((s, i) => {
    waves.forEach(({ byMunicipality, weight }, w) => {
      if (!(weight[s]! > 0)) return;
      const deviations = drawsAt(byMunicipality.deviations, s, schools);
      const expected = drawsAt(byMunicipality.expected, s, schools);
      deviations.forEach((deviation, d) => {
        const at = (d * members.length + i) * width + WIDTH * w;
        sums[at + WEIGHT] = weight[s]!;
        sums[at + DEVIATION] = weight[s]! * deviation;
        sums[at + OBSERVED] = weight[s]! * (expected[d]! + deviation);
      });
    });
  });
  return sums;
}
