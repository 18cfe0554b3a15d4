import type { DrawSet } from "./draw_set.ts";
import type { PreparedOutcome } from "./lottery_outcome.ts";
import { sumTables } from "./sum_tables.ts";

const BYTE = 256;

/**
 * Statistics of a plain draw of so many schools that count alike: difference of
 * means, and Neyman's variance s²₁ / n₁ + s²₀ / n₀.
 *
 * Residuals sum to zero, so the sum over the others is minus that over the drawn.
 */
export function fillSimple(
  { residuals: e, exposure: d }: PreparedOutcome,
  draws: DrawSet,
  values: Float64Array,
): void {
  const { schools, drawn, bits, bytesPerDraw, size } = draws;
  const features = [
    e,
    d,
    e.map((x) => x * x),
    e.map((x, i) => x * d[i]!),
    d.map((x) => x * x),
  ];
  const tables = sumTables(features, draws);
  const [tee = 0, ted = 0, tdd = 0] = features.slice(2).map((f) =>
    f.reduce((total, x) => total + x, 0)
  );
  const others = schools - drawn;
  const mean = 1 / drawn + 1 / others;
  const p = 1 / (drawn * (drawn - 1)), q = 1 / (others * (others - 1));
  const square = p / drawn + q / others, slope = p - q;
  const ee0 = q * tee, ed0 = q * ted, dd0 = q * tdd;
  for (let z = 0, at = 0, out = 0; z < size; z++, out += 5) {
    let se = 0, sd = 0, see = 0, sed = 0, sdd = 0;
    for (let k = 0; k < bytesPerDraw; k++) {
      const from = (k * BYTE + bits[at++]!) * 5;
      se += tables[from]!;
      sd += tables[from + 1]!;
      see += tables[from + 2]!;
      sed += tables[from + 3]!;
      sdd += tables[from + 4]!;
    }
    values[out] = mean * se;
    values[out + 1] = mean * sd;
    values[out + 2] = slope * see + ee0 - square * se * se;
    values[out + 3] = slope * sed + ed0 - square * se * sd;
    values[out + 4] = slope * sdd + dd0 - square * sd * sd;
  }
}
