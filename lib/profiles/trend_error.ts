import type { RespondentFrame } from "#lib/data/mod.ts";
import type { ScaledScale } from "#lib/scaling/mod.ts";

/**
 * Standard error of the programme's change from the first to the last wave.
 *
 * The spread of the schools' contributions to the difference of the weighted means,
 * averaged over the plausible values, and the variance of the link.
 *
 * @returns Points; null with fewer than two waves or schools.
 */
export function trendError(
  frame: RespondentFrame,
  { rows, points, link }: ScaledScale,
): number | null {
  const waves = [...new Set(Array.from(rows, (row) => frame.wave[row]!))];
  const [first, last] = [Math.min(...waves), Math.max(...waves)];
  if (waves.length < 2 || points.length === 0) return null;
  const linked = link.find(({ from, to }) => from === first && to === last);
  const sampling = points.map((values) =>
    varianceOfChange(frame, { rows, values, first, last })
  );
  const mean = sampling.reduce((a, b) => a + b) / sampling.length;
  return Number.isFinite(mean) ? Math.sqrt(mean + (linked?.mean ?? 0)) : null;
}

function varianceOfChange(
  frame: RespondentFrame,
  { rows, values, first, last }: {
    readonly rows: Int32Array;
    readonly values: Float32Array;
    readonly first: number;
    readonly last: number;
  },
): number {
  const weight = new Map([[first, 0], [last, 0]]);
  const sum = new Map([[first, 0], [last, 0]]);
  rows.forEach((row, i) => {
    const wave = frame.wave[row]!;
    if (!weight.has(wave)) return;
    weight.set(wave, weight.get(wave)! + frame.weight[row]!);
    sum.set(wave, sum.get(wave)! + frame.weight[row]! * values[i]!);
  });
  const schools = new Map<number, number>();
  rows.forEach((row, i) => {
    const wave = frame.wave[row]!;
    if (!weight.has(wave)) return;
    const total = weight.get(wave)!;
    const residual = values[i]! - sum.get(wave)! / total;
    const part = frame.weight[row]! * residual / total;
    const school = frame.school[row]!;
    schools.set(
      school,
      (schools.get(school) ?? 0) + (wave === last ? part : -part),
    );
  });
  const n = schools.size;
  let squares = 0;
  for (const part of schools.values()) squares += part * part;
  return n > 1 ? squares * n / (n - 1) : NaN;
}
