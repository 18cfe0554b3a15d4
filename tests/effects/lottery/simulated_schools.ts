import { createStream } from "#lib/numerics/mod.ts";

/** Made-up schools with an effect of 8, a baseline and whole-number weights. */
export function simulatedSchools(
  schools: number,
  drawn: number,
  seed: number,
): {
  outcome: number[];
  treated: number[];
  baseline: number[][];
  weights: number[];
} {
  const stream = createStream(seed, schools, drawn);
  const normals = () =>
    Array.from({ length: schools }, () => 500 + 20 * stream.normal());
  const baseline = normals();
  const treated = Array.from(
    { length: schools },
    (_, i) => (i * 7) % schools < drawn ? 1 : 0,
  );
  const noise = normals();
  const outcome = noise.map((e, i) =>
    0.6 * baseline[i]! + 0.4 * e + 8 * treated[i]!
  );
  const weights = baseline.map(() => 1 + stream.integer(5));
  return { outcome, treated, baseline: [baseline], weights };
}
