import { poolPlausibleValues } from "#lib/inference/mod.ts";
import { secondarySuppression } from "./disclosure.ts";
import type { EstimateRow } from "./estimate_table.ts";
import { peopleByUnit } from "./people_by_unit.ts";
import { hiddenRow, type RawResult, resultRow } from "./result_row.ts";
import type { ScaleInput } from "./scale_input.ts";

/**
 * The mean of every class in its wave. The class is given, its pupils are
 * draws. In a school where a class is too small to be shown, the smallest
 * other class is hidden too, so that school minus classes gives nothing away.
 */
export function estimateClasses(
  input: ScaleInput,
  firstClass: number,
): EstimateRow[] {
  if (input.lowestLevel !== "class") return [];
  const people = peopleByUnit(input.people.classIndex, input.classes);
  const size = (c: number): number => people.start[c + 1]! - people.start[c]!;
  const secondary = secondaryClasses(input, size);
  const rows: EstimateRow[] = [];
  for (let c = 0; c < input.classes; c++) {
    if (size(c) === 0) continue;
    const label = {
      unit: firstClass + c,
      scale: input.scaleIndex,
      wave: input.waveOfClass[c]!,
      to: -1,
      statistic: "mean",
      n: size(c),
      dropped: 0,
    } as const;
    if (secondary.has(c)) {
      rows.push(hiddenRow(label, "secondary"));
      continue;
    }
    const members = people.order.subarray(
      people.start[c]!,
      people.start[c + 1]!,
    );
    const result = members.length < 2 ? null : classMean(input, members);
    rows.push(resultRow(label, { result, smallest: members.length }));
  }
  return rows;
}

function secondaryClasses(
  input: ScaleInput,
  size: (c: number) => number,
): ReadonlySet<number> {
  const secondary = new Set<number>();
  const groups = new Map<number, number[]>();
  for (let c = 0; c < input.classes; c++) {
    const key = input.waveOfClass[c]! * input.schools + input.schoolOfClass[c]!;
    const group = groups.get(key);
    if (group) group.push(c);
    else groups.set(key, [c]);
  }
  for (const group of groups.values()) {
    for (const part of secondarySuppression(group.map(size))) {
      secondary.add(group[part]!);
    }
  }
  return secondary;
}

function classMean(
  input: ScaleInput,
  members: Int32Array,
): RawResult {
  const { points, weight } = input.people;
  const n = members.length;
  const means = new Float64Array(points.length);
  const variances = new Float64Array(points.length);
  points.forEach((y, draw) => {
    let w = 0, wy = 0;
    for (const i of members) {
      w += weight[i]!;
      wy += weight[i]! * (y[i]! - 500);
    }
    const mean = wy / w;
    let squares = 0;
    for (const i of members) {
      const residual = weight[i]! * (y[i]! - 500 - mean);
      squares += residual * residual;
    }
    means[draw] = 500 + mean;
    variances[draw] = squares / (w * w) * n / (n - 1);
  });
  const pooled = poolPlausibleValues(means, variances, {
    completeDegreesOfFreedom: n - 1,
  });
  return {
    value: pooled.value,
    sampling: pooled.within,
    measurement: pooled.total - pooled.within,
    degreesOfFreedom: pooled.degreesOfFreedom,
  };
}
