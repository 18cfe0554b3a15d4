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
  let first = Infinity, last = -Infinity;
  for (let i = 0; i < rows.length; i++) {
    const wave = frame.wave[rows[i]!]!;
    if (wave < first) first = wave;
    if (wave > last) last = wave;
  }
  if (!(first < last) || points.length === 0) return null;
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
  const weight = new Float64Array(last + 1), sum = new Float64Array(last + 1);
  let schools = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!, wave = frame.wave[row]!;
    weight[wave]! += frame.weight[row]!;
    sum[wave]! += frame.weight[row]! * values[i]!;
    if (frame.school[row]! >= schools) schools = frame.school[row]! + 1;
  }
  // The last place is that of people without a school.
  const parts = new Float64Array(schools + 1);
  const isThere = new Uint8Array(schools + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!, wave = frame.wave[row]!;
    if (wave !== first && wave !== last) continue;
    const residual = values[i]! - sum[wave]! / weight[wave]!;
    const part = frame.weight[row]! * residual / weight[wave]!;
    const own = frame.school[row]!;
    const school = own < 0 ? schools : own;
    parts[school]! += wave === last ? part : -part;
    isThere[school] = 1;
  }
  let n = 0, squares = 0;
  for (let s = 0; s <= schools; s++) {
    n += isThere[s]!;
    squares += parts[s]! * parts[s]!;
  }
  return n > 1 ? squares * n / (n - 1) : NaN;
}
