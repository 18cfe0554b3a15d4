import { jackknifeFromSums } from "#lib/inference/mod.ts";
import type { ScaleInput } from "../scale_input.ts";
import { wavePairs } from "../sums.ts";
import type { DrawnValue } from "./raw_deviation.ts";
import { drawsAt } from "./raw_deviation.ts";
import type { WaveExpectation } from "./wave_expectation.ts";

/** Deviations of one municipality: per wave, then per pair of waves. */
export function municipalityDeviations(
  input: ScaleInput,
  waves: readonly WaveExpectation[],
  municipality: number,
): readonly DrawnValue[] {
  const members: number[] = [];
  input.municipalityOfSchool.forEach((m, s) => {
    if (m === municipality) members.push(s);
  });
  const pairs = wavePairs(waves.length);
  const count = waves.length + pairs.length;
  const width = 2 * waves.length, draws = input.people.points.length;
  const sums = new Float64Array(draws * members.length * width);
  members.forEach((s, i) => {
    waves.forEach(({ byMunicipality, weight }, w) => {
      if (!(weight[s]! > 0)) return;
      const own = drawsAt(byMunicipality.deviations, s, input.schools);
      own.forEach((deviation, d) => {
        const at = (d * members.length + i) * width + 2 * w;
        sums[at] = weight[s]!;
        sums[at + 1] = weight[s]! * deviation;
      });
    });
  });
  const jackknife = members.length < 2 ? null : jackknifeFromSums({
    draws,
    clusters: members.length,
    width,
    sums,
    strata: null,
    sizes: members.map((s) =>
      waves.reduce((n, { pupils }) => n + pupils[s]!, 0)
    ),
    statistics: (totals, out) => {
      waves.forEach((_, w) => out[w] = totals[2 * w + 1]! / totals[2 * w]!);
      pairs.forEach(([from, to], k) => {
        out[waves.length + k] = out[to]! - out[from]!;
      });
    },
    count,
  });
  const perWave = waves.map(({ weight }, w) =>
    Array.from({ length: draws }, (_, d) => {
      let total = 0, sum = 0;
      members.forEach((s, i) => {
        total += weight[s]!;
        sum += sums[(d * members.length + i) * width + 2 * w + 1]!;
      });
      return sum / total;
    })
  );
  const people = waves.map(({ pupils }) =>
    members.reduce((n, s) => n + pupils[s]!, 0)
  );
  const slots = [...waves.map((_, w) => [w]), ...pairs];
  return slots.map((used, k): DrawnValue => ({
    draws: used.length === 1
      ? perWave[used[0]!]!
      : perWave[used[1]!]!.map((later, d) => later - perWave[used[0]!]![d]!),
    sampling: (jackknife?.[k]?.sampling ?? NaN) + used.reduce(
      (sum, w) =>
        sum + waves[w]!.byMunicipality.coefficientVariance[municipality]!,
      0,
    ),
    degreesOfFreedom: jackknife?.[k]?.degreesOfFreedom ?? NaN,
    n: used.reduce((n, w) => n + people[w]!, 0),
  }));
}
