import { type Estimate, jackknifeDesign } from "#lib/inference/mod.ts";
import type { ReplicateData } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";

/** Made-up pupils of two waves in schools, with categories of parents' education. */
export function madeUpPupils(
  { seed = 20251122, schools = 12, perSchool = 20, draws = 3, shift = 0 }: {
    readonly seed?: number;
    readonly schools?: number;
    readonly perSchool?: number;
    readonly draws?: number;
    /** Added to all scores. */
    readonly shift?: number;
  } = {},
): ReplicateData & { readonly columns: Record<string, Float64Array> } {
  const stream = createStream(seed, 7);
  const n = schools * perSchool;
  const make = () => new Float64Array(n);
  const columns: Record<string, Float64Array> = {
    first: make(),
    last: make(),
    books: make(),
    work: make(),
    short: make(),
    middle: make(),
    long: make(),
    schoolMean: make(),
  };
  const values = Array.from({ length: draws }, make);
  const weights = make();
  const school = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const s = Math.floor(i / perSchool);
    const wave = i % 2;
    const kind = stream.integer(3);
    school[i] = s;
    columns.last![i] = wave;
    columns.first![i] = 1 - wave;
    columns.books![i] = Math.floor(3 + kind + 1.5 * stream.normal() + s / 6);
    columns.work![i] = 40 + 5 * kind + 12 * stream.normal() + 2 * wave;
    columns.short![i] = kind === 0 ? 1 : 0;
    columns.middle![i] = kind === 1 ? 1 : 0;
    columns.long![i] = kind === 2 ? 1 : 0;
    columns.schoolMean![i] = s / schools;
    weights[i] = 0.5 + stream.uniform();
    const ability = 500 + shift + (6 - 2 * wave) * columns.books![i]! +
      columns.work![i]! / 4 + 20 * kind + 3 * s + 60 * stream.normal();
    for (const draw of values) draw[i] = ability + 20 * stream.normal();
  }
  return {
    values,
    columns,
    design: jackknifeDesign(weights, { clusters: school }),
  };
}

/** The estimate, or a failure where there is none. */
export function known(estimate: Estimate | string): Estimate {
  if (typeof estimate === "string") throw new TypeError(`found ${estimate}`);
  return estimate;
}
