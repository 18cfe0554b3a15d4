/**
 * Speed of all measures of social background of a programme's size: 242 schools in 13
 * municipalities, three waves of 43,000 pupils, 10 plausible values, the whole and every
 * municipality, every school left out in turn; as observed, and with two imputations.
 * Run: deno bench -A tests/bench/gradient.bench.ts
 */
import {
  estimateGradients,
  type GradientInput,
  imputeBackground,
  planImputation,
} from "#lib/background/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";

const SCHOOLS = 242, WAVES = 3, PUPILS = 178, DRAWS = 10, MUNICIPALITIES = 13;

function programme(): GradientInput & { readonly background0: Float64Array } {
  const n = SCHOOLS * WAVES * PUPILS;
  const stream = createStream(1, 1);
  const school = Int32Array.from(
    { length: n },
    (_, i) => Math.floor(i / PUPILS) % SCHOOLS,
  );
  const home = Float64Array.from({ length: n }, () => stream.normal());
  const background = home.map((x, i) => i % 5 < 2 ? NaN : x);
  const place = (s: number): number => Math.floor(s * MUNICIPALITIES / SCHOOLS);
  return {
    people: {
      weight: new Float64Array(n).fill(1),
      wave: Uint8Array.from(
        { length: n },
        (_, i) => Math.floor(i / (PUPILS * SCHOOLS)),
      ),
      school,
      education: new Int8Array(n).fill(1),
      components: [0, 1, 2].map(() => background.map((x) => x / 3)),
    },
    points: Array.from(
      { length: DRAWS },
      () => home.map((x) => 500 + 30 * x + 95 * stream.normal()),
    ),
    background: () => [background],
    background0: background,
    waves: WAVES,
    pairs: [[0, 1], [1, 2], [0, 2]],
    schools: SCHOOLS,
    stratum: Uint8Array.from({ length: SCHOOLS }, (_, s) => place(s)),
    units: Array.from(
      { length: 1 + MUNICIPALITIES },
      (_, u) =>
        Int32Array.from({ length: SCHOOLS }, (_, s) => s)
          .filter((s) => u === 0 || place(s) === u - 1),
    ),
  };
}

const input = programme();
const same = new Int8Array(input.background0.length);
const plan = planImputation({
  background: input.background0,
  wave: input.people.wave,
  school: input.people.school,
  municipality: Int32Array.from(
    input.people.school as Int32Array,
    (s) => input.stratum[s]!,
  ),
  gender: same,
  grade: same,
});

Deno.bench("social background: all measures, as observed", { n: 3 }, () => {
  estimateGradients(input);
});

Deno.bench("social background: two imputations drawn", { n: 3 }, () => {
  imputeBackground(plan, {
    points: input.points[0]!,
    draw: 0,
    imputations: 2,
    seed: 1,
  });
});
