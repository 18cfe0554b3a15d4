import {
  combinedDegreesOfFreedom,
  poolPlausibleValues,
  SCORE_ORIGIN,
} from "#lib/inference/mod.ts";
import { secondarySuppression } from "../disclosure.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { peopleByUnit } from "./people_by_unit.ts";
import { hiddenRow, type RawResult, resultRow } from "./result_row.ts";
import type { ScaleInput } from "../scale_input.ts";

/** Where classes are numbered from, and what they are compared with. */
export interface ClassOptions {
  readonly firstClass: number;
  /** Mean of a municipality in a wave; null where it is hidden. */
  readonly municipalityMean: (
    municipality: number,
    wave: number,
  ) => RawResult | null;
}

/**
 * The mean of every class in its wave, and its difference from the municipality. The class is given, its pupils are
 * draws. In a school where a class is too small to be shown, the smallest
 * other class is hidden too, so that school minus classes gives nothing away.
 */
export function estimateClasses(
  input: ScaleInput,
  { firstClass, municipalityMean }: ClassOptions,
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
    const versus = { ...label, statistic: "versus-municipality" } as const;
    if (secondary.has(c)) {
      rows.push(hiddenRow(label, "secondary"), hiddenRow(versus, "secondary"));
      continue;
    }
    const members = people.order.subarray(
      people.start[c]!,
      people.start[c + 1]!,
    );
    const result = members.length < 2 ? null : classMean(input, members);
    const smallest = members.length;
    const municipality = input.municipalityOfSchool[input.schoolOfClass[c]!]!;
    const reference = municipalityMean(municipality, input.waveOfClass[c]!);
    rows.push(
      resultRow(label, { result, smallest }),
      resultRow(versus, { result: difference(result, reference), smallest }),
    );
  }
  return rows;
}

/** The class is a small part of its municipality: the overlap is left out of account, which errs on the safe side. */
function difference(
  own: RawResult | null,
  reference: RawResult | null,
): RawResult | null {
  return own && reference && {
    value: own.value - reference.value,
    sampling: own.sampling + reference.sampling,
    measurement: own.measurement + reference.measurement,
    degreesOfFreedom: own.degreesOfFreedom,
  };
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
    for (let k = 0; k < n; k++) {
      const i = members[k]!;
      w += weight[i]!;
      wy += weight[i]! * (y[i]! - SCORE_ORIGIN);
    }
    const mean = wy / w;
    let squares = 0;
    for (let k = 0; k < n; k++) {
      const i = members[k]!;
      const residual = weight[i]! * (y[i]! - SCORE_ORIGIN - mean);
      squares += residual * residual;
    }
    means[draw] = SCORE_ORIGIN + mean;
    variances[draw] = squares / (w * w) * n / (n - 1);
  });
  const pooled = poolPlausibleValues(means, variances);
  return {
    value: pooled.value,
    sampling: pooled.within,
    measurement: pooled.total - pooled.within,
    degreesOfFreedom: combinedDegreesOfFreedom({
      ...pooled,
      completeDegreesOfFreedom: n - 1,
    }),
  };
}
