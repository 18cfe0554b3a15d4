import { expect, test } from "vitest";
import { estimateScale, STATISTICS } from "#lib/profiles/mod.ts";
import {
  cellAt,
  type EstimateTable,
} from "../../lib/profiles/estimate_table.ts";
import {
  addSchoolInPlace,
  betweenSchoolSpread,
  type Estimate,
  SPREAD_WIDTH,
} from "#lib/inference/mod.ts";
import { tinyProgramme } from "./tiny_programme.ts";

const { data, points, rows } = tinyProgramme();
const table = estimateScale(data, 0, { points, rows });

function find(
  unit: number,
  statistic: (typeof STATISTICS)[number],
  wave: number,
  to = -1,
): Estimate {
  const cell = look(table, unit, statistic, wave, to);
  if ("hidden" in cell) throw new Error(`hidden: ${cell.hidden}`);
  return cell;
}

function look(
  from: EstimateTable,
  unit: number,
  statistic: (typeof STATISTICS)[number],
  wave: number,
  to = -1,
): ReturnType<typeof cellAt> {
  for (let i = 0; i < from.rows; i++) {
    const { columns } = from;
    if (
      columns.unit[i] === unit && columns.wave[i] === wave &&
      columns.to[i] === to &&
      columns.statistic[i] === STATISTICS.indexOf(statistic)
    ) return cellAt(from, i);
  }
  throw new Error(`no row for ${statistic}`);
}

/** Mean over draws of a statistic of the people that `keep` accepts. */
function over(
  keep: (row: number) => boolean,
  statistic: (y: number[], w: number[]) => number,
): number {
  const frame = data.frames.get("pupils-4-9")!;
  const people = [...rows.keys()].filter((i) => keep(rows[i]!));
  const per = points.map((p) =>
    statistic(
      people.map((i) => p[i]!),
      people.map((i) => frame.weight[rows[i]!]!),
    )
  );
  return per.reduce((a, b) => a + b, 0) / per.length;
}

const mean = (y: number[], w: number[]): number =>
  y.reduce((s, v, i) => s + v * w[i]!, 0) / w.reduce((a, b) => a + b, 0);

test("estimateScale() gives the weighted mean, SD and shares of the programme", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const first = (row: number): boolean => frame.wave[row] === 0;
  expect(find(0, "mean", 0).value).toBeCloseTo(over(first, mean), 8);
  const sd = (y: number[], w: number[]): number => {
    const m = mean(y, w);
    return Math.sqrt(mean(y.map((v) => (v - m) * (v - m)), w));
  };
  expect(find(0, "standard-deviation", 0).value).toBeCloseTo(
    over(first, sd),
    8,
  );
  const low = (y: number[], w: number[]): number =>
    mean(y.map((v) => v < 400 ? 1 : 0), w);
  expect(find(0, "share-low", 0).value).toBeCloseTo(over(first, low), 10);
});

test("estimateScale() percentiles lie within a bin of the exact ones", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const exact = over((row) => frame.wave[row] === 0, (y, w) => {
    const order = y.map((v, i) => [v, w[i]!] as const).sort((a, b) =>
      a[0] - b[0]
    );
    const total = w.reduce((a, b) => a + b, 0);
    let sum = 0;
    for (const [v, weight] of order) {
      if ((sum += weight) >= 0.9 * total) return v;
    }
    return NaN;
  });
  expect(Math.abs(find(0, "percentile-90", 0).value - exact)).toBeLessThan(5);
});

test("estimateScale() gradient is the weighted least-squares slope of people with known background", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const known = [...rows.keys()].filter((i) =>
    frame.wave[rows[i]!] === 0 && !Number.isNaN(frame.background[rows[i]!]!)
  );
  const x = known.map((i) => frame.background[rows[i]!]!);
  const w = known.map((i) => frame.weight[rows[i]!]!);
  const mx = mean(x, w);
  const slopes = points.map((p) => {
    const y = known.map((i) => p[i]!);
    const my = mean(y, w);
    const xy = mean(x.map((v, i) => (v - mx) * (y[i]! - my)), w);
    return xy / mean(x.map((v) => (v - mx) * (v - mx)), w);
  });
  const slope = slopes.reduce((a, b) => a + b, 0) / slopes.length;
  const estimate = find(0, "gradient", 0);
  expect(estimate.value).toBeCloseTo(slope, 8);
  expect(estimate.n).toBe(known.length);
  expect(estimate.dropped).toBeGreaterThan(0);
});

