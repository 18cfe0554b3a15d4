import { createMatrix, leastSquares } from "#lib/numerics/mod.ts";

/** All ways to draw `drawn` of `schools`, as arrays of 0 and 1; slow and plain. */
export function allDraws(schools: number, drawn: number): number[][] {
  const draws: number[][] = [];
  for (let mask = 0; mask < 2 ** schools; mask++) {
    const marks = Array.from({ length: schools }, (_, i) => mask >> i & 1);
    if (marks.reduce((total, mark) => total + mark, 0) === drawn) {
      draws.push(marks);
    }
  }
  return draws;
}

/** Difference of weighted means, marked minus others. */
export function differenceOf(
  values: ArrayLike<number>,
  marks: readonly number[],
  weights: readonly number[] = marks.map(() => 1),
): number {
  const mean = (mark: number) => {
    let total = 0, weight = 0;
    marks.forEach((one, i) => {
      if (one !== mark) return;
      total += weights[i]! * values[i]!;
      weight += weights[i]!;
    });
    return total / weight;
  };
  return mean(1) - mean(0);
}

/** What the slow statistic is computed from. */
export interface SlowOutcome {
  readonly outcome: readonly number[];
  readonly treated: readonly number[];
  readonly baseline?: readonly (readonly number[])[];
  readonly weights?: readonly number[];
  readonly strata?: readonly string[];
  readonly adjustment?: "residual" | "interacted";
}

function columns(
  rows: number,
  values: readonly (readonly number[])[],
): ReturnType<typeof createMatrix> {
  const design = createMatrix({ rows, columns: values.length });
  for (let i = 0; i < rows; i++) {
    values.forEach((v, k) => design.values[i * values.length + k] = v[i]!);
  }
  return design;
}

/** Residuals on strata and baseline. */
function residualsOf(
  { outcome, baseline = [], weights, strata, adjustment }: SlowOutcome,
): number[] {
  const n = outcome.length;
  const labels = [...new Set(strata ?? ["all"])];
  const dummies = labels.map((label) =>
    outcome.map((_, i) => (strata?.[i] ?? "all") === label ? 1 : 0)
  );
  const all = adjustment === "interacted" ? dummies : [...dummies, ...baseline];
  return Array.from(
    leastSquares(columns(n, all), outcome, { ...(weights && { weights }) })
      .residuals,
  );
}

/** Difference and variance of one draw, written out plainly. */
export function slowStatistic(
  data: SlowOutcome,
  values: readonly number[],
  marks: readonly number[],
): { difference: number; variance: number } {
  const { weights = values.map(() => 1), strata = values.map(() => "all") } =
    data;
  if (data.adjustment === "interacted") {
    return slowInteracted(data.baseline ?? [], values, marks);
  }
  const total = weights.reduce((t, w) => t + w, 0);
  const labels = [...new Set(strata)];
  const isPaired = labels.length > 1 && values.length === 2 * labels.length;
  let difference = 0, variance = 0;
  const parts: number[] = [];
  for (const label of labels) {
    const inside = [...values.keys()].filter((i) => strata[i] === label);
    const share = inside.reduce((t, i) => t + weights[i]!, 0) / total;
    const means = [0, 1].map((mark) => {
      const group = inside.filter((i) => marks[i] === mark);
      const w = group.reduce((t, i) => t + weights[i]!, 0);
      const mean = group.reduce((t, i) => t + weights[i]! * values[i]!, 0) / w;
      const squares = group.reduce(
        (t, i) => t + (weights[i]! * (values[i]! - mean)) ** 2,
        0,
      );
      const n = group.length;
      if (n > 1) variance += share ** 2 * n / (n - 1) * squares / w ** 2;
      return mean;
    });
    parts.push(share * (means[1]! - means[0]!));
    difference += parts.at(-1)!;
  }
  if (isPaired) {
    const m = parts.length;
    variance = m / (m - 1) *
      parts.reduce((t, part) => t + (part - difference / m) ** 2, 0);
  }
  return { difference, variance };
}

function slowInteracted(
  baseline: readonly (readonly number[])[],
  values: readonly number[],
  marks: readonly number[],
): { difference: number; variance: number } {
  const means = baseline.map((b) => b.reduce((t, v) => t + v, 0) / b.length);
  let difference = 0, variance = 0;
  for (const mark of [0, 1]) {
    const group = [...values.keys()].filter((i) => marks[i] === mark);
    const design = columns(group.length, [
      group.map(() => 1),
      ...baseline.map((b, k) => group.map((i) => b[i]! - means[k]!)),
    ]);
    const { coefficients, residuals } = leastSquares(
      design,
      group.map((i) => values[i]!),
    );
    const n = group.length;
    difference += (mark === 1 ? 1 : -1) * coefficients[0]!;
    variance += residuals.reduce((t, e) => t + e * e, 0) /
      (n * (n - 1 - baseline.length));
  }
  return { difference, variance };
}

/** p-values of "the effect is tau per unit of exposure" over the given draws. */
export function slowPValues(
  data: SlowOutcome,
  draws: readonly (readonly number[])[],
  { tau, exposure = data.treated }: {
    readonly tau: number;
    readonly exposure?: readonly number[];
  },
): { plain: number; studentised: number } {
  const freed = data.outcome.map((y, i) => y - tau * exposure[i]!);
  const left = residualsOf({ ...data, outcome: freed });
  const all = draws.map((marks) => slowStatistic(data, left, marks));
  const own = slowStatistic(data, left, data.treated);
  const t = ({ difference, variance }: typeof own) =>
    Math.abs(difference) / Math.sqrt(variance);
  const scale = 1e-9 * Math.max(...left.map(Math.abs));
  const share = (count: number) => count / draws.length;
  return {
    plain: share(
      all.filter((one) =>
        Math.abs(one.difference) >= Math.abs(own.difference) - scale
      ).length,
    ),
    studentised: share(
      all.filter((one) => t(one) >= t(own) * (1 - 1e-9) - 1e-9).length,
    ),
  };
}
