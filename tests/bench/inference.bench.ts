/**
 * Speed of the jackknife, where the estimates' time goes.
 * Run: deno bench -A tests/bench/inference.bench.ts
 */
import { createStream } from "#lib/numerics/mod.ts";
import { jackknifeFromSums } from "#lib/inference/mod.ts";

const draws = 10, clusters = 242, width = 200, count = 60;
const stream = createStream(1);
const sums = Float64Array.from(
  { length: draws * clusters * width },
  () => 1 + stream.uniform(),
);
const strata = Int32Array.from({ length: clusters }, (_, j) => j % 13);

function statistics(values: Float64Array, out: Float64Array): void {
  for (let s = 0; s < count; s++) {
    const mean = values[3 * s + 1]! / values[3 * s]!;
    out[s] = Math.sqrt(values[3 * s + 2]! / values[3 * s]! + mean * mean);
  }
}

Deno.bench(
  "jackknifeFromSums, 242 schools × 10 draws × 200 sums × 60 statistics",
  () => {
    jackknifeFromSums({
      draws,
      clusters,
      width,
      sums,
      strata: null,
      count,
      statistics,
    });
  },
);

Deno.bench("jackknifeFromSums, the same in 13 strata", () => {
  jackknifeFromSums({
    draws,
    clusters,
    width,
    sums,
    strata,
    count,
    statistics,
  });
});