test("estimateScale() explained share is the squared weighted correlation, education gap the difference of group means", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const known = [...rows.keys()].filter((i) =>
    frame.wave[rows[i]!] === 1 && !Number.isNaN(frame.background[rows[i]!]!)
  );
  const x = known.map((i) => frame.background[rows[i]!]!);
  const w = known.map((i) => frame.weight[rows[i]!]!);
  const covariance = (a: number[], b: number[]): number =>
    mean(a.map((v, i) => (v - mean(a, w)) * (b[i]! - mean(b, w))), w);
  const shares = points.map((p) => {
    const y = known.map((i) => p[i]!);
    const xy = covariance(x, y);
    return xy * xy / (covariance(x, x) * covariance(y, y));
  });
  expect(find(0, "explained", 1).value).toBeCloseTo(
    shares.reduce((a, b) => a + b, 0) / shares.length,
    10,
  );
  const group = (level: number): number =>
    over(
      (row) => frame.wave[row] === 1 && frame.education[row] === level,
      mean,
    );
  expect(find(0, "education-gap", 1).value).toBeCloseTo(
    group(2) - group(0),
    8,
  );
});

test("estimateScale() spread between schools counts every class of a school by itself", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const spreads = points.map((p) => {
    const sums = new Float64Array(SPREAD_WIDTH);
    data.schools.ids.forEach((_, school) => {
      const classes = [0, 1].map((c) =>
        [...rows.keys()].filter((i) =>
          frame.classIndex[rows[i]!] === 2 * school + c
        )
      );
      const add = (power: number): number[] =>
        classes.map((own) =>
          own.reduce(
            (total, i) =>
              total + frame.weight[rows[i]!]! * (p[i]! - 500) ** power,
            0,
          )
        );
      addSchoolInPlace(sums, 0, {
        weights: add(0),
        scores: add(1),
        scoreSquares: add(2),
      });
    });
    return betweenSchoolSpread(sums, 0);
  });
  expect(find(0, "between-schools", 0).value).toBeCloseTo(
    spreads.reduce((a, b) => a + b, 0) / spreads.length,
    8,
  );
});

test("estimateScale() municipality mean has the school jackknife's standard error", () => {
  const frame = data.frames.get("pupils-4-9")!;
  const schools = [0, 1, 2, 3];
  const variances = points.map((p) => {
    const of = (keep: (school: number) => boolean): number => {
      let sw = 0, swy = 0;
      rows.forEach((row, i) => {
        const school = frame.school[row]!;
        if (frame.wave[row] !== 0 || school > 3 || !keep(school)) return;
        sw += frame.weight[row]!;
        swy += frame.weight[row]! * p[i]!;
      });
      return swy / sw;
    };
    const whole = of(() => true);
    return 3 / 4 *
      schools.reduce((s, j) => {
        const d = of((school) => school !== j) - whole;
        return s + d * d;
      }, 0);
  });
  const sampling = variances.reduce((a, b) => a + b, 0) / variances.length;
  expect(find(1, "mean", 0).variance.sampling).toBeCloseTo(sampling, 8);
});

test("changes and contrasts agree with the means they are made of", () => {
  const change = find(1, "mean", 0, 1).value;
  expect(change).toBeCloseTo(
    find(1, "mean", 1).value - find(1, "mean", 0).value,
    8,
  );
  const versus = find(1, "versus-programme", 0).value;
  expect(versus).toBeCloseTo(
    find(1, "mean", 0).value - find(0, "mean", 0).value,
    8,
  );
  // The weighted differences of all municipalities from the programme sum to 0.
  const frame = data.frames.get("pupils-4-9")!;
  const weight = [0, 0];
  rows.forEach((row) => {
    if (frame.wave[row] === 0) {
      weight[frame.municipality[row]!]! += frame.weight[row]!;
    }
  });
  const other = find(2, "versus-programme", 0).value;
  expect(weight[0]! * versus + weight[1]! * other).toBeCloseTo(0, 6);
});

test("a change is more certain than two unrelated waves when the same schools recur", () => {
  const change = find(0, "mean", 0, 1).variance.sampling;
  const apart = find(0, "mean", 0).variance.sampling +
    find(0, "mean", 1).variance.sampling;
  expect(change).toBeLessThan(0.6 * apart);
});

test("a group under seven is hidden and its number is not in the table at all", () => {
  const firstSchool = 3, small = firstSchool + data.schools.ids.length - 1;
  const cell = look(table, small, "mean", 0);
  expect(cell).toEqual({ hidden: "too-few" });
  for (let i = 0; i < table.rows; i++) {
    if (table.columns.hidden[i]! > 0) expect(table.columns.value[i]).toBeNaN();
  }
});
