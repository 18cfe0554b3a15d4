/**
 * Speed of development in depth: participation against change, and all criteria of
 * thirteen municipalities; the pupils of one scale are timed with their programme.
 * Run: deno bench -A tests/bench/development.bench.ts
 */
import { doseResponse, judgeChanges, shrinkChanges } from "#lib/effects/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { estimateCohorts } from "#lib/studies/mod.ts";

const stream = createStream(3);
const schools = 242;
const intensity = Float64Array.from(
  { length: schools },
  () => stream.uniform(),
);
const input = {
  intensity,
  errorVariance: intensity.map(() => 50 + 200 * stream.uniform()),
  stratum: Int32Array.from({ length: schools }, (_, s) => s % 13),
  changes: Array.from(
    { length: 10 },
    () => intensity.map((x) => 20 * x + 20 * stream.normal()),
  ),
};

Deno.bench("doseResponse, 242 schools × 10 draws", () => {
  doseResponse(input);
});

const changes = Array.from({ length: 13 * 18 }, () =>
  makeEstimate({
    value: 4 * stream.normal(),
    variance: { sampling: 9 + stream.uniform(), link: 1 },
    degreesOfFreedom: 17,
    n: 2000,
    unit: "points",
    method: "",
  }));

Deno.bench(
  "judgeChanges and shrinkChanges, 13 municipalities × 18 changes",
  () => {
    judgeChanges(
      changes.map((change) => ({ change, margin: 5, desired: 1, alpha: 0.05 })),
      { adjustment: "Benjamini-Hochberg" },
    );
    for (let k = 0; k < 18; k++) {
      shrinkChanges(changes.slice(13 * k, 13 * (k + 1)));
    }
  },
);

Deno.bench(
  "estimateCohorts, 242 schools, about 27,000 sheets, one draw",
  () => {
    estimateCohorts({ schools, municipalities: 13, seed: 1 });
  },
);
